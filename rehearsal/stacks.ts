import fs from "node:fs";
import path from "node:path";

/** The root of the project: where Pulumi.yaml is, and what paths in the program are relative to. */
export const project = path.dirname(import.meta.dirname);

/** The stack files by stack name: of the project itself, then of stacks/. */
export function stackFiles(directory = project): Map<string, string> {
  const files = new Map<string, string>();
  for (const folder of [directory, path.join(directory, "stacks")]) {
    if (!fs.existsSync(folder)) continue;
    for (const file of fs.readdirSync(folder).sort()) {
      const stack = /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1];
      if (stack !== undefined) files.set(stack, path.join(folder, file));
    }
  }
  return files;
}
