import "./compile-cache.ts";
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { startCloud } from "./cloud-process.ts";
import { Rehearsal } from "./engine.ts";
import type { Outcome } from "./outcome.ts";
import { progress } from "./progress.ts";
import { json, report, round, table } from "./report.ts";
import { stackFiles } from "./stacks.ts";

const usage = `Usage: npm run preview -- [stack] [--json FILE]
       npm run preview -- --all

Previews a stack in the Pulumi engine, offline and without an AWS account, and checks it against the policy pack.

  stack        name of the stack; the default is dev
  --json FILE  write resources, dependencies, outputs, findings and seconds to FILE
  --all        previews every stack and prints one line for each
  --help       prints this text

Stacks: ${[...stackFiles().keys()].join(", ")}
Exit code: 0 no error and no mandatory violation, 1 an error or a mandatory violation, 2 wrong usage
`;

interface Command {
  stack: string;
  all: boolean;
  file: string | undefined;
}

/** The options of the command line, or the error message; the message is empty if --help was given. */
function command(): Command | string {
  const options = { json: { type: "string" }, all: { type: "boolean" }, help: { type: "boolean" } } as const;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    if (values.help) return "";
    const wanted = { stack: positionals[0] ?? "dev", all: values.all ?? false, file: values.json };
    return misuse(wanted, positionals) ?? wanted;
  } catch (error) {
    return error instanceof Error ? (error.message.split(". To specify")[0] ?? "") : String(error);
  }
}

/** The error message of options that do not go together. */
function misuse({ stack, all, file }: Command, positionals: readonly string[]): string | undefined {
  if (positionals.length > 1) return `Only one stack can be given, got ${positionals.join(", ")}.`;
  if (all && (positionals.length > 0 || file !== undefined)) return "--all cannot be combined with a stack or --json.";
  if (!all && !stackFiles().has(stack)) return `The stack ${stack} does not exist.`;
  const folder = path.dirname(path.resolve(file ?? "."));
  return fs.existsSync(folder) ? undefined : `The folder of the --json file does not exist: ${folder}.`;
}

async function one(stack: string, file: string | undefined): Promise<boolean> {
  const rehearsal = await Rehearsal.open({ stack });
  try {
    const done = progress(`previewing ${stack}`);
    const outcome = await rehearsal.preview().finally(done);
    process.stdout.write(report(outcome, rehearsal.unlisted()));
    if (file !== undefined) {
      const written = json(stack, outcome, rehearsal.dependencies(), rehearsal.unlisted());
      fs.writeFileSync(file, `${JSON.stringify(written, undefined, 2)}\n`);
    }
    return outcome.clean;
  } finally {
    rehearsal.close();
  }
}

async function all(): Promise<boolean> {
  const cloud = await startCloud();
  const rows: (string | number)[][] = [["stack", "resources", "findings", "seconds", ""]];
  const outcomes: Outcome[] = [];
  try {
    for (const stack of stackFiles().keys()) {
      const done = progress(`previewing ${stack}`);
      const rehearsal = await Rehearsal.open({ stack, cloud });
      const outcome = await rehearsal.preview().finally(() => {
        done();
        rehearsal.close();
      });
      const { steps, violations, seconds } = outcome;
      rows.push([
        stack,
        steps.length,
        violations.length,
        round(seconds.total).padStart("seconds".length),
        verdict(outcome),
      ]);
      outcomes.push(outcome);
    }
  } finally {
    cloud.stop();
  }
  process.stdout.write(`${table(rows)}\n`);
  return outcomes.every(({ clean }) => clean);
}

/** Errors and violated mandatory rules of a stack, in one line. */
function verdict({ errors, violations }: Outcome): string {
  const mandatory = violations.filter(({ level }) => level === "mandatory").map(({ rule }) => rule);
  return [...errors.map((error) => error.split("\n")[0]), ...new Set(mandatory)].join(", ");
}

// A reader such as `head` may close the pipe early; the exit code does not change.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});
const given = command();
if (typeof given === "string") {
  const stream = given === "" ? process.stdout : process.stderr;
  stream.write(given === "" ? usage : `${given}\n\n${usage}`);
  process.exitCode = given === "" ? 0 : 2;
} else {
  try {
    const clean = given.all ? await all() : await one(given.stack, given.file);
    process.exitCode = clean ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}
