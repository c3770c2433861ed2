import fs from "node:fs";
import { parseArgs } from "node:util";
import { guardOutput } from "../policy-pack/commands/output.ts";
import { table } from "../rehearsal/report.ts";
import { type Evidence, evidenceOf, files, problems } from "./requirements/checks.ts";
import { columns, coverage } from "./requirements/coverage.ts";
import { run } from "./requirements/run.ts";
import { parse, type Requirements, type System } from "./requirements/tables.ts";

const tables = ["docs/requirements.md", "docs/real-account.md"];

const usage = `Usage: npm run requirements [-- --list]

Runs the tests and compares ${tables.join(" and ")} with them: every row that is met needs a passing test with its ID in the title,
every ID in a title needs a row, and no row may be open. Prints the coverage of each system, and one line per problem.

  --list   prints every ID with its state and its test files, without running the tests
  --help   prints this text

In the coverage, "in stacks" counts the rows that a test of a stack shows, not only a test of a component.
Exit code: 0 no problem, 1 a problem, 2 wrong usage
`;

/** The options of the command line, or the error message; the message is empty if --help was given. */
function command(): { list: boolean } | string {
  try {
    const { values } = parseArgs({ options: { list: { type: "boolean" }, help: { type: "boolean" } } });
    return values.help ? "" : { list: values.list ?? false };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function list(systems: readonly System[], evidence: Map<string, Evidence>): string {
  const rows = systems.flatMap((system) => system.rows);
  return table(rows.map(({ id, state }) => [id, state, files(evidence.get(id)?.passed ?? []).join(", ")]));
}

/** All tables as one; a fault names its file. */
function combined(read: readonly (Requirements & { file: string })[]): Requirements {
  return {
    systems: read.flatMap(({ systems }) => systems),
    reasons: new Set(read.flatMap(({ reasons }) => [...reasons])),
    faults: read.flatMap(({ file, faults }) => faults.map((fault) => `${file}: ${fault}`)),
  };
}

/** Prints the list or the coverage; returns whether there is no problem. */
async function requirements(onlyList: boolean): Promise<boolean> {
  const read = combined(tables.map((file) => ({ file, ...parse(fs.readFileSync(file, "utf8")) })));
  const evidence = evidenceOf(await run({ onlyFind: onlyList }), read.systems);
  if (onlyList) {
    process.stdout.write(`${list(read.systems, evidence)}\n`);
    return true;
  }
  const found = problems(read, evidence, fs.existsSync);
  process.stdout.write(`${table([columns, ...coverage(read.systems, evidence)])}\n`);
  if (found.length > 0) process.stdout.write(`\n${found.join("\n")}\n`);
  return found.length === 0;
}

guardOutput(1);
const given = command();
if (typeof given === "string") {
  const stream = given === "" ? process.stdout : process.stderr;
  stream.write(given === "" ? usage : `${given}\n\n${usage}`);
  process.exitCode = given === "" ? 0 : 2;
} else {
  try {
    process.exitCode = (await requirements(given.list)) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}
