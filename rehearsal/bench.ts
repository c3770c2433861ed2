import "./compile-cache.ts";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { guardOutput } from "../policy-pack/commands/output.ts";
import { budgets, measurePack, type PackFigures, packReport } from "./bench-policies.ts";
import { run, watched } from "./bench-process.ts";
import type { Run } from "./bench-run.ts";
import { table } from "./report.ts";
import { beforeSignalEnds } from "./signals.ts";
import { project, stackFiles } from "./stacks.ts";
import { temporaryDirectory } from "./temporary.ts";

const usage = `Usage: npm run bench -- [--stack NAME] [--rounds N] [--json FILE] [--check]

Measures the preview of a stack (prod) against a floor: the same resources, bare, without components, policy pack and
tuning. Medians of N rounds (3).

  --stack NAME  the stack to measure
  --rounds N    from 1 to 99
  --json FILE   where the figures go; .cache/bench.json when nothing is given
  --check       exit 1 when a target is missed
  --help        this text

Exit code: 0 measured, 1 a target is missed and --check is given, 2 wrong usage or nothing to measure
`;

/** Figures of others for the same kind of job, recorded when the design was made, on 2 cores; not measured here. */
const recorded: readonly (readonly [string, string, string])[] = [
  ["terraform plan", "19.5 s", "229 resources"],
  ["cdk synth, ts-node", "11.4 s", "616 resources"],
  ["cdk synth, precompiled", "4.7 s", "616 resources"],
  ["checkov", "47 s", ""],
];

interface Target {
  name: string;
  value: number;
  limit: number;
  unit: string;
}

type Kind = "floor" | "program" | "platform";

/** Seconds, unless said otherwise; medians. */
interface Figures {
  stack: string;
  rounds: number;
  resources: number;
  floor: number;
  program: number;
  /** From the program's start until it registers its last resource. */
  registering: number;
  platform: number;
  pack: number;
  start: number;
  /** Milliseconds that the pack works on a resource: on all requests of the preview, the stack's included. */
  perResource: number;
  /** In MB. */
  memory: number;
  targets: Target[];
  /** The policy pack alone, as one executable file. */
  bundled: PackFigures;
}

async function bench(stack: string, rounds: number): Promise<Figures> {
  const directory = temporaryDirectory("bench");
  const file = path.join(directory, "resources.json");
  process.on("exit", () => fs.rmSync(directory, { recursive: true, force: true }));
  // With a task, a signal leads to that exit.
  beforeSignalEnds(() => {});
  say(`${stack}: warm-up, which also lists the resources and the memory`);
  const memory = await watched(["platform", stack, file]);
  const runs: Record<Kind, Run[]> = { floor: [], program: [], platform: [] };
  for (let round = 1; round <= rounds; round += 1) {
    say(`round ${round} of ${rounds}`);
    runs.floor.push(await run(["floor", stack, file]));
    runs.program.push(await run(["program", stack]));
    runs.platform.push(await run(["platform", stack, file]));
  }
  say("the policy pack alone");
  const bundled = await measurePack(JSON.parse(fs.readFileSync(file, "utf8")), directory);
  return { ...figures(stack, rounds, runs, memory), bundled };
}

function figures(stack: string, rounds: number, runs: Record<Kind, Run[]>, memory: number): Omit<Figures, "bundled"> {
  const wall = (kind: Kind) => median(runs[kind].map((each) => each.wall));
  const [floor, program, platform] = [wall("floor"), wall("program"), wall("platform")];
  const resources = runs.platform[0]?.resources ?? 0;
  const start = median(runs.platform.map(({ seconds }) => seconds.policyStart));
  const pack = platform - program;
  const working = median(runs.platform.map(({ seconds }) => seconds.policy - seconds.policyStart));
  const perResource = (working / resources) * 1_000;
  const targets: Target[] = [
    { name: "program without pack / floor", value: program / floor, limit: 0.85, unit: "" },
    { name: "pack: start-up and work", value: pack, limit: 1.2 + 0.008 * resources, unit: " s" },
    { name: "pack: start-up", value: start, limit: 1.2, unit: " s" },
    { name: "pack: per resource", value: perResource, limit: 8, unit: " ms" },
  ];
  const registering = median(runs.program.map(({ seconds }) => seconds.program));
  return { stack, rounds, resources, floor, program, registering, platform, pack, start, perResource, memory, targets };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = low] = sorted.length % 2 === 1 ? [sorted[middle]] : sorted.slice(middle - 1, middle + 1);
  return (low + high) / 2;
}

function print({
  stack,
  rounds,
  resources,
  floor,
  program,
  registering,
  platform,
  pack,
  start,
  perResource,
  memory,
  targets,
}: Figures) {
  const seconds = (value: number) => `${value.toFixed(2)} s`;
  console.log(`\n${stack}: ${resources} resources, median of ${rounds} rounds, ${os.availableParallelism()} cores\n`);
  console.log(
    table([
      ["floor: bare resources, no tuning", seconds(floor)],
      ["program without policy pack", seconds(program)],
      ["  of it until the last registration", seconds(registering)],
      ["program with policy pack", seconds(platform)],
      ["  the policy pack, by difference", seconds(pack)],
      ["  its start-up", seconds(start)],
      ["  its own work per resource", `${perResource.toFixed(1)} ms`],
      ["peak memory of all processes", `${memory.toFixed(0)} MB`],
    ]),
  );
  const rows = targets.map(({ name, value, limit, unit }) => [
    name,
    `${value.toFixed(2)}${unit}`,
    `at most ${limit.toFixed(2)}${unit}`,
    value <= limit ? "met" : "missed",
  ]);
  console.log(`\n${table([["target", "measured", "allowed", ""], ...rows])}`);
  console.log(`\nRecorded for others' tools on other machines and programs, not measured here:\n${table(recorded)}`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Runs the benchmark as the command line says; returns the exit code. */
async function main(): Promise<number> {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const { values } = parseArgs({ options: { stack: text, rounds: text, json: text, check: flag, help: flag } });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const { stack = "prod", rounds = "3" } = values;
  if (!stackFiles().has(stack)) throw new Error(`There is no stack ${stack}: ${[...stackFiles().keys()].join(", ")}`);
  if (!/^[1-9]\d?$/.test(rounds)) throw new Error(`--rounds must be a number from 1 to 99, got ${rounds}`);
  const file = output(values.json);
  const measured = await bench(stack, Number(rounds));
  print(measured);
  console.log(`\n${packReport(measured.bundled)}`);
  fs.writeFileSync(file, `${JSON.stringify(measured, undefined, 2)}\n`);
  return values.check && missed(measured) ? 1 : 0;
}

/** Where the figures go: checked before anything is measured. */
function output(given: string | undefined): string {
  const file = path.resolve(given ?? path.join(project, ".cache", "bench.json"));
  const folder = path.dirname(file);
  if (given === undefined) fs.mkdirSync(folder, { recursive: true });
  if (!fs.existsSync(folder)) throw new Error(`The folder of the --json file does not exist: ${folder}`);
  return file;
}

function missed({ targets, bundled: { start, perResource, stack, memory, large } }: Figures): boolean {
  const overBudget =
    start > budgets.start ||
    perResource > budgets.perResource ||
    stack > budgets.stack ||
    memory > budgets.memory ||
    large.stackRules > budgets.largeStack * large.resourceRules;
  return overBudget || targets.some(({ value, limit }) => value > limit);
}

guardOutput(2);
try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  process.exitCode = 2;
}
