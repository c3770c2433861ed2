import fs from "node:fs";
import path from "node:path";
import type { Subject } from "./judgement.ts";

const directory = import.meta.dirname;
const ending = ".json.br";

/** The file of a stack of a release. */
export function file({ release, stack }: Subject): string {
  return path.relative(process.cwd(), path.join(directory, release, `${stack}${ending}`));
}

/** The kept releases. */
export function releases(): string[] {
  const entries = fs.readdirSync(directory, { withFileTypes: true }).filter((each) => each.isDirectory());
  return entries.map(({ name }) => name).sort();
}

/** Every stack of every kept release. */
export function kept(): Subject[] {
  return releases().flatMap((release) => {
    const files = fs.readdirSync(path.join(directory, release)).filter((each) => each.endsWith(ending));
    return files.sort().map((each) => ({ release, stack: each.slice(0, -ending.length) }));
  });
}
