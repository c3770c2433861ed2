import "../rehearsal/compile-cache.ts";
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { parse } from "yaml";
import { Misuse, run, writeText } from "../policy-pack/commands/command.ts";
import { stackFiles } from "../rehearsal/stacks.ts";
import { account, told } from "./account/account.ts";
import { answers } from "./preflight/answers.ts";
import { type Graph, graphOf, platformKeys } from "./preflight/graph.ts";
import { needsOf } from "./preflight/needs/index.ts";
import { policies } from "./preflight/permissions/policy.ts";
import { report } from "./preflight/report.ts";

const usage = `Usage: npm run preflight -- STACK [--json FILE] [--policy FILE] [--list]

Lists what a stack needs from its AWS account before the first update: derived from what it creates, offline.
With credentials, each line is asked of the account through the AWS SDK. Nothing is created or changed.

  STACK          name of the stack
  --json FILE    write the needs and the answers to FILE
  --policy FILE  write the IAM policy of the deployer to FILE; what IAM does not take in one policy follows in
                 FILE with -2, -3 before its extension
  --list         prints the list without asking the account
  --help         prints this text

Stacks: ${[...stackFiles().keys()].join(", ")}
Exit code: 0 nothing is missing, 1 something is missing or the stack cannot be previewed, 2 wrong usage
`;

async function main(): Promise<number> {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const options = { json: text, policy: text, list: flag, help: flag } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const [stack, ...more] = positionals;
  if (stack === undefined) throw new Misuse("STACK is missing.");
  if (more.length > 0) throw new Misuse(`Only one stack can be given, got ${positionals.join(", ")}.`);
  const file = stackFiles().get(stack);
  if (file === undefined) throw new Misuse(`The stack ${stack} does not exist.`);
  try {
    return await preflight(stack, parse(fs.readFileSync(file, "utf8")), values);
  } catch (error) {
    if (error instanceof Misuse) throw error;
    process.stderr.write(`${told(error)}\n`);
    return 1;
  }
}

interface Outputs {
  json?: string | undefined;
  policy?: string | undefined;
  list?: boolean | undefined;
}

async function preflight(stack: string, stackFile: unknown, { json, policy, list }: Outputs): Promise<number> {
  const graph = await graphOf(stack, platformKeys(stackFile));
  const [region] = graph.regions;
  if (region === undefined) throw new Error(`The stack ${stack} uses no AWS account.`);
  const asked = list ? undefined : await account(region);
  const needs = await answers(await needsOf(graph, stackFile), asked);
  process.stdout.write(report(stack, needs, asked?.accountId));
  if (json !== undefined)
    writeText(json, `${JSON.stringify({ stack, account: asked?.accountId, needs }, undefined, 2)}\n`);
  if (policy !== undefined) process.stdout.write(writePolicies(policy, graph));
  return needs.some(({ answer }) => answer?.verdict === "no") ? 1 : 0;
}

/** Writes the policies of the deployer; returns their files. */
function writePolicies(file: string, graph: Graph): string {
  const { dir, name, ext } = path.parse(file);
  const files = policies(graph).map((policy, index) => {
    const written = index === 0 ? file : path.join(dir, `${name}-${index + 1}${ext}`);
    writeText(written, `${JSON.stringify(policy, undefined, 2)}\n`);
    return written;
  });
  return `Policy of the deployer: ${files.join(", ")}\n`;
}

await run(usage, main);
