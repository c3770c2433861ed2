import "../rehearsal/compile-cache.ts";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { Misuse, run } from "../policy-pack/commands/command.ts";
import { project } from "../rehearsal/stacks.ts";
import { account, inRegion, told } from "./account/account.ts";
import { found } from "./account/finder.ts";
import { finders } from "./account/finders/index.ts";
import type { Lookup } from "./recover/plan.ts";
import { pulumi } from "./recover/pulumi.ts";
import { recover } from "./recover/recovery.ts";
import { accountsOf, regionOf, type State } from "./recover/state.ts";

const usage = `Usage: npm run recover -- STACK [--dry-run] [--yes] [--cancel] [--import URN=ID]… [--clear URN]…

Recovers a stack after an update that was killed. Each create that is pending in the state is looked for in the account
by its name or its tags. What exists is imported into the state. What does not exist is cleared, so that the next update
creates it. It uses the Pulumi CLI on PATH with its login, and the AWS credentials of the shell.

  STACK            name of the stack
  --dry-run        prints what it would do
  --yes            does not ask before it writes
  --cancel         removes the lock of the killed update; make sure first that no update runs
  --import URN=ID  imports a create with an ID that you have found
  --clear URN      clears a create that you have not found
  --help           prints this text

Exit code: 0 nothing is left, 1 something is left to decide or a command failed, 2 wrong usage
`;

async function main(): Promise<number> {
  const flag = { type: "boolean" } as const;
  const texts = { type: "string", multiple: true } as const;
  const options = { "dry-run": flag, yes: flag, cancel: flag, import: texts, clear: texts, help: flag } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const [stack, ...more] = positionals;
  if (stack === undefined) throw new Misuse("STACK is missing.");
  if (more.length > 0) throw new Misuse(`Only one stack can be given, got ${positionals.join(", ")}.`);
  const asks = !values.yes && !values["dry-run"];
  if (asks && !process.stdin.isTTY) throw new Misuse("Without a terminal, --yes or --dry-run is needed.");
  try {
    const done = await recover({
      stack,
      engine: pulumi(stack, project),
      lookup,
      dryRun: values["dry-run"] ?? false,
      cancel: values.cancel ?? false,
      imports: new Map((values.import ?? []).map(given)),
      clears: new Set(values.clear ?? []),
      confirm: asks ? confirm : async () => true,
      print: (line) => process.stdout.write(`${line}\n`),
    });
    return done ? 0 : 1;
  } catch (error) {
    if (error instanceof Misuse) throw error;
    process.stderr.write(`${error instanceof Error ? error.message : told(error)}${locked(error)}\n`);
    return 1;
  }
}

/** The URN and the ID of --import. An ID may contain "=", a URN may not. */
function given(pair: string): [string, string] {
  const at = pair.indexOf("=");
  if (!pair.startsWith("urn:pulumi:") || at < 0) throw new Misuse(`--import takes URN=ID, got ${pair}`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}

function locked(error: unknown): string {
  const isLocked = error instanceof Error && /currently locked|conflict/i.test(error.message);
  return isLocked ? "\nIf no update runs, remove the lock of the killed one: --cancel" : "";
}

async function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(?:es)?$/i.test((await terminal.question(`${question} (y/N) `)).trim());
  } finally {
    terminal.close();
  }
}

/** Asks the account of the credentials, which must be the stack's. */
async function lookup(state: State): Promise<Lookup> {
  const regions = state.pending.map(({ resource }) => regionOf(state, resource)).filter((region) => region !== "");
  const [region] = regions;
  if (region === undefined) return async () => undefined;
  const asked = await account(region);
  if (asked === undefined) throw new Error("AWS credentials are needed, to ask the account what exists.");
  const allowed = accountsOf(state);
  if (allowed.length > 0 && !allowed.includes(asked.accountId))
    throw new Error(`The credentials are of account ${asked.accountId}, the stack is of ${allowed.join(", ")}.`);
  return async (resource) => {
    const finder = finders[resource.type];
    const own = inRegion(asked, regionOf(state, resource) || region);
    return finder === undefined ? undefined : found(finder, { inputs: resource.inputs, account: own });
  };
}

await run(usage, main);
