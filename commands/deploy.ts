import "../rehearsal/compile-cache.ts";
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { partNames, partOf } from "../layers/parts/order.ts";
import { Misuse, run } from "../policy-pack/commands/command.ts";
import { stackFiles } from "../rehearsal/stacks.ts";
import { temporaryDirectory } from "../rehearsal/temporary.ts";
import { deploy, stackOf, type Unit } from "./deploy/deployment.ts";
import { engines } from "./deploy/engines/index.ts";
import { expectPlans, tellWorkflow } from "./deploy/saved-plan.ts";
import { split } from "./deploy/split.ts";
import { gate, judge, openStack } from "./deploy/stacks.ts";

const usage = `Usage: npm run deploy -- STACK [--part PART]... [--preview] [--approvals FILE] [--plans DIR]
       npm run deploy -- STACK --part PART --plans DIR --follow [--sha256 DIGEST]
       npm run deploy -- STACK --split
       npm run deploy -- STACK --print ${Object.keys(engines).join("|")} [--backend URL] [--repository URL]

Deploys a stack in its parts, in the backend that the Pulumi CLI is logged in to: the whole is previewed offline with the
policy pack, then each part is previewed with it, its plan is saved and passes npm run gate, and the update follows this
plan. Run it again after a failure: parts that are done have no change.

  STACK             name of the whole stack; its parts are the stacks STACK.PART
  --part PART       one part, repeatable: ${partNames.join(", ")}; by default all of them;
                    whole is the stack itself, where it is not in parts
  --preview         previews and runs the gate; nothing is changed
  --approvals FILE  approvals of the gate
  --plans DIR       keeps the saved plans in DIR, as STACK.PART.json; a GitHub workflow gets the outputs changes and sha256
  --follow          updates by the plan in DIR that was saved and reviewed before, without another preview
  --sha256 DIGEST   refuses a plan that has another digest than the one that was reviewed
  --split           moves the resources of the stack that is whole to the stacks of its parts, by pulumi state move
  --print ENGINE    prints the order of the parts for an engine that deploys them: the workflow update.yml, Stack objects
                    of the Pulumi Kubernetes Operator, or settings files of Pulumi Deployments
  --backend URL     state backend in what is printed
  --repository URL  Git repository in what is printed
  --help            prints this text

Stacks: ${[...stackFiles().keys()].join(", ")}
Exit code: 0 every part is done, 1 a part failed or waits for one that failed, 2 wrong usage
`;

async function main(): Promise<number> {
  const [flag, text] = [{ type: "boolean" }, { type: "string" }] as const;
  const options = {
    part: { type: "string", multiple: true },
    approvals: text,
    plans: text,
    sha256: text,
    print: text,
    backend: text,
    repository: text,
    preview: flag,
    follow: flag,
    split: flag,
    help: flag,
  } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const whole = stackNamed(positionals);
  const units = unitsNamed(values.part);
  refuse(values);
  if (values.print !== undefined) return printing(values.print, whole, values);
  if (values.follow) expectPlans(values.plans ?? "", whole, units, values.sha256);
  const plans = values.plans ?? temporaryDirectory("plans");
  fs.mkdirSync(plans, { recursive: true });
  try {
    return await (values.split ? splitting(whole, plans) : deploying({ ...values, whole, units, plans }));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    return 1;
  } finally {
    if (values.plans === undefined) fs.rmSync(plans, { recursive: true, force: true });
  }
}

interface Given {
  part?: readonly string[] | undefined;
  approvals?: string | undefined;
  plans?: string | undefined;
  sha256?: string | undefined;
  print?: string | undefined;
  backend?: string | undefined;
  repository?: string | undefined;
  preview?: boolean | undefined;
  follow?: boolean | undefined;
  split?: boolean | undefined;
}

type Wrong = [wrong: boolean, message: string];

/** Ends with wrong usage where options contradict each other, or the file of approvals does not exist. */
function refuse(given: Given): void {
  const wrong = [...wrongKinds(given), ...wrongPlans(given)];
  const faults = wrong.filter(([is]) => is).map(([, message]) => message);
  if (faults.length > 0) throw new Misuse(faults.join("\n"));
}

/** A deployment, a split and a printed order exclude each other. */
function wrongKinds({ print, backend, repository, split: splits, ...deploys }: Given): Wrong[] {
  const isAlone = Object.values(deploys).every((each) => each === undefined);
  const names = Object.keys(engines).join(", ");
  return [
    [splits === true && !(isAlone && print === undefined), "--split takes no other option."],
    [print !== undefined && !isAlone, "--print takes --backend and --repository alone."],
    [print === undefined && (backend ?? repository) !== undefined, "--backend and --repository are for --print."],
    [!Object.hasOwn(engines, print ?? "github"), `--print must be one of ${names}, got ${print}.`],
  ];
}

function wrongPlans({ part = [], approvals, plans, sha256, preview, follow }: Given): Wrong[] {
  const previews = preview ?? approvals;
  return [
    [part.includes("whole") && part.length > 1, "--part whole stands alone."],
    [follow === true && plans === undefined, "--follow needs the directory of the plans: --plans DIR."],
    [follow === true && previews !== undefined, "--follow previews nothing: it takes no --preview and no --approvals."],
    [sha256 !== undefined && follow !== true, "--sha256 is for --follow."],
    [!fs.existsSync(approvals ?? "."), `The file of --approvals does not exist: ${approvals}.`],
  ];
}

function printing(engine: string, whole: string, { backend, repository }: Given): number {
  const given = { whole, ...(backend !== undefined && { backend }), ...(repository !== undefined && { repository }) };
  process.stdout.write(engines[engine]?.(given) ?? "");
  return 0;
}

function stackNamed([stack, ...more]: readonly string[]): string {
  if (stack === undefined) throw new Misuse("STACK is missing.");
  if (more.length > 0) throw new Misuse(`Only one stack can be given, got ${[stack, ...more].join(", ")}.`);
  if (partOf(stack) !== undefined)
    throw new Misuse(`${stack} is a part: name the whole stack, and the part by --part.`);
  if (!stackFiles().has(stack)) throw new Misuse(`The stack ${stack} does not exist.`);
  return stack;
}

function unitsNamed(given: readonly string[] | undefined): readonly Unit[] {
  const allowed = [...partNames, "whole"] as const;
  const unknown = (given ?? []).filter((each) => !allowed.some((unit) => unit === each));
  if (unknown.length > 0) throw new Misuse(`--part must be one of ${allowed.join(", ")}, got ${unknown.join(", ")}.`);
  return given === undefined ? partNames : allowed.filter((unit) => given.includes(unit));
}

interface Deploying extends Pick<Given, "preview" | "follow" | "approvals"> {
  whole: string;
  units: readonly Unit[];
  plans: string;
}

async function deploying({ whole, units, plans, preview, follow, approvals }: Deploying): Promise<number> {
  const results = await deploy({
    whole,
    units,
    plans,
    mode: follow ? "follow" : preview ? "preview" : "update",
    judge: () => judge(whole),
    open: openStack,
    gate: (plan) => gate(plan, approvals === undefined ? undefined : path.resolve(approvals)),
    tell,
    planned: (plan, changes) => {
      if (units.length === 1) tellWorkflow(plan, changes);
    },
  });
  for (const [unit, result] of results) tell(`${stackOf(whole, unit)}: ${result}`);
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
