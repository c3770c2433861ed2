import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { partNames, partOf } from "../layers/parts/order.ts";
import { startNames } from "./account/questions.ts";
import type { StartName } from "./account/starts/start.ts";
import { stackFile, stackFiles } from "./stacks.ts";

export const usage = `Usage: npm run rehearse -- [stack] [--parts] [--account fresh|lived-in] [--faults all|N] [--json FILE]
       npm run rehearse -- [stack] --kubernetes [--account fresh|lived-in] [--json FILE]
       npm run rehearse -- --all [--account fresh|lived-in] [--faults all|N] [--json FILE]

Rehearses a stack in the real Pulumi engine, in an offline AWS account that refuses what AWS refuses:
up, proofs that what is up works, a week of its schedules and windows, no change, refresh, each edit of the edit table,
protection off, destroy.

  stack            name of the stack; dev when none is given; prod.stores is a part of prod (${partNames.join(", ")}),
                   rehearsed without edits after the parts that it reads were created
  --parts          every part of the stack in order: up, no change, proofs, and destroy in reverse
  --account NAME   account to start from: fresh (nothing was ever made in it) or lived-in; fresh when none is given
  --all            every stack, one after the other in one account
  --faults all|N   instead: every creation, update and deletion, or every Nth, fails once, is throttled, times out, and
                   has its engine killed; after each the documented recovery; hours for a large stack
  --kubernetes     the Kubernetes objects on an API server, a scheduler and controllers on the loopback, by the real provider
  --json FILE      write every stage with its seconds, counts and faults to FILE
  --help           this text

Stacks: ${[...stackFiles().keys()].join(", ")}
Exit code: 0 clean, 1 a refusal, an error or an unexpected change, 2 wrong usage
`;

/** What the command line asks for. */
export interface Command {
  stacks: readonly string[];
  /** Whether each stack is rehearsed in its parts. */
  parts: boolean;
  account: StartName;
  /** Every how many-th resource meets each fault; none for the rehearsal without faults. */
  every: number | undefined;
  /** Whether the Kubernetes half meets a real API server. */
  kubernetes: boolean;
  file: string | undefined;
}

/** The command line, or what is wrong with it; nothing when help is asked for. */
export function command(): Command | string {
  const options = {
    account: { type: "string" },
    all: { type: "boolean" },
    faults: { type: "string" },
    kubernetes: { type: "boolean" },
    json: { type: "string" },
    parts: { type: "boolean" },
    help: { type: "boolean" },
  } as const;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    return values.help
      ? ""
      : (wrong(values, positionals) ?? wrongOnKubernetes(values) ?? accepted(values, positionals));
  } catch (error) {
    return error instanceof Error ? (error.message.split(". To specify")[0] ?? "") : String(error);
  }
}

interface Given {
  account?: string | undefined;
  all?: boolean | undefined;
  faults?: string | undefined;
  kubernetes?: boolean | undefined;
  json?: string | undefined;
  parts?: boolean | undefined;
}

function accepted(
  { all, account, faults, json, kubernetes = false, parts = false }: Given,
  [stack = "dev"]: readonly string[],
): Command {
  const stacks = all ? [...stackFiles().keys()] : [stack];
  const every = faults === undefined ? undefined : faults === "all" ? 1 : Number(faults);
  return {
    every,
    stacks,
    parts,
    kubernetes,
    account: startNames.find((each) => each === account) ?? "fresh",
    file: json,
  };
}

function wrong({ all, account, faults, json, parts }: Given, positionals: readonly string[]): string | undefined {
  const [stack = "dev", ...more] = positionals;
  const folder = path.dirname(path.resolve(json ?? "."));
  const errors: [wrong: boolean, message: string][] = [
    [more.length > 0, `One stack at a time, got ${positionals.join(", ")}.`],
    [all === true && positionals.length > 0, "--all takes no stack."],
    [all !== true && stackFile(stack) === undefined, `There is no stack ${stack}.`],
    [parts === true && (all === true || partOf(stack) !== undefined), "--parts takes one stack that is whole."],
    [faults !== undefined && (parts === true || partOf(stack) !== undefined), "--faults takes stacks that are whole."],
    [!/^(fresh|lived-in)$/.test(account ?? "fresh"), `--account must be fresh or lived-in, got ${account}.`],
    [!/^(all|[1-9]\d*)$/.test(faults ?? "all"), `--faults must be all or a whole number from 1, got ${faults}.`],
    [!fs.existsSync(folder), `--json names a file in ${folder}, which does not exist.`],
  ];
  return errors.find(([wrong]) => wrong)?.[1];
}

function wrongOnKubernetes({ all, faults, kubernetes, parts }: Given): string | undefined {
  if (!kubernetes) return undefined;
  if (all) return "--kubernetes takes one stack.";
  if (faults !== undefined) return "--kubernetes takes no --faults.";
  return parts ? "--kubernetes takes no --parts." : undefined;
}
