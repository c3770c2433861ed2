import type { Element } from "hast";
import { h } from "hastscript";
import type { Cell, Column, Row, Table } from "../block.ts";
import { counted, isLink, isNumeric, shown } from "../format.ts";

/** From how many rows on a table has a field that filters them. */
const filtered = 9;

/** A table whose columns sort, and whose rows are filtered by a text. */
export function table({ title, columns, rows, empty, total, folded = false }: Table): Element {
  if (rows.length === 0) return h("div.block", h("h3", title), h("p.empty", empty));
  const head = h("tr", columns.map(header));
  const body = rows.map((row) => line(columns, row));
  const foot = total === undefined ? [] : [h("tfoot", line(columns, { cells: total }))];
  const grid = h(
    "div.scroll",
    { tabIndex: 0, role: "region", ariaLabel: title },
    h("table", h("caption.hidden", title), h("thead", head), h("tbody", body), foot),
  );
  const field = rows.length < filtered ? [] : [filter(title, rows.length)];
  const heading = [title, " ", h("span.count", counted(rows.length, "row"))];
  return folded
    ? h("details.block.table", h("summary", h("h3", heading)), field, grid)
    : h("div.block.table", h("h3", heading), field, grid);
}

function header({ title, kind }: Column): Element {
  return h("th", { scope: "col", className: side(kind) }, title);
}

function filter(title: string, count: number): Element {
  const label = `Filter ${title}`;
  return h("p.filter", [
    h("input", { type: "search", ariaLabel: label, placeholder: `Filter ${counted(count, "row")}` }),
    h("output", { ariaLive: "polite" }),
  ]);
}

function line(columns: readonly Column[], { cells, level }: Row): Element {
  return h(
    "tr",
    { className: level },
    columns.map(({ kind }, at) => datum(kind, cells[at])),
  );
}

function side(kind: Column["kind"]): string | undefined {
  return isNumeric(kind) ? "right" : undefined;
}

function datum(kind: Column["kind"], cell: Cell): Element {
  const value = typeof cell === "number" ? { dataValue: String(cell) } : {};
  const text = shown(kind, cell);
  const inside = isLink(cell) ? h("a", { href: cell.href }, text) : kind === "code" ? code(text) : text;
  const marked = kind === "level" && text !== "" ? h("span.badge", { className: [badge(text)] }, text) : inside;
  return h("td", { className: side(kind), ...value }, marked);
}

/** Names stay on a line; what is longer, such as an ARN or a list of actions, breaks anywhere. */
function code(text: string): Element {
  return h("code", { className: text.length <= 28 ? "short" : undefined }, text);
}

const badges: Readonly<Record<string, string>> = {
  good: "good",
  ok: "good",
  info: "info",
  advisory: "warning",
  warning: "warning",
  medium: "warning",
  low: "info",
  high: "bad",
  critical: "bad",
  mandatory: "bad",
  bad: "bad",
  create: "good",
  change: "info",
  replace: "warning",
  delete: "bad",
};

/** The colour of a word in a column of levels; a word without one is plain. */
function badge(word: string): string {
  return badges[word.toLowerCase()] ?? "plain";
}
