import { parseArgs } from "node:util";
import { daysUntil, supported, today, upgradeOf, upgrades } from "../layers/support.ts";
import { guardOutput, printable } from "../policy-pack/commands/output.ts";
import { definitions } from "../stacks/definitions.ts";
import { Rehearsal } from "./engine.ts";
import { progress } from "./progress.ts";
import { feeOf } from "./published/extended-support.ts";
import { removedApis } from "./published/removed-apis.ts";
import { stackFiles } from "./stacks.ts";

const usage = `Usage: npm run support [-- STACK] [--within DAYS]

Lists the engine versions of all definitions with the end of their standard support, soonest first, and what to upgrade
this quarter in which order. With a stack, its objects are previewed for API versions that Kubernetes removes.

  STACK          name of a stack
  --within DAYS  days before the end in which a version is reported as ending; 90 when none is given
  --help         this text

Stacks: ${[...stackFiles().keys()].join(", ")}
Exit code: 0 none ends within the days and no API version is removed, 1 one does or is, 2 wrong usage
`;

const options = { within: { type: "string", default: "90" }, help: { type: "boolean", default: false } } as const;

/** Versions with the definitions that set them, and the days until their support ends. */
export function supportRows(from: string): { what: string; ends: string; days: number; definitions: string[] }[] {
  const rows = Object.entries(definitions).flatMap(([name, each]) =>
    supported(each).map(({ what, ends }) => ({ name, what, ends })),
  );
  return [...Map.groupBy(rows, ({ what }) => what)]
    .map(([what, [first, ...others]]) => {
      const ends = first?.ends ?? "";
      const days = daysUntil(ends, from);
      return { what, ends, days, definitions: [...new Set([first, ...others].map((each) => each?.name ?? ""))] };
    })
    .sort((one, other) => one.days - other.days || one.what.localeCompare(other.what));
}

function run(within: number): number {
  const from = today();
  const rows = supportRows(from);
  for (const { what, ends, days, definitions: users } of rows) {
    const warning = days <= within ? "  ENDS" : "";
    process.stdout.write(`${what.padEnd(18)} ${ends.padEnd(14)} ${users.join(", ")}${warning}\n`);
  }
  const next = upgrades(rows, from);
  process.stdout.write(next.length === 0 ? "\nNothing to upgrade this quarter.\n" : "\nThis quarter, in this order:\n");
  for (const [index, { what, ends, days }] of next.entries()) {
    const fee = feeOf(what);
    const after = fee === undefined ? "" : `; extended support costs $${fee.usd} per ${fee.unit} and hour`;
    process.stdout.write(`  ${index + 1}. ${what}, within ${days} days (${ends}): ${upgradeOf(what)}${after}\n`);
  }
  return rows.some(({ days }) => days <= within) ? 1 : 0;
}

/** The objects of a stack whose API version Kubernetes removes; 1 where there is one, or the stack cannot be previewed. */
async function objects(stack: string): Promise<number> {
  const rehearsal = await Rehearsal.open({ stack, policyPack: "none" });
  const done = progress(`previewing ${stack}`);
  const { steps, errors } = await rehearsal.preview().finally(() => {
    done();
    rehearsal.close();
  });
  for (const error of errors) process.stderr.write(`${printable(error)}\n`);
  const found = removedApis(steps);
  const title = found.length === 0 ? "No object has" : "These objects have";
  process.stdout.write(`\n${title} an API version that the next Kubernetes minor may not serve.\n`);
  for (const { resource, when, instead } of found)
    process.stdout.write(`  ${printable(resource.name)} ${resource.type}: ${when}, use ${instead}\n`);
  return found.length + errors.length > 0 ? 1 : 0;
}

/** The stack and the days of the command line, or what is wrong with them; the message is empty for --help. */
function command(): { stack: string | undefined; within: number } | string {
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [stack, ...more] = positionals;
    const within = Number(values.within);
    if (values.help) return "";
    if (more.length > 0) return `Only one stack can be given, got ${positionals.join(", ")}.`;
    if (stack !== undefined && !stackFiles().has(stack)) return `The stack ${stack} does not exist.`;
    const valid = Number.isInteger(within) && within >= 0;
    return valid ? { stack, within } : `--within must be a whole number of days, got ${values.within}`;
  } catch (error) {
    return error instanceof Error ? (error.message.split(". To specify")[0] ?? "") : String(error);
  }
}

async function main(): Promise<number> {
  const given = command();
  if (typeof given === "string") {
    const stream = given === "" ? process.stdout : process.stderr;
    stream.write(given === "" ? usage : `${printable(given)}\n\n${usage}`);
    return given === "" ? 0 : 2;
  }
  const ending = run(given.within);
  return given.stack === undefined ? ending : Math.max(ending, await objects(given.stack));
}

if (import.meta.main) {
  guardOutput(2);
  process.exitCode = await main();
}
