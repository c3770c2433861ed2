import "../rehearsal/compile-cache.ts";
import { setTimeout } from "node:timers/promises";
import { parseArgs, styleText } from "node:util";
import { Misuse, run } from "../policy-pack/commands/command.ts";
import { project } from "../rehearsal/stacks.ts";
import { told } from "./account/account.ts";
import { cli } from "./recover/pulumi.ts";
import { parseState } from "./recover/state.ts";
import { stackAndParts } from "./stack-names.ts";
import { checksOf } from "./verify/checks.ts";
import { type Check, type Verdict, verified } from "./verify/verdict.ts";

const usage = `Usage: npm run verify -- STACK [--minutes N]

Verifies after an update that every ECS service and every Deployment of a stack runs the revision that the state names. A
deployment that was rolled back is a failure: the state has the new revision then, and the next update finds no change.
It uses the Pulumi CLI on PATH with its login, and the AWS credentials of the shell.

  STACK        name of the stack; of a stack in parts, all parts are verified, and prod.workloads is one of them
  --minutes N  minutes to wait for workloads that are still being deployed; the default is 10, and 0 asks once
  --help       prints this text

Exit code: 0 every workload runs what it must, 1 one does not or cannot be asked, 2 wrong usage
`;

/** Seconds between two rounds of questions. */
const interval = 15;

async function main(): Promise<number> {
  const options = { minutes: { type: "string" }, help: { type: "boolean" } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const [stack, ...more] = positionals;
  if (stack === undefined) throw new Misuse("STACK is missing.");
  if (more.length > 0) throw new Misuse(`Only one stack can be given, got ${positionals.join(", ")}.`);
  const { minutes = "10" } = values;
  if (!/^\d{1,3}$/.test(minutes)) throw new Misuse(`--minutes must be a whole number from 0, got ${minutes}.`);
  try {
    return await verify(stack, Number(minutes));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : told(error)}\n`);
    return 1;
  }
}

async function verify(stack: string, minutes: number): Promise<number> {
  const checks: Check[] = [];
  for (const each of await stackAndParts(stack, project))
    checks.push(...(await checksOf(parseState(await cli(["stack", "export", "--stack", each], project)))));
  const rounds = 1 + Math.floor((minutes * 60) / interval);
  const verdicts = await verified(checks, { rounds, pause: () => setTimeout(interval * 1_000) });
  for (const verdict of verdicts) process.stdout.write(`${line(verdict)}\n`);
  const failed = verdicts.filter(({ state }) => state !== "runs").length;
  process.stdout.write(`${stack}: ${verdicts.length} workloads, ${failed} of them do not run what they must\n`);
  return failed === 0 ? 0 : 1;
}

function line({ what, state, said }: Verdict): string {
  const runs = state === "runs";
  const sign = styleText(runs ? "green" : "red", runs ? "yes" : "no ", { stream: process.stdout });
  return [`${sign}  ${what}: ${said[0]}`, ...said.slice(1).map((each) => `       ${each}`)].join("\n");
}

await run(usage, main);
