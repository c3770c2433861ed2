import "./compile-cache.ts";
import fs from "node:fs";
import { guardOutput } from "../policy-pack/commands/output.ts";
import { stackOf } from "./account/plans.ts";
import { configurationIn } from "./account/starts/configuration.ts";
import { type Cloud, startCloud } from "./cloud-process.ts";
import { edits } from "./edits/index.ts";
import { Rehearsal } from "./engine.ts";
import { sweeps } from "./faults/sweeps.ts";
import { contextOf, realKubernetes } from "./kubernetes/real-kubernetes.ts";
import { surviveEngines } from "./listeners.ts";
import { type Held, programOf } from "./program.ts";
import { progress } from "./progress.ts";
import type { RehearsalArgs } from "./rehearsal-args.ts";
import { type Command, command, usage } from "./rehearse-command.ts";
import { round } from "./report.ts";
import { stackFiles } from "./stacks.ts";
import { rehearse, type Stage } from "./stages.ts";

/** Rehearses stacks one after the other in one account; true when every stage of each is clean. */
async function run({ stacks, account, every, kubernetes, file }: Command): Promise<boolean> {
  const cloud = await startCloud({ account });
  const all: Record<string, Stage[]> = {};
  try {
    for (const stack of stacks) {
      process.stdout.write(`${stack} in the ${account} account\n`);
      const rehearsing = { stack, account, every, cloud };
      all[stack] = await (kubernetes ? onKubernetes(rehearsing) : rehearsed(rehearsing));
    }
  } finally {
    cloud.stop();
    if (file !== undefined) fs.writeFileSync(file, `${JSON.stringify(all, undefined, 2)}\n`);
  }
  return Object.values(all).every((stages) => stages.every(({ faults }) => faults.length === 0));
}

interface Rehearsed extends Pick<Command, "account" | "every"> {
  stack: string;
  cloud: Cloud;
  /** What was heard besides since the last stage. @default nothing */
  heard?: () => Promise<string[]>;
}

/** The same on a real Kubernetes, which only this stack sees. */
async function onKubernetes(rehearsing: Rehearsed): Promise<Stage[]> {
  const { cloud, heard, stop } = await realKubernetes(rehearsing.cloud, contextOf(rehearsing.stack));
  return rehearsed({ ...rehearsing, cloud, heard }).finally(stop);
}

async function rehearsed({ stack, account, every, cloud, heard }: Rehearsed): Promise<Stage[]> {
  const config = configurationIn(account, fs.readFileSync(stackFiles().get(stack) ?? "", "utf8"));
  let done = progress(`${stack}: up`);
  const tell = (stage: Stage) => {
    done();
    process.stdout.write(`${line(stage)}\n`);
    done = progress(`${stack}: after ${stage.name}`);
  };
  const held = (): Held => ({ stack: undefined });
  const opened = async (own: Held, more: Partial<RehearsalArgs> = {}) => {
    const rehearsal = await Rehearsal.open({ stack, cloud, config, program: programOf(own), ...more });
    return { rehearsal, held: own };
  };
  try {
    if (every === undefined) {
      const { rehearsal, held: own } = await opened(held());
      const existing = async () => (await cloud.account.snapshot()).things.filter(({ urn }) => stackOf(urn) === stack);
      const stages = await rehearse(rehearsal, own, existing, tell, heard).finally(() => rehearsal.close());
      const made = edits.filter(({ name }) => stages.some((stage) => stage.name === name));
      process.stdout.write(`  ${made.length} of ${edits.length} edits are for ${stack}\n`);
      return stages;
    }
    // The policy pack has judged the stack in the rehearsal without faults.
    const open = (checkpoints: boolean) => opened(held(), { checkpoints, policyPack: "none" });
    return await sweeps({ account: cloud.account, every, open, tell });
  } finally {
    done();
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
