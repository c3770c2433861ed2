import "../rehearsal/compile-cache.ts";
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { Misuse, run, writing } from "../policy-pack/commands/command.ts";
import { surviveEngines } from "../rehearsal/listeners.ts";
import { progress } from "../rehearsal/progress.ts";
import { project, stackFiles } from "../rehearsal/stacks.ts";
import { temporaryDirectory } from "../rehearsal/temporary.ts";
import { accountReviews } from "./comment/in-account.ts";
import { markdown } from "./comment/markdown.ts";
import { post } from "./comment/post.ts";
import { rehearsedReview } from "./comment/rehearsed.ts";
import type { StackReview } from "./comment/review.ts";
import { gate, openStack } from "./deploy/stacks.ts";
import { githubApi, placeOf } from "./github/api.ts";
import { stackAndParts } from "./stack-names.ts";

const usage = `Usage: npm run comment -- [STACK]... --base DIR [--pull NUMBER] [--out FILE]
       npm run comment -- STACK --in-account [--pull NUMBER] [--out FILE]
       npm run comment -- --from FILE --pull NUMBER

Tells what a pull request would do to stacks: what it creates, changes, replaces and deletes by part, what AWS would
refuse, findings of the policy pack, the gate, and IAM actions that the deployer needs more or no longer.

  STACK          stacks to review; without one, every stack; with --in-account, one stack with its parts
  --base DIR     the project at the base of the pull request: it creates the stack in the offline account, and the pull
                 request is previewed over it
  --in-account   instead: a preview in the backend that the Pulumi CLI is logged in to, with the credentials of the shell
  --pull NUMBER  writes the review into one comment of this pull request, which later runs update; it needs
                 GITHUB_REPOSITORY and GITHUB_TOKEN
  --out FILE     writes the review to FILE; without --pull and --out, it is printed
  --from FILE    instead: the review that --base wrote to FILE
  --help         prints this text

Stacks: ${[...stackFiles().keys()].join(", ")}
Exit code: 0 reviewed, whatever the review says, 1 a stack cannot be reviewed, 2 wrong usage
`;

interface Given {
  base?: string | undefined;
  from?: string | undefined;
  "in-account"?: boolean | undefined;
  pull?: string | undefined;
  out?: string | undefined;
}

async function main(): Promise<number> {
  const [flag, text] = [{ type: "boolean" }, { type: "string" }] as const;
  const options = { base: text, from: text, "in-account": flag, pull: text, out: text, help: flag } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  refuse(values, positionals);
  surviveEngines();
  try {
    if (values.from !== undefined) await written("rehearsal", fs.readFileSync(values.from, "utf8"), values);
    else await (values["in-account"] ? inAccount(positionals[0] ?? "", values) : rehearsed(positionals, values));
    return 0;
  } catch (error) {
    if (error instanceof Misuse) throw error;
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    return 1;
  }
}

/** Ends with wrong usage, and names every fault. */
function refuse(given: Given, stacks: readonly string[]): void {
  const wrong = [...wrongSources(given, stacks), ...wrongTargets(given)];
  const faults = wrong.filter(([is]) => is).map(([, message]) => message);
  if (faults.length > 0) throw new Misuse(faults.join("\n"));
}

type Wrong = [wrong: boolean, message: string];

function wrongSources({ base, from, "in-account": asks, pull, out }: Given, stacks: readonly string[]): Wrong[] {
  const unknown = stacks.filter((stack) => !stackFiles().has(stack));
  const sources = [base, from, asks].filter((each) => each !== undefined);
  const isAlone = stacks.length === 0 && out === undefined && pull !== undefined;
  const isProject = base === undefined || fs.existsSync(path.join(base, "index.ts"));
  return [
    [unknown.length > 0, `There is no stack ${unknown.join(", ")}.`],
    [sources.length !== 1, "One of --base, --in-account and --from is needed."],
    [from !== undefined && !isAlone, "--from takes --pull alone."],
    [from !== undefined && !fs.existsSync(from), `The file of --from does not exist: ${from}.`],
    [asks === true && stacks.length !== 1, "--in-account takes one stack."],
    [!isProject, `--base must be a directory with index.ts, got ${base}.`],
  ];
}

function wrongTargets({ pull, out }: Given): Wrong[] {
  const place = pull === undefined ? [] : placeOf(process.env);
  const missing = Array.isArray(place) ? place : [];
  const folder = path.dirname(path.resolve(out ?? "."));
  return [
    [!/^[1-9]\d*$/.test(pull ?? "1"), `--pull must be the number of a pull request, got ${pull}.`],
    [missing.length > 0, `--pull needs ${missing.join(" and ")}.`],
    [!fs.existsSync(folder), `The folder of --out does not exist: ${folder}.`],
  ];
}

async function rehearsed(given: readonly string[], values: Given): Promise<void> {
  const directory = path.resolve(values.base ?? "");
  const reviews: StackReview[] = [];
  for (const stack of given.length > 0 ? given : stackFiles().keys()) {
    const done = progress(`reviewing ${stack}`);
    reviews.push(await rehearsedReview(stack, { directory }).finally(done));
  }
  await written("rehearsal", markdown("In the offline account", reviews), values);
}

async function inAccount(stack: string, values: Given): Promise<void> {
  const plans = temporaryDirectory("plans");
  const done = progress(`previewing ${stack}`);
  try {
    const stacks = await stackAndParts(stack, project);
    const reviews = await accountReviews({ stacks, plans, open: openStack, gate: (plan) => gate(plan, undefined) });
    done();
    await written(stack, markdown(`In the account of ${stack}`, reviews), values);
  } finally {
    done();
    fs.rmSync(plans, { recursive: true, force: true });
  }
}

async function written(section: string, review: string, { pull, out }: Given): Promise<void> {
  if (out !== undefined) writing(out, () => fs.writeFileSync(out, review));
  if (pull === undefined && out === undefined) process.stdout.write(review);
  const place = placeOf(process.env);
  if (pull === undefined || !("token" in place)) return;
  process.stdout.write(`comment of #${pull}: ${await post(githubApi(place), Number(pull), section, review)}\n`);
}

await run(usage, main);
