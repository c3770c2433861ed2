import fs from "node:fs";
import path from "node:path";
import type { ConfigMap } from "@pulumi/pulumi/automation/index.js";

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

/** The words of a stack's configuration: what they name exists without the stack. */
export function declared(file: string | undefined, config: ConfigMap): string[] {
  const texts = [
    file === undefined ? "" : fs.readFileSync(file, "utf8"),
    ...Object.values(config).map((each) => each.value),
  ];
  return [...new Set(texts.join("\n").match(/[\w:/.@+*-]{4,}/g) ?? [])].map((word) => word.replace(/:$/, ""));
}
