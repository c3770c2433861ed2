import os from "node:os";
import path from "node:path";

// A user ID without an entry in passwd, as in some containers, has neither a name nor a home directory; Pulumi's SDK, its
// CLI and Go ask for both. Import this before the SDK.

/** The home directory; below node_modules for a user without one, since others may write to the temporary files. */
export const home = answered(os.homedir) || path.join(import.meta.dirname, "..", "node_modules", ".cache", "home");

process.env["HOME"] ||= home;
if (answered(os.userInfo) === undefined) process.env["USER"] ??= "rehearsal";

function answered<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
