/** One row of the tables. */
export interface Row {
  id: string;
  what: string;
  where: string;
  state: State;
  /** The text after the state: the replacement, the document, or the fact that a test has to find. */
  note: string;
  /** Line of the file. */
  line: number;
}

export type State = (typeof states)[number];

/** The requirements of one of the systems. */
export interface System {
  name: string;
  /** First part of its IDs. */
  code: string;
  /** Number of rows in the heading. */
  count: number;
  rows: Row[];
}

export interface Requirements {
  systems: System[];
  /** IDs of outdated requests and contradictions, which rows may name. */
  reasons: Set<string>;
  /** Errors of lines that are not a valid row. */
  faults: string[];
}

const states = ["met", "superseded", "operations", "open"] as const;

/** States that require a note. */
const noted: readonly State[] = ["superseded", "operations"];

/** An ID: code, area and two digits (AUT-NET-01), or code and a letter with a number (RC-A1). */
const idPattern = /^[A-Z]{2,3}-(?:[A-Z0-9]+-\d{2}|[A-Z]\d{1,2})$/;

/** Area and number of an ID. */
export function numbered(id: string): { area: string; number: string } {
  const [, area = "", number = ""] = /^(.*?)(\d+)$/.exec(id) ?? [];
  return { area, number };
}

/** Reads the tables: a heading "## name (CODE): count", then rows of four cells. */
export function parse(markdown: string): Requirements {
  const read: Requirements = { systems: [], reasons: new Set(), faults: [] };
  let system: System | undefined;
  for (const [index, line] of markdown.split("\n").entries()) {
    const heading = /^## (?:(.+) \(([A-Z]{2,3})\): (\d+)$)?/.exec(line);
    if (heading) {
      const [, name, code, count] = heading;
      system = name && code ? { name, code, count: Number(count), rows: [] } : undefined;
      if (system) read.systems.push(system);
    } else if (line.startsWith("|") && system) {
      const row = rowOf(line, index + 1);
      if (typeof row === "string") read.faults.push(row);
      else if (row) system.rows.push(row);
    }
    const [, reason] = /^\| ((?:OOD|CON)-\d{2}) \|/.exec(line) ?? [];
    if (reason) read.reasons.add(reason);
  }
  return read;
}

/** A row, or its error; undefined for the header lines of a table. */
function rowOf(text: string, line: number): Row | string | undefined {
  if (/^\| (ID \||---)/.test(text)) return undefined;
  const cells = text.split("|").map((cell) => cell.trim());
  const [, id = "", what = "", where = "", stated = ""] = cells;
  if (cells.length !== 6) return `line ${line} must have four cells, got ${cells.length - 2}`;
  if (!idPattern.test(id)) return `line ${line} must start with an ID, got ${JSON.stringify(id)}`;
  const [name = "", ...rest] = stated.split(":");
  const note = rest.join(":").trim();
  const state = states.find((each) => each === name);
  if (state === undefined) return `${id} must be ${states.join(", ")}, got ${JSON.stringify(name)}`;
  if (what === "" || where === "") return `${id} must have a requirement and a place`;
  if (note === "" && noted.includes(state)) return `${id} must have a note after "${state}:"`;
  return { id, what, where, state, note, line };
}

/** Every ID of the systems in a text, once. */
export function named(text: string, systems: readonly System[]): string[] {
  const codes = systems.map(({ code }) => code).join("|");
  return [...new Set(text.match(new RegExp(`\\b(?:${codes})-(?:[A-Z0-9]+-\\d{2}|[A-Z]\\d{1,2})\\b`, "g")) ?? [])];
}
