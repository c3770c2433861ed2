import { named, numbered, type Requirements, type Row, type System } from "./tables.ts";

/** A test that ran. */
export interface Ran {
  title: string;
  file: string;
  passed: boolean;
}

/** The tests whose titles contain an ID. */
export interface Evidence {
  passed: Ran[];
  failed: Ran[];
}

const none: Evidence = { passed: [], failed: [] };

/** The tests by the IDs in their titles. */
export function evidenceOf(ran: readonly Ran[], systems: readonly System[]): Map<string, Evidence> {
  const evidence = new Map<string, Evidence>();
  for (const test of ran) {
    for (const id of named(test.title, systems)) {
      const { passed, failed } = evidence.get(id) ?? none;
      evidence.set(id, test.passed ? { passed: [...passed, test], failed } : { passed, failed: [...failed, test] });
    }
  }
  return evidence;
}

/** Files of tests, each once, in alphabetical order. */
export function files(tests: readonly Ran[]): string[] {
  return [...new Set(tests.map(({ file }) => file))].sort();
}

/** Whether tests show that the requirement is met. */
export function isShown({ id, state }: Row, evidence: Map<string, Evidence>): boolean {
  const { passed, failed } = evidence.get(id) ?? none;
  return state === "met" && passed.length > 0 && failed.length === 0;
}

/** All problems of the tables, one line each. */
export function problems(
  { systems, reasons, faults }: Requirements,
  evidence: Map<string, Evidence>,
  exists: (document: string) => boolean,
): string[] {
  const rows = systems.flatMap((system) => system.rows);
  const known = new Set(rows.map(({ id }) => id));
  return [
    ...faults,
    ...systems.flatMap(missing),
    ...rows
      .filter((row, index) => rows.findIndex(({ id }) => id === row.id) < index)
      .map(({ id, line }) => `${id} is repeated in line ${line}`),
    ...rows.flatMap((row) => unfounded(row, reasons, exists)),
    ...rows.flatMap((row) => contradicted(row, evidence.get(row.id) ?? none)),
    ...[...evidence]
      .filter(([id]) => !known.has(id))
      .map(
        ([id, { passed, failed }]) =>
          `${id} has no row, but is in the title of a test in ${files([...passed, ...failed]).join(", ")}`,
      ),
  ];
}

/** Missing rows: an ID is never removed, so the numbers of an area have no gaps and match the heading's count. */
function missing({ name, code, count, rows }: System): string[] {
  const ids = new Set(rows.map(({ id }) => id));
  const own = rows.filter(({ id }) => id.startsWith(`${code}-`));
  const areas = Map.groupBy(own, ({ id }) => numbered(id).area);
  const holes = [...areas].flatMap(([area, members]) => {
    const numbers = members.map(({ id }) => numbered(id).number);
    const width = Math.min(...numbers.map((number) => number.length));
    return Array.from({ length: Math.max(...numbers.map(Number)) }, (_, index) => {
      return `${area}${String(index + 1).padStart(width, "0")}`;
    }).filter((id) => !ids.has(id));
  });
  return [
    ...holes.map((id) => `${id} has no row`),
    ...(ids.size === count ? [] : [`${name} must have ${count} IDs according to its heading, got ${ids.size}`]),
    ...rows.filter((row) => !own.includes(row)).map(({ id }) => `${id} must not be in the table of ${name}`),
  ];
}

/** A row with a missing explanation or document. */
function unfounded({ id, what, state, note }: Row, reasons: Set<string>, exists: (document: string) => boolean) {
  const cited = `${what} ${note}`.match(/\b(?:OOD|CON)-\d{2}\b/g) ?? [];
  return [
    ...cited.filter((reason) => !reasons.has(reason)).map((reason) => `${id} names ${reason}, which is not explained`),
    ...(state === "superseded" && cited.length === 0 ? [`${id} is superseded, but names no OOD or CON`] : []),
    ...(state === "operations" && !exists(note) ? [`${id} names ${note}, which does not exist`] : []),
  ];
}

/** Folder of the tests of stacks; the other tests are about components. */
export const stackTests = "test/stacks/";

/** The tests that already show an open row. */
function soFar(passed: readonly Ran[]): string {
  const by = files(passed);
  if (by.length === 0) return "";
  const shown = by.some((file) => file.startsWith(stackTests));
  return shown ? `; write met, shown by ${by.join(", ")}` : `; shown for a component only, by ${by.join(", ")}`;
}

/** A row whose state contradicts the tests. */
function contradicted({ id, state, note }: Row, { passed, failed }: Evidence): string[] {
  return [
    ...failed.map(({ title, file }) => `${id} fails in ${file}: ${title}`),
    ...(state === "met" && passed.length === 0 && failed.length === 0
      ? [`${id} is met, but no test title contains it`]
      : []),
    ...(state === "open" ? [`${id} is open${note === "" ? "" : `: ${note}`}${soFar(passed)}`] : []),
  ];
}
