import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { Misuse, run, writing } from "../policy-pack/commands/command.ts";
import { mark, pages } from "./reference/pages.ts";
import { site } from "./reference/site.ts";

const usage = `Usage: npm run docs [-- --site DIRECTORY]

Writes the reference of the components to docs/reference, from the frozen schema of the Pulumi package, the measured
effects of their arguments and the examples.

  --site DIRECTORY  writes the same pages as a static web site with navigation and search, and nothing to docs/reference
  --help            prints this text

Exit code: 0 done, 2 wrong usage
`;

const reference = path.join(import.meta.dirname, "..", "docs", "reference");

function main(): number {
  const { values } = parseArgs({ options: { site: { type: "string" }, help: { type: "boolean" } } });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (values.site !== undefined && values.site.trim() === "")
    throw new Misuse("--site must be a directory, got nothing.");
  const [directory, files, own] =
    values.site === undefined
      ? ([reference, pages(), mark] as const)
      : ([path.resolve(values.site), site(), "<!doctype html>"] as const);
  return writing(directory, () => write(directory, files, own));
}

/** Writes files; pages of an earlier run that are no more are removed, and what another hand wrote stays. */
function write(directory: string, files: ReadonlyMap<string, string>, own: string): number {
  fs.mkdirSync(directory, { recursive: true });
  const text = (file: string) => fs.readFileSync(path.join(directory, file), "utf8");
  const found = fs.readdirSync(directory).filter((file) => /\.(?:md|html)$/.test(file));
  const foreign = found.filter((file) => files.has(file) && !text(file).startsWith(own));
  if (foreign.length > 0)
    throw new Misuse(
      `${directory} has files that this command did not write: ${foreign.join(", ")}. Name another one.`,
    );
  for (const file of found.filter((each) => !files.has(each) && text(each).startsWith(own)))
    fs.rmSync(path.join(directory, file));
  for (const [file, content] of files) fs.writeFileSync(path.join(directory, file), content);
  process.stdout.write(`${files.size} files in ${directory}\n`);
  return 0;
}

if (import.meta.main) await run(usage, main);
