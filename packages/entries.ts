import fs from "node:fs";
import path from "node:path";
import type { Module } from "./compile.ts";

/** A path of the package that a program imports, for example network. */
export interface Entry {
  name: string;
  /** Path of its module in the package, without extension. */
  file: string;
  /** Packages that it needs. */
  packages: readonly string[];
}

/** Packages that most programs do not have: what needs one is an entry of its own. */
export const optionalPackages = ["@pulumi/awsx", "@pulumi/eks"];

/** Functions that a program calls itself. */
const functions = ["account"];

/** Writes the modules of a package that programs import, one per folder, and one per component that needs an optional package. */
export function entries(modules: readonly Module[], directory: string): Entry[] {
  const [common, special] = [false, true].map((wanted) => modules.filter((each) => isSpecial(each) === wanted));
  const byFolder = Map.groupBy(common ?? [], ({ name }) => name.split("/")[0] ?? "");
  const folders = [...byFolder].filter(([folder, each]) => each.some(({ name }) => name !== folder));
  return [
    ...folders.flatMap(([folder, each]) => entry(folder, each, directory)),
    ...(special ?? [])
      .filter(({ classes }) => classes.length > 0)
      .map(({ name, packages }) => ({ name, file: name, packages: [...packages] })),
  ];
}

/** Whether a module needs a package that most programs do not have. */
export function isSpecial({ packages }: Module): boolean {
  return optionalPackages.some((each) => packages.has(each));
}

/** An index of a folder; a folder without anything for programs has none. */
function entry(folder: string, modules: readonly Module[], directory: string): Entry[] {
  const lines = modules.flatMap((each) => exportsOf(each, folder));
  if (lines.length === 0) return [];
  const file = `${folder}/index`;
  const values = lines.filter((line) => !line.startsWith("export type"));
  fs.writeFileSync(path.join(directory, `${file}.js`), `${values.join("\n") || "export {};"}\n`);
  fs.writeFileSync(path.join(directory, `${file}.d.ts`), `${lines.join("\n")}\n`);
  return [{ name: folder, file, packages: [...new Set(modules.flatMap(({ packages }) => [...packages]))] }];
}

function exportsOf({ name, classes, types, ...module }: Module, folder: string): string[] {
  const from = `"./${path.posix.relative(folder, name)}.js"`;
  const values = [...classes, ...module.functions.filter((each) => functions.includes(each))];
  return [
    ...(values.length === 0 ? [] : [`export { ${values.join(", ")} } from ${from};`]),
    ...(types.length === 0 ? [] : [`export type { ${types.join(", ")} } from ${from};`]),
  ];
}
