import fs from "node:fs";
import path from "node:path";
import type { ConfigMap } from "@pulumi/pulumi/automation/index.js";
import { partOf, wholeOf } from "../layers/parts/order.ts";

/** The root of the project: where Pulumi.yaml is, and what paths in the program are relative to. */
export const project = path.dirname(import.meta.dirname);

/** The stack files by stack name: of the project itself, then of stacks/. */
export function stackFiles(directory = project): Map<string, string> {
  const files = new Map<string, string>();
  for (const folder of [directory, path.join(directory, "stacks")]) {
    if (!fs.existsSync(folder)) continue;
    for (const file of fs.readdirSync(folder).sort()) {
      const stack = /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1];
      // A part of a stack has a link to the file of the whole.
      if (stack !== undefined && partOf(stack) === undefined) files.set(stack, path.join(folder, file));
    }
  }
  return files;
}

/** The file of a stack; a part of a stack has the file of the whole. */
export function stackFile(stack: string, directory = project): string | undefined {
  const files = stackFiles(directory);
  return files.get(stack) ?? files.get(wholeOf(stack));
}

const quota = /(L-[0-9A-F]{8})["']?:\s*(\d+)/g;

/** The words of a stack's configuration, whose names exist without the stack, and the quotas that it says were raised. */
export function declared(file: string | undefined, config: ConfigMap): string[] {
  const texts = [
    file === undefined ? "" : fs.readFileSync(file, "utf8"),
    ...Object.values(config).map((each) => each.value),
  ];
  const text = texts.join("\n");
  const quotas = [...text.matchAll(quota)].map(([, code, value]) => `${code}=${value}`);
  return [...new Set(text.match(/[\w:/.@+*-]{4,}/g) ?? []), ...quotas].map((word) => word.replace(/:$/, ""));
}
