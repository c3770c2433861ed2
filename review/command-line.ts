import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { Misuse, readJson } from "../policy-pack/commands/command.ts";
import { stackFiles } from "../rehearsal/stacks.ts";
import { planOf } from "./plan.ts";
import type { Plan } from "./section.ts";

export const usage = `Usage: npm run review -- STACK [--against PLAN] [--html FILE] [--markdown FILE]

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

/** What the command line asks for. */
export interface Asked {
  stack: string;
  /** The plan to compare with. @default none */
  against?: Plan;
  files: { html: string; markdown: string };
}

/** Reads the command line; undefined asks for the usage. Wrong usage is thrown. */
export function commandLine(args: string[]): Asked | undefined {
  const text = { type: "string" } as const;
  const options = { against: text, html: text, markdown: text, help: { type: "boolean" } } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help) return undefined;
  const stack = stackNamed(positionals);
  const files = { html: values.html ?? `review-${stack}.html`, markdown: values.markdown ?? `review-${stack}.md` };
  for (const file of Object.values(files)) {
    if (!fs.existsSync(path.dirname(path.resolve(file))))
      throw new Misuse(`${file} cannot be written: its folder does not exist`);
  }
  return { stack, files, ...(values.against !== undefined && { against: compared(values.against, stack) }) };
}

function stackNamed([stack, ...more]: readonly string[]): string {
  const known = [...stackFiles().keys()];
  if (stack === undefined) throw new Misuse("STACK is missing.");
  if (more.length > 0) throw new Misuse(`Only one stack can be given, got ${[stack, ...more].join(", ")}.`);
  if (!known.includes(stack)) throw new Misuse(`The stack must be one of ${known.join(", ")}, got ${stack}.`);
  return stack;
}

/** The plan of a file, which must be one of the same stack. */
function compared(file: string, stack: string): Plan {
  const plan = planOf(readJson(file));
  if (plan === undefined)
    throw new Misuse(`--against must be a file of \`npm run preview -- ${stack} --json FILE\`, ${file} is none.`);
  if (plan.stack !== stack) throw new Misuse(`--against must be a plan of ${stack}, got one of ${plan.stack}.`);
  return plan;
}
