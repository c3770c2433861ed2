import type { Block, Cell, Column, Row, Table } from "./block.ts";
import type { Diagram } from "./diagram.ts";
import { isLink, isNumeric, shown } from "./format.ts";
import { type Page, tiles } from "./page.ts";

/** How many rows of a table a pull request shows; the page has all of them. */
const most = 50;

/** The page as Markdown for a pull request: the same sections, diagrams as lists of their lines. */
export function markdown(page: Page): string {
  const { stack, today } = page.review;
  const summary = tiles(page).map(({ label, value, note }) => `- ${label}: **${escaped(value)}**${aside(note)}`);
  const parts = page.parts.flatMap(({ section, content }) => [
    `## ${section.title}`,
    section.about,
    ...content.blocks.flatMap(block),
  ]);
  return `${[`# Review of ${stack}`, `${today}, from an offline preview.`, summary.join("\n"), ...parts].filter((part) => part !== "").join("\n\n")}\n`;
}

function aside(note: string | undefined): string {
  return note === undefined ? "" : ` (${escaped(note)})`;
}

/** Paragraphs of a block. */
function block(given: Block): string[] {
  switch (given.kind) {
    case "text":
      return given.paragraphs.map(escaped);
    case "notice":
      return [`> **${given.level}:** ${escaped(given.text)}`];
    case "table":
      return table(given);
    case "bars":
      return [
        `### ${given.title}`,
        given.bars.map(({ label, text }) => `- ${escaped(label)}: ${escaped(text)}`).join("\n"),
      ];
    case "timeline": {
      const rows = given.spans.map(({ label, start, minutes, critical }) => ({
        cells: [label, start, minutes, critical ? "yes" : ""],
      }));
      return table({ ...given, kind: "table", columns: spanColumns, rows, empty: "Nothing takes time." });
    }
    case "matrix":
      return table({
        kind: "table",
        title: given.title,
        columns: [`${given.row} → ${given.column}`, ...given.columns].map((title) => ({
          title,
          kind: "text" as const,
        })),
        rows: given.rows.map(({ label, cells }) => ({
          cells: [
            label,
            ...cells.map((mark) =>
              mark === undefined ? "" : `${mark.text}${mark.level === "bad" ? " (blocked)" : ""}`,
            ),
          ],
        })),
        empty: "There is nothing to compare.",
      });
    case "diagram":
      return diagram(given);
  }
}

const spanColumns: readonly Column[] = [
  { title: "Resource", kind: "text" },
  { title: "Starts after", kind: "duration" },
  { title: "Takes", kind: "duration" },
  { title: "Critical path", kind: "text" },
];

function table({ title, columns, rows, empty, total, folded = false }: Table): string[] {
  if (rows.length === 0) return [`### ${title}`, escaped(empty)];
  const head = `| ${columns.map((column) => escaped(column.title)).join(" | ")} |`;
  const rule = `| ${columns.map(({ kind }) => (isNumeric(kind) ? "---:" : "---")).join(" | ")} |`;
  const lines = rows.slice(0, most).map((row) => line(columns, row));
  const last = total === undefined ? [] : [line(columns, { cells: total })];
  const rest = rows.length > most ? [`${rows.length - most} more rows are on the page.`] : [];
  const grid = [head, rule, ...lines, ...last].join("\n");
  return folded
    ? [`<details><summary>${title} (${rows.length})</summary>`, grid, ...rest, "</details>"]
    : [`### ${title}`, grid, ...rest];
}

function line(columns: readonly Column[], { cells }: Row): string {
  return `| ${columns.map(({ kind }, at) => datum(kind, cells[at])).join(" | ")} |`;
}

function datum(kind: Column["kind"], cell: Cell): string {
  const text = escaped(shown(kind, cell));
  if (isLink(cell) && /^https?:/.test(cell.href)) return `[${text}](${cell.href})`;
  return kind === "code" && text !== ""
    ? `\`${shown(kind, cell).replaceAll("`", "'").replaceAll("|", "\\|").replaceAll("\n", " ")}\``
    : text;
}

function diagram({ title, boxes, lines }: Diagram): string[] {
  const labels = new Map(boxes.map(({ id, label }) => [id, label]));
  const name = (id: string) => escaped(labels.get(id) ?? id);
  const rows =
    lines.length > 0
      ? lines.map(
          ({ from, to, label, level }) =>
            `- ${name(from)} → ${name(to)}${aside(label)}${level === "bad" ? " **blocked**" : ""}`,
        )
      : boxes.filter(({ urns }) => urns !== undefined).map(({ label, note }) => `- ${escaped(label)}${aside(note)}`);
  return [`### ${title}`, rows.join("\n")];
}

function escaped(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replace(/[|*_`[\]]/g, "\\$&")
    .replaceAll("<", "&lt;")
    .replaceAll("\n", " ");
}
