import assert from "node:assert/strict";
import type { Cell, Row, Table } from "../../review/block.ts";
import type { Content } from "../../review/section.ts";

/** The table of a section whose title begins with a text. */
export function tableOf({ blocks }: Content, title: string): Table {
  const tables = blocks.filter((block) => block.kind === "table");
  const found = tables.find((each) => each.title.startsWith(title));
  assert.ok(found, `${title} is not among ${tables.map((each) => each.title).join(", ")}`);
  return found;
}

/** The cells of a table's rows. */
export function cellsOf(content: Content, title: string): (readonly Cell[])[] {
  return tableOf(content, title).rows.map(({ cells }) => cells);
}

/** The row of a table that begins with a cell. */
export function rowOf(content: Content, title: string, first: Cell): Row {
  const found = tableOf(content, title).rows.find(({ cells }) => cells[0] === first);
  assert.ok(found, `${title} has no row ${String(first)}`);
  return found;
}

/** The texts of the notices of a section, with their levels. */
export function noticesOf({ blocks }: Content): string[] {
  return blocks.flatMap((block) => (block.kind === "notice" ? [`${block.level}: ${block.text}`] : []));
}
