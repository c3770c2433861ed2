import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ended, identity } from "./process-identity.ts";

/** Makes a temporary directory; those of runs that ended without removing theirs are removed first. */
export function temporaryDirectory(prefix: string, parent = os.tmpdir()): string {
  removeLeftovers(prefix, parent);
  const { namespace, pid, started } = identity();
  // The owner is in the name, so that there is no moment at which a directory has none.
  return fs.mkdtempSync(path.join(parent, `${prefix}-${namespace}-${pid}-${started}-`));
}

function removeLeftovers(prefix: string, parent: string): void {
  const pattern = new RegExp(`^${prefix}-(\\d+)-(\\d+)-(\\d*)-.{6}$`);
  for (const name of fs.readdirSync(parent)) {
    const [, namespace = "", pid = "", started = ""] = pattern.exec(name) ?? [];
    if (pid === "" || !ended({ namespace, pid: Number(pid), started })) continue;
    try {
      fs.rmSync(path.join(parent, name), { recursive: true, force: true });
    } catch {
      // Another user's, or another run removes it at the same time.
    }
  }
}
