import "../rehearsal/compile-cache.ts";
import fs from "node:fs";
import { Misuse, run, writing } from "../policy-pack/commands/command.ts";
import { printable } from "../policy-pack/commands/output.ts";
import { surviveEngines } from "../rehearsal/listeners.ts";
import { progress } from "../rehearsal/progress.ts";
import { type Asked, commandLine, usage } from "./command-line.ts";
import { isReal } from "./components.ts";
import { html } from "./html/page.ts";
import { markdown } from "./markdown.ts";
import { page, tiles } from "./page.ts";
import { previewed, reviewed } from "./previewed.ts";
import { sections } from "./sections/index.ts";

async function main(): Promise<number> {
  const asked = commandLine(process.argv.slice(2));
  if (asked === undefined) {
    process.stdout.write(usage);
    return 0;
  }
  try {
    return await review(asked);
  } catch (error) {
    if (error instanceof Misuse) throw error;
    process.stderr.write(`${printable(error instanceof Error ? error.message : String(error))}\n`);
    return 1;
  }
}

/** Writes both files, and prints their names and the tiles. */
async function review({ stack, against, files }: Asked): Promise<number> {
  const { plan, clean } = await step(`previewing ${stack}`, () => previewed(stack));
  if (!plan.resources.some(isReal)) throw new Error(plan.errors.join("\n"));
  const read = await step("computing values", () => reviewed(plan, against));
  const made = await step("asking the sections", () => page(read, sections));
  const written = await step("drawing", () => html(made));
  writing(files.html, () => fs.writeFileSync(files.html, written));
  writing(files.markdown, () => fs.writeFileSync(files.markdown, markdown(made)));
  for (const { label, value, note } of tiles(made))
    process.stdout.write(printable(`${label}: ${value}${note === undefined ? "" : ` (${note})`}\n`));
  process.stdout.write(`${files.html}\n${files.markdown}\n`);
  return clean ? 0 : 1;
}

function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  return work().finally(progress(what));
}

surviveEngines();
await run(usage, main);
