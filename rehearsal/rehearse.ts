import "./compile-cache.ts";
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { partNames, partOf } from "../layers/parts/order.ts";
import { guardOutput } from "../policy-pack/commands/output.ts";
import { startNames } from "./account/questions.ts";
import { configurationIn } from "./account/starts/configuration.ts";
import type { StartName } from "./account/starts/start.ts";
import { type Cloud, startCloud } from "./cloud-process.ts";
import { Rehearsal } from "./engine.ts";
import { sweeps } from "./faults/sweeps.ts";
import { surviveEngines } from "./listeners.ts";
import { existingOf, rehearseParts, rehearseStack } from "./parts.ts";
import { type Held, programOf } from "./program.ts";
import { progress } from "./progress.ts";
import type { RehearsalArgs } from "./rehearsal-args.ts";
import { round } from "./report.ts";
import { stackFile, stackFiles } from "./stacks.ts";
import type { Stage } from "./stages.ts";
import { temporaryDirectory } from "./temporary.ts";

const usage = `Usage: npm run rehearse -- [stack] [--parts] [--account fresh|lived-in] [--faults all|N] [--json FILE]
       npm run rehearse -- --all [--account fresh|lived-in] [--faults all|N] [--json FILE]

Rehearses a stack in the real Pulumi engine, in an offline AWS account that refuses what AWS refuses:
up, proofs that what is up works, a week of its schedules and windows, no change, refresh, each edit of the edit table,
protection off, destroy.

  stack            name of the stack; dev when none is given; prod.stores is a part of prod (${partNames.join(", ")}),
                   rehearsed without edits after the parts that it reads were created
  --parts          every part of the stack in order: up, no change, proofs, and destroy in reverse
  --account NAME   account to start from: fresh (nothing was ever made in it) or lived-in; fresh when none is given
  --all            every stack, one after the other in one account
  --faults all|N   instead: every creation, update and deletion, or every Nth, fails once, is throttled, times out, and
                   has its engine killed; after each the documented recovery; hours for a large stack
  --json FILE      write every stage with its seconds, counts and faults to FILE
  --help           this text

Stacks: ${[...stackFiles().keys()].join(", ")}
Exit code: 0 clean, 1 a refusal, an error or an unexpected change, 2 wrong usage
`;

interface Command {
  stacks: readonly string[];
  /** Whether each stack is rehearsed in its parts. */
  parts: boolean;
  account: StartName;
  /** Every how many-th resource meets each fault; none for the rehearsal without faults. */
  every: number | undefined;
  file: string | undefined;
}

/** The command line, or what is wrong with it; nothing when help is asked for. */
function command(): Command | string {
  const options = {
    account: { type: "string" },
    all: { type: "boolean" },
    faults: { type: "string" },
    json: { type: "string" },
    parts: { type: "boolean" },
    help: { type: "boolean" },
  } as const;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    return values.help ? "" : (wrong(values, positionals) ?? accepted(values, positionals));
  } catch (error) {
    return error instanceof Error ? (error.message.split(". To specify")[0] ?? "") : String(error);
  }
}

interface Given {
  account?: string | undefined;
  all?: boolean | undefined;
  faults?: string | undefined;
  json?: string | undefined;
  parts?: boolean | undefined;
}

function accepted({ all, account, faults, json, parts = false }: Given, [stack = "dev"]: readonly string[]): Command {
  const stacks = all ? [...stackFiles().keys()] : [stack];
  const every = faults === undefined ? undefined : faults === "all" ? 1 : Number(faults);
  return {
    every,
    stacks,
    parts,
    account: startNames.find((each) => each === account) ?? "fresh",
    file: json,
  };
}

function wrong({ all, account, faults, json, parts }: Given, positionals: readonly string[]): string | undefined {
  const [stack = "dev", ...more] = positionals;
  const folder = path.dirname(path.resolve(json ?? "."));
  const errors: [wrong: boolean, message: string][] = [
    [more.length > 0, `One stack at a time, got ${positionals.join(", ")}.`],
    [all === true && positionals.length > 0, "--all takes no stack."],
    [all !== true && stackFile(stack) === undefined, `There is no stack ${stack}.`],
    [parts === true && (all === true || partOf(stack) !== undefined), "--parts takes one stack that is whole."],
    [faults !== undefined && (parts === true || partOf(stack) !== undefined), "--faults takes stacks that are whole."],
    [!/^(fresh|lived-in)$/.test(account ?? "fresh"), `--account must be fresh or lived-in, got ${account}.`],
    [!/^(all|[1-9]\d*)$/.test(faults ?? "all"), `--faults must be all or a whole number from 1, got ${faults}.`],
    [!fs.existsSync(folder), `--json names a file in ${folder}, which does not exist.`],
  ];
  return errors.find(([wrong]) => wrong)?.[1];
}

/** Rehearses stacks one after the other in one account; true when every stage of each is clean. */
async function run({ stacks, account, every, parts, file }: Command): Promise<boolean> {
  const cloud = await startCloud({ account });
  const all: Record<string, Stage[]> = {};
  try {
    for (const stack of stacks) {
      process.stdout.write(`${stack} in the ${account} account\n`);
      all[stack] = await rehearsed({ stack, account, every, parts, cloud });
    }
  } finally {
    cloud.stop();
    if (file !== undefined) fs.writeFileSync(file, `${JSON.stringify(all, undefined, 2)}\n`);
  }
  return Object.values(all).every((stages) => stages.every(({ faults }) => faults.length === 0));
}

interface Rehearsed extends Pick<Command, "account" | "every" | "parts"> {
  stack: string;
  cloud: Cloud;
}

async function rehearsed({ stack, account, every, parts, cloud }: Rehearsed): Promise<Stage[]> {
  const config = configurationIn(account, fs.readFileSync(stackFile(stack) ?? "", "utf8"));
  // The parts of a stack read each other's outputs in one backend.
  const state = parts || partOf(stack) !== undefined ? temporaryDirectory("parts") : undefined;
  let done = progress(`${stack}: up`);
  const tell = (stage: Stage) => {
    done();
    process.stdout.write(`${line(stage)}\n`);
    done = progress(`${stack}: after ${stage.name}`);
  };
  const opened = async (name: string, more: Partial<RehearsalArgs> = {}) => {
    const held: Held = { stack: undefined };
    const args = { stack: name, cloud, config, state, program: programOf(held), ...more };
    return { rehearsal: await Rehearsal.open(args), held };
  };
  const existing = async () => existingOf(stack, (await cloud.account.snapshot()).things);
  try {
    if (parts) return await rehearseParts((part) => opened(`${stack}.${part}`), existing, tell);
    if (every === undefined) return await rehearseStack({ stack, opened, existing, tell });
    // The policy pack has judged the stack in the rehearsal without faults.
    const open = (checkpoints: boolean) => opened(stack, { checkpoints, policyPack: "none" });
    return await sweeps({ account: cloud.account, every, open, tell });
  } finally {
    done();
    if (state !== undefined) fs.rmSync(state, { recursive: true, force: true });
  }
}

/** A stage in a line: its name, seconds and counts; below it each fault. */
function line({ name, seconds, summary, faults }: Stage): string {
  const counts = Object.entries(summary).map(([operation, count]) => `${count} ${operation}`);
  const verdict = faults.length === 0 ? "ok" : `${faults.length} refused or unexpected`;
  const head = `  ${name.padEnd(26)} ${round(seconds).padStart(6)} s  ${verdict}  ${counts.join(", ")}`;
  return [head, ...faults.map((fault) => `    ${fault.replaceAll("\n", "\n    ")}`)].join("\n");
}

guardOutput(1);
surviveEngines();
const given = command();
if (typeof given === "string") {
  const stream = given === "" ? process.stdout : process.stderr;
  stream.write(given === "" ? usage : `${given}\n\n${usage}`);
  process.exitCode = given === "" ? 0 : 2;
} else {
  try {
    process.exitCode = (await run(given)) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}
