import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { text } from "../inputs.ts";

/** The commands of the Pulumi CLI that recover uses. */
export interface Engine {
  /** The state, with its secrets encrypted. */
  exportState: () => Promise<string>;
  importState: (state: string) => Promise<void>;
  /** Reads resources again, as `pulumi refresh --target` does. */
  refresh: (urns: readonly string[]) => Promise<void>;
  /** Removes the lock of an update that has ended. */
  cancel: () => Promise<void>;
  /** URL of the backend. */
  backend: () => Promise<string>;
}

/** The Pulumi CLI on PATH, for one stack. */
export function pulumi(stack: string, cwd: string, env: NodeJS.ProcessEnv = process.env): Engine {
  const call = (...args: string[]) => cli(args, cwd, env);
  return {
    exportState: () => call("stack", "export", "--stack", stack),
    importState: async (state) => {
      const directory = fs.mkdtempSync(path.join(os.tmpdir(), "recover-"));
      const file = path.join(directory, "state.json");
      try {
        fs.writeFileSync(file, state, { mode: 0o600 });
        await call("stack", "import", "--stack", stack, "--file", file);
      } finally {
        fs.rmSync(directory, { recursive: true, force: true });
      }
    },
    refresh: async (urns) => {
      const targets = urns.flatMap((urn) => ["--target", urn]);
      await call("refresh", "--stack", stack, "--yes", "--skip-preview", ...targets);
    },
    cancel: async () => {
      await call("cancel", "--yes", "--stack", stack);
    },
    backend: async () => text(JSON.parse(await call("whoami", "--verbose", "--json")), "url") ?? "",
  };
}

/** Runs the Pulumi CLI on PATH; its output, or an error with what it said. */
export async function cli(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const given = [...args, "--non-interactive"];
  try {
    const { stdout } = await promisify(execFile)("pulumi", given, { cwd, env, maxBuffer: 1 << 29 });
    return stdout;
  } catch (error) {
    throw new Error(complaintOf(error, args));
  }
}

/** What the CLI said on its standard error and output, or why it did not start. */
function complaintOf(error: unknown, args: readonly string[]): string {
  if (!(error instanceof Error)) return String(error);
  if ("code" in error && error.code === "ENOENT") return "The Pulumi CLI is not on PATH.";
  const said = ["stderr", "stdout"].map((key) => text({ ...error }, key) ?? "").join("\n");
  const lines = said.split("\n").filter((line) => line.trim() !== "");
  return [`pulumi ${args.slice(0, 2).join(" ")} failed:`, ...lines.slice(-12)].join("\n  ");
}
