import "./compile-cache.ts";
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { needs, partNames, partOf } from "../layers/parts/order.ts";
import { guardOutput, printable } from "../policy-pack/commands/output.ts";
import { startNames } from "./account/questions.ts";
import { configurationIn } from "./account/starts/configuration.ts";
import type { StartName } from "./account/starts/start.ts";
import { type Cloud, startCloud } from "./cloud-process.ts";
import { Rehearsal } from "./engine.ts";
import { surviveEngines } from "./listeners.ts";
import type { Outcome } from "./outcome.ts";
import { created } from "./parts.ts";
import { progress } from "./progress.ts";
import { json, report, round, table } from "./report.ts";
import { stackFile, stackFiles } from "./stacks.ts";
import { temporaryDirectory } from "./temporary.ts";

const usage = `Usage: npm run preview -- [stack] [--account fresh|lived-in] [--json FILE]
       npm run preview -- --all [--account fresh|lived-in]

Previews a stack in the Pulumi engine, offline and without an AWS account, and checks it against the policy pack.

  stack           name of the stack; the default is dev; prod.stores is a part of prod (${partNames.join(", ")}),
                  previewed after the parts that it reads were created in the offline account
  --account NAME  account to preview in: fresh (nothing was ever created in it) or lived-in; the default is fresh
  --json FILE     write resources, dependencies, outputs, findings and seconds to FILE
  --all           previews every stack, whole, and prints one line for each
  --help          prints this text

Stacks: ${[...stackFiles().keys()].join(", ")}
Exit code: 0 no error and no mandatory violation, 1 an error or a mandatory violation, 2 wrong usage
`;

interface Command {
  stack: string;
  all: boolean;
  account: StartName;
  file: string | undefined;
}

type Given = Omit<Command, "account"> & { account: string };

/** The options of the command line, or the error message; the message is empty if --help was given. */
function command(): Command | string {
  const [text, flag] = [{ type: "string" }, { type: "boolean" }] as const;
  const options = { account: text, json: text, all: flag, help: flag } as const;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [stack = "dev"] = positionals;
    const given = { stack, all: values.all === true, account: values.account ?? "fresh", file: values.json };
    return values.help ? "" : (fault(given, positionals) ?? { ...given, account: startNamed(given.account) });
  } catch (error) {
    return error instanceof Error ? (error.message.split(". To specify")[0] ?? "") : String(error);
  }
}

/** What is wrong with the options. */
function fault({ stack, all, account, file }: Given, stacks: readonly string[]): string | undefined {
  if (stacks.length > 1) return `Only one stack can be given, got ${stacks.join(", ")}.`;
  if (all && (stacks.length > 0 || file !== undefined)) return "--all cannot be combined with a stack or --json.";
  if (!all && stackFile(stack) === undefined) return `The stack ${stack} does not exist.`;
  if (account !== startNamed(account)) return `--account must be ${startNames.join(" or ")}, got ${account}.`;
  const folder = path.dirname(path.resolve(file ?? "."));
  return fs.existsSync(folder) ? undefined : `The folder of the --json file does not exist: ${folder}.`;
}

function startNamed(account: string): StartName {
  return startNames.find((each) => each === account) ?? "fresh";
}

/** Opens a stack with the configuration that it needs in an account. */
function opened(stack: string, account: StartName, cloud: Cloud, state?: string): Promise<Rehearsal> {
  const config = configurationIn(account, fs.readFileSync(stackFile(stack) ?? "", "utf8"));
  return Rehearsal.open({ stack, cloud, config, state });
}

/** Previews a stack; for a part, after the parts whose contracts it reads were created. */
async function one(cloud: Cloud, command: Command): Promise<boolean> {
  const { stack, account } = command;
  const part = partOf(stack);
  if (part === undefined) return previewed(await opened(stack, account, cloud), command);
  const state = temporaryDirectory("parts");
  try {
    const done = progress(`creating ${needs[part.name].join(", ")}`);
    const open = async (name: string) => ({ rehearsal: await opened(`${part.of}.${name}`, account, cloud, state) });
    const faults = await created(needs[part.name], open).finally(done);
    if (faults.length > 0) throw new Error(faults.join("\n"));
    return await previewed(await opened(stack, account, cloud, state), command);
  } finally {
    fs.rmSync(state, { recursive: true, force: true });
  }
}

async function previewed(rehearsal: Rehearsal, { stack, file }: Command): Promise<boolean> {
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

async function all(cloud: Cloud, account: StartName): Promise<boolean> {
  const rows: (string | number)[][] = [["stack", "resources", "findings", "seconds", ""]];
  const outcomes: Outcome[] = [];
  for (const stack of stackFiles().keys()) {
    const done = progress(`previewing ${stack}`);
    const rehearsal = await opened(stack, account, cloud);
    const outcome = await rehearsal.preview().finally(() => {
      done();
      rehearsal.close();
    });
    const { steps, violations, seconds } = outcome;
    const time = round(seconds.total).padStart("seconds".length);
    rows.push([stack, steps.length, violations.length, time, verdict(outcome)]);
    outcomes.push(outcome);
  }
  process.stdout.write(`${table(rows)}\n`);
  return outcomes.every(({ clean }) => clean);
}

/** Errors and violated mandatory rules of a stack, in one line. */
function verdict({ errors, violations }: Outcome): string {
  const mandatory = violations.filter(({ level }) => level === "mandatory").map(({ rule }) => rule);
  return [...errors.map((error) => error.split("\n")[0]), ...new Set(mandatory)].join(", ");
}

guardOutput(1);
surviveEngines();
const given = command();
if (typeof given === "string") {
  const stream = given === "" ? process.stdout : process.stderr;
  stream.write(given === "" ? usage : `${printable(given)}\n\n${usage}`);
  process.exitCode = given === "" ? 0 : 2;
} else {
  try {
    const cloud = await startCloud({ account: given.account });
    const clean = await (given.all ? all(cloud, given.account) : one(cloud, given)).finally(() => cloud.stop());
    process.exitCode = clean ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${printable(error instanceof Error ? error.message : String(error))}\n`);
    process.exitCode = 1;
  }
}
