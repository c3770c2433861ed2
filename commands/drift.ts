import "../rehearsal/compile-cache.ts";
import fs from "node:fs";
import { parseArgs } from "node:util";
import * as auto from "@pulumi/pulumi/automation/index.js";
import { parse } from "yaml";
import { Misuse, run } from "../policy-pack/commands/command.ts";
import { progress } from "../rehearsal/progress.ts";
import { project, stackFile, stackFiles } from "../rehearsal/stacks.ts";
import { account, told } from "./account/account.ts";
import { link } from "./deploy/stacks.ts";
import { type Drift, drifts } from "./drift/drift.ts";
import { keepIssue, markdown } from "./drift/issue.ts";
import { withCallers } from "./drift/who.ts";
import { githubApi, placeOf } from "./github/api.ts";
import { text } from "./inputs.ts";
import { platformKeys } from "./preflight/graph.ts";
import { stackAndParts } from "./stack-names.ts";

const usage = `Usage: npm run drift -- STACK [--issue] [--hours N]

Tells what changed in the account since the last update of a stack and its parts, by a refresh in preview, which changes
neither the account nor the state, and who changed it, where CloudTrail says so. It uses the login of the Pulumi CLI and
the AWS credentials of the shell.

  STACK      name of the whole stack
  --issue    keeps one open issue for the stack while it has drift; it needs GITHUB_REPOSITORY and GITHUB_TOKEN
  --hours N  hours of CloudTrail events to look through, 1 to 2160; the default is 24
  --help     prints this text

Stacks: ${[...stackFiles().keys()].join(", ")}
Exit code: 0 asked, whatever has changed, 1 a stack cannot be refreshed, 2 wrong usage
`;

async function main(): Promise<number> {
  const [flag, words] = [{ type: "boolean" }, { type: "string" }] as const;
  const options = { issue: flag, hours: words, help: flag } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const { hours = "24", issue = false } = values;
  const stack = stackNamed(positionals);
  if (!/^[1-9]\d{0,3}$/.test(hours) || Number(hours) > 2_160)
    throw new Misuse(`--hours must be a whole number from 1 to 2160, got ${hours}.`);
  const place = placeOf(process.env);
  if (issue && Array.isArray(place)) throw new Misuse(`--issue needs ${place.join(" and ")}.`);
  try {
    const found = await driftOf(stack, Number(hours));
    process.stdout.write(`${found.length === 0 ? `${stack}: no difference` : markdown(stack, found)}\n`);
    if (issue && !Array.isArray(place))
      process.stdout.write(`issue of ${stack}: ${await keepIssue(githubApi(place), stack, found)}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${told(error)}\n`);
    return 1;
  }
}

function stackNamed([stack, ...more]: readonly string[]): string {
  if (stack === undefined) throw new Misuse("STACK is missing.");
  if (more.length > 0) throw new Misuse(`Only one stack can be given, got ${[stack, ...more].join(", ")}.`);
  if (!stackFiles().has(stack)) throw new Misuse(`The stack ${stack} does not exist.`);
  return stack;
}

/** What a refresh of the stack and its parts finds, with who did it. */
async function driftOf(whole: string, hours: number): Promise<Drift[]> {
  const found: Drift[] = [];
  for (const stackName of await stackAndParts(whole, project)) {
    link(stackName);
    const stack = await auto.LocalWorkspace.selectStack({ stackName, workDir: project });
    const seen = drifts();
    const done = progress(`refreshing ${stackName}`);
    await stack.previewRefresh({ color: "never", onEvent: seen.record }).finally(done);
    found.push(...seen.found);
  }
  if (found.length === 0) return found;
  const keys = platformKeys(parse(fs.readFileSync(stackFile(whole) ?? "", "utf8")));
  const asked = await account(text(keys, "region") ?? "us-east-1");
  const to = new Date();
  const from = new Date(to.getTime() - hours * 3_600_000);
  return asked === undefined ? found : withCallers(found, asked, { from, to });
}

await run(usage, main);
