import "../rehearsal/compile-cache.ts";
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { parse } from "yaml";
import { accounts } from "../bootstrap/accounts.ts";
import { policiesDirectory } from "../bootstrap/policies.ts";
import { Misuse, run, writing } from "../policy-pack/commands/command.ts";
import { startNames } from "../rehearsal/account/questions.ts";
import { progress } from "../rehearsal/progress.ts";
import { stackFile } from "../rehearsal/stacks.ts";
import { rehearseAccount, type Unprepared } from "./bootstrap/rehearsal.ts";
import { rolePolicies } from "./bootstrap/role-policies.ts";
import { graphOf, platformKeys } from "./preflight/graph.ts";

const usage = `Usage: npm run bootstrap -- ACCOUNT [--account fresh|lived-in]
       npm run bootstrap -- ACCOUNT --policies

Rehearses what an AWS account has before its first stack, in the Pulumi engine, offline, with the policy pack: the bucket
and the key of the state, GitHub's OIDC provider, the roles of its stacks and the runner. docs/bootstrap.md has the
commands that create it in the account.

  ACCOUNT         name of the account, which is the name of its stack in the project bootstrap
  --account NAME  account to rehearse in: fresh (nothing was ever created in it) or lived-in; the default is fresh
  --policies      writes the IAM policies of the roles to bootstrap/policies, from offline previews of the account's stacks
  --help          prints this text

Accounts: ${Object.keys(accounts).join(", ")}
Exit code: 0 clean, 1 a mandatory finding, a refusal or an error, 2 wrong usage
`;

async function main(): Promise<number> {
  const [text, flag] = [{ type: "string" }, { type: "boolean" }] as const;
  const options = { account: text, policies: flag, help: flag } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const account = accountNamed(positionals);
  const start = startNamed(values.account);
  if (values.policies && values.account !== undefined) throw new Misuse("--policies takes no --account.");
  try {
    return values.policies ? await writePolicies(account) : await rehearse(account, start);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    return 1;
  }
}

function accountNamed([account, ...more]: readonly string[]): string {
  if (account === undefined) throw new Misuse("ACCOUNT is missing.");
  if (more.length > 0) throw new Misuse(`Only one account can be given, got ${[account, ...more].join(", ")}.`);
  if (!Object.hasOwn(accounts, account))
    throw new Misuse(`ACCOUNT must be one of ${Object.keys(accounts).join(", ")}, got ${account}.`);
  return account;
}

function startNamed(given = "fresh"): Unprepared {
  if (given === "fresh" || given === "lived-in") return `${given}-unprepared`;
  throw new Misuse(`--account must be ${startNames.join(" or ")}, got ${given}.`);
}

async function rehearse(account: string, start: Unprepared): Promise<number> {
  const done = progress(`bootstrap of ${account}`);
  const faults = await rehearseAccount(account, start, tell).finally(done);
  for (const fault of faults) tell(fault);
  return faults.length === 0 ? 0 : 1;
}

/** Writes the policies of the roles of an account; those that no role has any more are removed. */
async function writePolicies(account: string): Promise<number> {
  fs.mkdirSync(policiesDirectory, { recursive: true });
  for (const [stack, { parts }] of Object.entries(accounts[account]?.stacks ?? {})) {
    const done = progress(`previewing ${stack}`);
    const keys = platformKeys(parse(fs.readFileSync(stackFile(stack) ?? "", "utf8")));
    const graph = await graphOf(stack, keys).finally(done);
    for (const file of fs.readdirSync(policiesDirectory))
      if (file.startsWith(`${stack}.`)) fs.rmSync(path.join(policiesDirectory, file));
    for (const [role, documents] of rolePolicies(graph, parts)) {
      for (const [index, policy] of documents.entries()) {
        const file = path.join(policiesDirectory, `${role}-${index + 1}.json`);
        writing(file, () => fs.writeFileSync(file, `${JSON.stringify(policy, undefined, 2)}\n`));
      }
      tell(`${role}: ${documents.length} ${documents.length === 1 ? "policy" : "policies"}`);
    }
  }
  return 0;
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

await run(usage, main);
