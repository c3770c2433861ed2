import { parseArgs } from "node:util";
import { supported, today } from "../layers/support.ts";
import { guardOutput } from "../policy-pack/commands/output.ts";
import { definitions } from "../stacks/definitions.ts";

const usage = `Usage: npm run support [-- --within DAYS]

Lists the engine versions of all definitions with the end of their standard support, soonest first.

  --within DAYS  days before the end in which a version is reported as ending; 90 when none is given
  --help         this text

Exit code: 0 none ends within the days, 1 one does, 2 wrong usage
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
      const days = /^\d/.test(ends) ? (Date.parse(ends) - Date.parse(from)) / 86_400_000 : Number.POSITIVE_INFINITY;
      return { what, ends, days, definitions: [...new Set([first, ...others].map((each) => each?.name ?? ""))] };
    })
    .sort((one, other) => one.days - other.days || one.what.localeCompare(other.what));
}

function run(within: number): number {
  const rows = supportRows(today());
  for (const { what, ends, days, definitions: users } of rows) {
    const warning = days <= within ? "  ENDS" : "";
    process.stdout.write(`${what.padEnd(18)} ${ends.padEnd(14)} ${users.join(", ")}${warning}\n`);
  }
  return rows.some(({ days }) => days <= within) ? 1 : 0;
}

function main(): number {
  try {
    const { values } = parseArgs({ options });
    const within = Number(values.within);
    if (values.help) {
      process.stdout.write(usage);
      return 0;
    }
    if (Number.isInteger(within) && within >= 0) return run(within);
    process.stderr.write(`--within must be a whole number of days, got ${values.within}\n\n${usage}`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message.split(". To specify")[0] : error}\n\n${usage}`);
  }
  return 2;
}

if (import.meta.main) {
  guardOutput(2);
  process.exitCode = main();
}
