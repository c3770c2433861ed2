import "../rehearsal/compile-cache.ts";
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { type PartName, partNames, partOf } from "../layers/parts/order.ts";
import { Misuse, run } from "../policy-pack/commands/command.ts";
import { stackFiles } from "../rehearsal/stacks.ts";
import { temporaryDirectory } from "../rehearsal/temporary.ts";
import { deploy } from "./deploy/deployment.ts";
import { split } from "./deploy/split.ts";
import { gate, judge, openStack } from "./deploy/stacks.ts";

const usage = `Usage: npm run deploy -- STACK [--part PART]... [--preview] [--approvals FILE]
       npm run deploy -- STACK --split

Deploys a stack in its parts, in the backend that the Pulumi CLI is logged in to: the whole is previewed offline with the
policy pack, then each part is previewed with it, its plan is saved and passes npm run gate, and the update follows this plan. Run it again after a failure: parts
that are done have no change.

  STACK             name of the whole stack; its parts are the stacks STACK.PART
  --part PART       one part, repeatable: ${partNames.join(", ")}; by default all of them
  --preview         previews the parts and runs the gate; nothing is changed
  --approvals FILE  approvals of the gate
  --split           moves the resources of the stack that is whole to the stacks of its parts, by pulumi state move
  --help            prints this text

Stacks: ${[...stackFiles().keys()].join(", ")}
Exit code: 0 every part is done, 1 a part failed or waits for one that failed, 2 wrong usage
`;

async function main(): Promise<number> {
  const flag = { type: "boolean" } as const;
  const options = {
    part: { type: "string", multiple: true },
    approvals: { type: "string" },
    preview: flag,
    split: flag,
    help: flag,
  } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const whole = stackNamed(positionals);
  const parts = partsNamed(values.part);
  refuse(values);
  const plans = temporaryDirectory("plans");
  try {
    return await (values.split ? splitting(whole, plans) : deploying({ ...values, whole, parts, plans }));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    return 1;
  } finally {
    fs.rmSync(plans, { recursive: true, force: true });
  }
}

interface Given {
  part?: readonly string[] | undefined;
  approvals?: string | undefined;
  preview?: boolean | undefined;
  split?: boolean | undefined;
}

/** Ends with wrong usage where options contradict each other, or the file of approvals does not exist. */
function refuse({ part, approvals, preview = false, split: splits = false }: Given): void {
  if (splits && (part !== undefined || preview || approvals !== undefined))
    throw new Misuse("--split takes no other option.");
  if (approvals !== undefined && !fs.existsSync(approvals))
    throw new Misuse(`The file of --approvals does not exist: ${approvals}.`);
}

function stackNamed([stack, ...more]: readonly string[]): string {
  if (stack === undefined) throw new Misuse("STACK is missing.");
  if (more.length > 0) throw new Misuse(`Only one stack can be given, got ${[stack, ...more].join(", ")}.`);
  if (partOf(stack) !== undefined)
    throw new Misuse(`${stack} is a part: name the whole stack, and the part by --part.`);
  if (!stackFiles().has(stack)) throw new Misuse(`The stack ${stack} does not exist.`);
  return stack;
}

function partsNamed(given: readonly string[] | undefined): readonly PartName[] {
  const unknown = (given ?? []).filter((each) => !partNames.some((part) => part === each));
  if (unknown.length > 0) throw new Misuse(`--part must be one of ${partNames.join(", ")}, got ${unknown.join(", ")}.`);
  return partNames.filter((part) => given === undefined || given.includes(part));
}

interface Deploying {
  whole: string;
  parts: readonly PartName[];
  plans: string;
  preview?: boolean | undefined;
  approvals?: string | undefined;
}

async function deploying({ whole, parts, plans, preview = false, approvals }: Deploying): Promise<number> {
  const results = await deploy({
    whole,
    parts,
    plans,
    previewOnly: preview,
    judge: () => judge(whole),
    open: (part) => openStack(`${whole}.${part}`),
    gate: (plan) => gate(plan, approvals === undefined ? undefined : path.resolve(approvals)),
    tell,
  });
  for (const [part, result] of results) tell(`${whole}.${part}: ${result}`);
  return [...results.values()].every((result) => result === "done") ? 0 : 1;
}

async function splitting(whole: string, plans: string): Promise<number> {
  const faults = await split({ whole, plans, open: openStack, tell });
  for (const fault of faults) tell(fault);
  return faults.length === 0 ? 0 : 1;
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

await run(usage, main);
