import "../rehearsal/compile-cache.ts";
import fs from "node:fs";
import { parseArgs } from "node:util";
import { Misuse, readJson, run, writing } from "../policy-pack/commands/command.ts";
import { printable } from "../policy-pack/commands/output.ts";
import { surviveEngines } from "../rehearsal/listeners.ts";
import { progress } from "../rehearsal/progress.ts";
import { stackFiles } from "../rehearsal/stacks.ts";
import { html } from "./html/page.ts";
import { markdown } from "./markdown.ts";
import { page, tiles } from "./page.ts";
import { planOf } from "./plan.ts";
import { previewed, reviewed } from "./previewed.ts";
import type { Plan } from "./section.ts";
import { sections } from "./sections/index.ts";

const usage = `Usage: npm run review -- STACK [--against PLAN] [--html FILE] [--markdown FILE]

Previews a stack offline and writes what it is as one page: architecture, reach, permissions, cost, time, policy.
The HTML file needs no network; the Markdown is for a pull request.

  STACK            name of the stack
  --against PLAN   file of \`npm run preview -- STACK --json PLAN\`, with which the stack is compared
  --html FILE      the page; the default is review-STACK.html
  --markdown FILE  the same as Markdown; the default is review-STACK.md
  --help           prints this text

Stacks: ${[...stackFiles().keys()].join(", ")}
Exit code: 0 no error and no mandatory violation, 1 an error or a mandatory violation, 2 wrong usage or unreadable input
`;

async function main(): Promise<number> {
  const text = { type: "string" } as const;
  const options = { against: text, html: text, markdown: text, help: { type: "boolean" } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const [stack, ...more] = positionals;
  if (stack === undefined) throw new Misuse("STACK is missing.");
  if (more.length > 0) throw new Misuse(`Only one stack can be given, got ${positionals.join(", ")}.`);
  if (!stackFiles().has(stack))
    throw new Misuse(`The stack must be one of ${[...stackFiles().keys()].join(", ")}, got ${stack}.`);
  const against = values.against === undefined ? undefined : compared(values.against, stack);
  const files = { html: values.html ?? `review-${stack}.html`, markdown: values.markdown ?? `review-${stack}.md` };
  return await review(stack, against, files);
}

/** The plan of a file, which must be one of the same stack. */
function compared(file: string, stack: string): Plan {
  const plan = planOf(readJson(file));
  if (plan === undefined)
    throw new Misuse(`--against must be a file of \`npm run preview -- ${stack} --json FILE\`, ${file} is none.`);
  if (plan.stack !== stack) throw new Misuse(`--against must be a plan of ${stack}, got one of ${plan.stack}.`);
  return plan;
}

/** Writes both files, and prints their names and the tiles. */
async function review(
  stack: string,
  against: Plan | undefined,
  files: { html: string; markdown: string },
): Promise<number> {
  const preview = await step(`previewing ${stack}`, () => previewed(stack));
  if (preview.plan.resources.length === 0) {
    process.stderr.write(`${printable(preview.plan.errors.join("\n"))}\n`);
    return 1;
  }
  const given = await step("computing values", () => reviewed(preview.plan, against));
  const made = await step("asking the sections", () => page(given, sections));
  const written = await step("drawing", () => html(made));
  writing(files.html, () => fs.writeFileSync(files.html, written));
  writing(files.markdown, () => fs.writeFileSync(files.markdown, markdown(made)));
  for (const { label, value, note } of tiles(made))
    process.stdout.write(printable(`${label}: ${value}${note === undefined ? "" : ` (${note})`}\n`));
  process.stdout.write(`${files.html}\n${files.markdown}\n`);
  return preview.clean ? 0 : 1;
}

function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  return work().finally(progress(what));
}

surviveEngines();
await run(usage, main);
