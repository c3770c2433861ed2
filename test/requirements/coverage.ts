import { type Evidence, isShown, stackTests } from "./checks.ts";
import type { Row, State, System } from "./tables.ts";

export const columns = ["", "rows", "met", "in stacks", "superseded", "operations", "open", "of those to build"];

/** Coverage of each system and of all systems; a row that is met but not shown by a test counts as open. */
export function coverage(systems: readonly System[], evidence: Map<string, Evidence>): (string | number)[][] {
  const all = systems.flatMap(({ rows }) => rows);
  return [...systems.map(({ name, rows }) => line(name, rows, evidence)), line("all", all, evidence)];
}

function line(name: string, rows: readonly Row[], evidence: Map<string, Evidence>): (string | number)[] {
  const met = rows.filter((row) => isShown(row, evidence));
  // A test of the system's own stack is stronger evidence than a test of a component.
  const inStacks = met.filter(({ id }) => evidence.get(id)?.passed.some(({ file }) => file.startsWith(stackTests)));
  const count = (state: State) => rows.filter((row) => row.state === state).length;
  const open = count("open") + count("met") - met.length;
  const toBuild = met.length + open;
  return [
    name,
    rows.length,
    met.length,
    inStacks.length,
    count("superseded"),
    count("operations"),
    open,
    toBuild === 0 ? "–" : `${Math.floor((100 * met.length) / toBuild)} %`.padStart(5),
  ];
}
