import { named, type Requirements, type Row, type System } from "./tables.ts";

/** A test that ran. */
export interface Ran {
  title: string;
  file: string;
  passed: boolean;
}

/** The tests that carry an ID. */
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

/** Files of tests, each once, in the order of the alphabet. */
export function files(tests: readonly Ran[]): string[] {
  return [...new Set(tests.map(({ file }) => file))].sort();
}

/** Whether tests show what the row says is met. */
export function isShown({ id, state }: Row, evidence: Map<string, Evidence>): boolean {
  const { passed, failed } = evidence.get(id) ?? none;
  return state === "met" && passed.length > 0 && failed.length === 0;
}

/** Everything that keeps the tables from being true and complete, one line each. */
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
      .map(({ id, line }) => `${id} is there again in line ${line}`),
    ...rows.flatMap((row) => unfounded(row, reasons, exists)),
    ...rows.flatMap((row) => contradicted(row, evidence.get(row.id) ?? none)),
    ...[...evidence]
      .filter(([id]) => !known.has(id))
      .map(([id, { passed, failed }]) => `${id} has no row, but a test in ${files([...passed, ...failed]).join(", ")}`),
  ];
}

/** Rows that were here once: an ID never goes, so that the numbers of an area have no holes and the heading's count holds. */
function missing({ name, code, count, rows }: System): string[] {
  const ids = new Set(rows.map(({ id }) => id));
  const own = rows.filter(({ id }) => id.startsWith(`${code}-`));
  const areas = Map.groupBy(own, ({ id }) => id.slice(0, -3));
  const holes = [...areas].flatMap(([area, members]) => {
    const last = Math.max(...members.map(({ id }) => Number(id.slice(-2))));
    return Array.from({ length: last }, (_, index) => `${area}-${String(index + 1).padStart(2, "0")}`).filter(
      (id) => !ids.has(id),
    );
  });
  return [
    ...holes.map((id) => `${id} has no row`),
    ...(ids.size === count ? [] : [`${name} must have ${count} IDs, as its heading says, got ${ids.size}`]),
    ...rows.filter((row) => !own.includes(row)).map(({ id }) => `${id} must not be in the table of ${name}`),
  ];
}

/** A row that leans on something that is not there. */
function unfounded({ id, what, state, note }: Row, reasons: Set<string>, exists: (document: string) => boolean) {
  const cited = `${what} ${note}`.match(/\b(?:OOD|CON)-\d{2}\b/g) ?? [];
  return [
    ...cited.filter((reason) => !reasons.has(reason)).map((reason) => `${id} names ${reason}, which is not explained`),
    ...(state === "superseded" && cited.length === 0 ? [`${id} is superseded, but names no OOD or CON`] : []),
    ...(state === "operations" && !exists(note) ? [`${id} names ${note}, which does not exist`] : []),
  ];
}

/** Tests in this folder show what a stack has; others, what a component can do. */
export const stackTests = "test/stacks/";

/** What an open row already has. */
function soFar(passed: readonly Ran[]): string {
  const by = files(passed);
  if (by.length === 0) return "";
  const shown = by.some((file) => file.startsWith(stackTests));
  return shown ? `; write met, shown by ${by.join(", ")}` : `; of a component alone shown by ${by.join(", ")}`;
}

/** A row whose state is not what the tests say. */
function contradicted({ id, state, note }: Row, { passed, failed }: Evidence): string[] {
  return [
    ...failed.map(({ title, file }) => `${id} fails in ${file}: ${title}`),
    ...(state === "met" && passed.length === 0 && failed.length === 0 ? [`${id} is met, but no test carries it`] : []),
    ...(state === "open" ? [`${id} is open${note === "" ? "" : `: ${note}`}${soFar(passed)}`] : []),
  ];
}
