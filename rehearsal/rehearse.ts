import "./compile-cache.ts";
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import platform from "../index.ts";
import { localSettings, settings } from "../stacks/settings.ts";
import { configurationIn } from "./account/starts/configuration.ts";
import { type Cloud, startCloud } from "./cloud-process.ts";
import { Rehearsal } from "./engine.ts";
import { progress } from "./progress.ts";
import { round } from "./report.ts";
import { stackFiles } from "./stacks.ts";
import { type Held, rehearse, type Stage } from "./stages.ts";

const accounts = ["fresh", "lived-in"] as const;
type Account = (typeof accounts)[number];

const usage = `Usage: npm run rehearse -- [stack] [--account fresh|lived-in] [--json FILE]
       npm run rehearse -- --all [--account fresh|lived-in] [--json FILE]

Rehearses a stack in the real Pulumi engine, in an offline AWS account that refuses what AWS refuses:
up, no change, refresh, each edit of the edit table, protection off, destroy.

  stack            name of the stack; dev when none is given
  --account NAME   account to start from: fresh (nothing was ever made in it) or lived-in; fresh when none is given
  --all            every stack, one after the other in one account
  --json FILE      write every stage with its seconds, counts and faults to FILE
  --help           this text

Stacks: ${[...stackFiles().keys()].join(", ")}
Exit code: 0 clean, 1 a refusal, an error or an unexpected change, 2 wrong usage
`;

interface Command {
  stacks: readonly string[];
  account: Account;
  file: string | undefined;
}

/** The command line, or what is wrong with it; nothing when help is asked for. */
function command(): Command | string {
  const options = {
    account: { type: "string" },
    all: { type: "boolean" },
    json: { type: "string" },
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
  json?: string | undefined;
}

function accepted({ all, account, json }: Given, [stack = "dev"]: readonly string[]): Command {
  const stacks = all ? [...stackFiles().keys()] : [stack];
  return { stacks, account: accounts.find((each) => each === account) ?? "fresh", file: json };
}

function wrong({ all, account, json }: Given, positionals: readonly string[]): string | undefined {
  const [stack = "dev", ...more] = positionals;
  const folder = path.dirname(path.resolve(json ?? "."));
  if (more.length > 0) return `One stack at a time, got ${positionals.join(", ")}.`;
  if (all && positionals.length > 0) return "--all takes no stack.";
  if (!all && !stackFiles().has(stack)) return `There is no stack ${stack}.`;
  if (account !== undefined && !accounts.some((each) => each === account))
    return `--account must be ${accounts.join(" or ")}, got ${account}.`;
  return fs.existsSync(folder) ? undefined : `--json names a file in ${folder}, which does not exist.`;
}

/** Rehearses stacks one after the other in one account; true when every stage of each is clean. */
async function run({ stacks, account, file }: Command): Promise<boolean> {
  const cloud = await startCloud({ account });
  const all: Record<string, Stage[]> = {};
  try {
    for (const stack of stacks) {
      process.stdout.write(`${stack} in the ${account} account\n`);
      all[stack] = await rehearsed(stack, account, cloud);
    }
  } finally {
    cloud.stop();
    if (file !== undefined) fs.writeFileSync(file, `${JSON.stringify(all, undefined, 2)}\n`);
  }
  return Object.values(all).every((stages) => stages.every(({ faults }) => faults.length === 0));
}

async function rehearsed(stack: string, account: Account, cloud: Cloud): Promise<Stage[]> {
  const held: Held = { stack: undefined };
  const program = () => {
    held.stack ??= localSettings() === undefined ? settings() : undefined;
    return platform(held.stack);
  };
  const config = configurationIn(account, fs.readFileSync(stackFiles().get(stack) ?? "", "utf8"));
  const rehearsal = await Rehearsal.open({ stack, cloud, program, config });
  let done = progress(`${stack}: up`);
  const tell = (stage: Stage) => {
    done();
    process.stdout.write(`${line(stage)}\n`);
    done = progress(`${stack}: after ${stage.name}`);
  };
  try {
    return await rehearse(rehearsal, held, tell);
  } finally {
    done();
    rehearsal.close();
  }
}

/** A stage in a line: its name, seconds and counts; below it each fault. */
function line({ name, seconds, summary, faults }: Stage): string {
  const counts = Object.entries(summary).map(([operation, count]) => `${count} ${operation}`);
  const verdict = faults.length === 0 ? "ok" : `${faults.length} refused or unexpected`;
  const head = `  ${name.padEnd(26)} ${round(seconds).padStart(6)} s  ${verdict}  ${counts.join(", ")}`;
  return [head, ...faults.map((fault) => `    ${fault.replaceAll("\n", "\n    ")}`)].join("\n");
}

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
