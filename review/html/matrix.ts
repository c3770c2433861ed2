import type { Element } from "hast";
import { h } from "hastscript";
import type { Mark, Matrix } from "../block.ts";

const words = { good: "used", info: "open", warning: "to be looked at", bad: "blocked" } as const;

/** Rows by columns; the reason of a cell is its title, and is read out. */
export function matrix({ title, row, column, columns, rows }: Matrix): Element {
  const corner = `${row} → ${column}`;
  const head = [
    h("th.corner", { scope: "col" }, corner),
    ...columns.map((each) => h("th", { scope: "col" }, h("span", each))),
  ];
  const body = rows.map(({ label, cells }) =>
    h("tr", [h("th", { scope: "row" }, label), ...columns.map((_, at) => cell(cells[at]))]),
  );
  return h("div.block", [
    h("h3", title),
    h(
      "div.scroll",
      { tabIndex: 0, role: "region", ariaLabel: title },
      h("table.matrix", h("caption.hidden", title), h("thead", h("tr", head)), h("tbody", body)),
    ),
  ]);
}

function cell(mark: Mark | undefined): Element {
  if (mark === undefined) return h("td.closed", h("span.hidden", "closed"));
  const { text, level, why } = mark;
  return h("td", { className: [level], title: why }, text, h("span.hidden", ` ${words[level]}: ${why}`));
}
