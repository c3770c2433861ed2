import { execFile, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs, promisify } from "node:util";
import { budgets, measurePack, type PackFigures, packReport } from "./bench-policies.ts";
import type { Run } from "./bench-run.ts";
import { peakMemory } from "./memory.ts";
import { table } from "./report.ts";
import { project, stackFiles } from "./stacks.ts";

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
  /** The policy pack by itself, as one executable file. */
  bundled: PackFigures;
}

async function bench(stack: string, rounds: number): Promise<Figures> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "bench-"));
  const file = path.join(directory, "resources.json");
  process.on("exit", () => fs.rmSync(directory, { recursive: true, force: true }));
  say(`${stack}: warm-up, which also lists the resources and the memory`);
  const memory = await watched(["platform", stack, file]);
  const runs: Record<Kind, Run[]> = { floor: [], program: [], platform: [] };
  for (let round = 1; round <= rounds; round += 1) {
    say(`round ${round} of ${rounds}`);
    runs.floor.push(await run(["floor", stack, file]));
    runs.program.push(await run(["program", stack]));
    runs.platform.push(await run(["platform", stack, file]));
  }
  say("the policy pack by itself");
  const bundled = await measurePack(JSON.parse(fs.readFileSync(file, "utf8")));
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

/** Runs one measurement in a process of its own. */
async function run(args: string[]): Promise<Run> {
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args], { maxBuffer: 1e8 });
  return JSON.parse(stdout);
}

const script = path.join(import.meta.dirname, "bench-run.ts");

/** The most memory, in MB, that a run and every process it starts hold at the same time. */
async function watched(args: string[]): Promise<number> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "ignore", "inherit"] });
  const peak = peakMemory(child);
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(`the preview of ${args[1]} is not clean; there is nothing to measure`);
  return peak();
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
  const options = {
    stack: text,
    rounds: text,
    json: text,
    check: { type: "boolean" },
    help: { type: "boolean" },
  } as const;
  const { values } = parseArgs({ options });
  const { stack = "prod", rounds = "3", json = path.join(project, ".cache", "bench.json") } = values;
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (!stackFiles().has(stack)) throw new Error(`There is no stack ${stack}: ${[...stackFiles().keys()].join(", ")}`);
  if (!/^[1-9]\d?$/.test(rounds)) throw new Error(`--rounds must be a number from 1 to 99, got ${rounds}`);
  const measured = await bench(stack, Number(rounds));
  print(measured);
  console.log(`\n${packReport(measured.bundled)}`);
  fs.mkdirSync(path.dirname(json), { recursive: true });
  fs.writeFileSync(json, `${JSON.stringify(measured, undefined, 2)}\n`);
  const { start, perResource, stack: whole, memory } = measured.bundled;
  const overBudget =
    start > budgets.start || perResource > budgets.perResource || whole > budgets.stack || memory > budgets.memory;
  return values.check && (overBudget || measured.targets.some(({ value, limit }) => value > limit)) ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  process.exitCode = 2;
}
