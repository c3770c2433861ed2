import type { Diagram } from "./diagram.ts";
import type { Level } from "./level.ts";

/** A part of a section; the renderers for HTML and Markdown know blocks, and no sections. */
export type Block = Text | Notice | Table | Bars | Timeline | Matrix | Diagram;

/** Paragraphs. */
export interface Text {
  kind: "text";
  paragraphs: readonly string[];
}

/** One line that stands out. */
export interface Notice {
  kind: "notice";
  level: Level;
  text: string;
}

/** A link to another place of the page ("#money") or to a public page. */
export interface Link {
  text: string;
  href: string;
}

/**
 * What the cells of a column hold: text, code (names, ARNs, actions), number, money (US dollars), duration (minutes), date
 * (2026-11-30), level (the text of a Level or a word with a level in its row). A link may stand wherever a text may.
 */
export type Kind = "text" | "code" | "number" | "money" | "duration" | "date" | "level";

export interface Column {
  title: string;
  kind: Kind;
}

/** A value of a table; undefined is an empty cell. Numbers in columns of number, money and duration, text in the others. */
export type Cell = string | number | Link | undefined;

export interface Row {
  cells: readonly Cell[];
  /** Marks the row. @default no mark */
  level?: Level;
}

/** Rows that sort by every column and are filtered by a text. */
export interface Table {
  kind: "table";
  title: string;
  columns: readonly Column[];
  rows: readonly Row[];
  /** What is said when there are no rows. */
  empty: string;
  /** Last line with sums. @default none */
  total?: readonly Cell[];
  /** Whether the table is closed until the reader opens it. @default false */
  folded?: boolean;
}

/** Amounts beside their limits: quotas, addresses, shares of a sum. */
export interface Bars {
  kind: "bars";
  title: string;
  bars: readonly Bar[];
}

export interface Bar {
  label: string;
  value: number;
  /** The whole, for example the quota. */
  of: number;
  /** What stands beside the bar, for example "12 of 20". */
  text: string;
  level?: Level;
}

/** Bars along a time axis of minutes from 0. */
export interface Timeline {
  kind: "timeline";
  title: string;
  spans: readonly Span[];
}

export interface Span {
  label: string;
  /** Minutes from the beginning. */
  start: number;
  minutes: number;
  /** Whether it is a part of the critical path. */
  critical: boolean;
  /** URN of its resource. @default none */
  urn?: string;
}

/** Who stands in which relation to whom. */
export interface Matrix {
  kind: "matrix";
  title: string;
  /** What rows and columns are, for example "caller" and "store". */
  row: string;
  column: string;
  columns: readonly string[];
  rows: readonly { label: string; cells: readonly (Mark | undefined)[] }[];
}

/** A cell of a matrix. */
export interface Mark {
  /** A few characters, such as a port or "rw". */
  text: string;
  level: Level;
  /** The reason, in one sentence. */
  why: string;
}
