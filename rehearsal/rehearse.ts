import "./compile-cache.ts";
import fs from "node:fs";
import { partOf } from "../layers/parts/order.ts";
import { guardOutput } from "../policy-pack/commands/output.ts";
import { configurationIn } from "./account/starts/configuration.ts";
import { type Cloud, startCloud } from "./cloud-process.ts";
import { Rehearsal } from "./engine.ts";
import { sweeps } from "./faults/sweeps.ts";
import { contextOf, realKubernetes } from "./kubernetes/real-kubernetes.ts";
import { surviveEngines } from "./listeners.ts";
import { existingOf, rehearseParts, rehearseStack } from "./parts.ts";
import { type Held, programOf } from "./program.ts";
import { progress } from "./progress.ts";
import type { RehearsalArgs } from "./rehearsal-args.ts";
import { type Command, command, usage } from "./rehearse-command.ts";
import { round } from "./report.ts";
import { stackFile } from "./stacks.ts";
import type { Besides, Stage } from "./stages.ts";
import { temporaryDirectory } from "./temporary.ts";

/** Rehearses stacks one after the other in one account; true when every stage of each is clean. */
async function run({ stacks, account, every, parts, kubernetes, file }: Command): Promise<boolean> {
  const cloud = await startCloud({ account });
  const all: Record<string, Stage[]> = {};
  try {
    for (const stack of stacks) {
      process.stdout.write(`${stack} in the ${account} account\n`);
      const rehearsing = { stack, account, every, parts, cloud };
      all[stack] = await (kubernetes ? onKubernetes(rehearsing) : rehearsed(rehearsing));
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
  /** What a real cluster adds. @default nothing */
  besides?: Besides;
}

/** The same on a real Kubernetes, which only this stack sees. */
async function onKubernetes(rehearsing: Rehearsed): Promise<Stage[]> {
  const { cloud, stop, ...besides } = await realKubernetes(
    rehearsing.cloud,
    contextOf(rehearsing.stack),
    rehearsing.stack === "local",
  );
  return rehearsed({ ...rehearsing, cloud, besides }).finally(stop);
}

async function rehearsed({ stack, account, every, parts, cloud, besides }: Rehearsed): Promise<Stage[]> {
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
    if (every === undefined) return await rehearseStack({ stack, opened, existing, tell, besides });
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
