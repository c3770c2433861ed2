import assert from "node:assert/strict";
import type { Block, Row } from "../../review/block.ts";
import { markdown } from "../../review/markdown.ts";
import { page } from "../../review/page.ts";
import { review } from "./reviews.ts";

async function written(...blocks: Block[]): Promise<string> {
  const section = { id: "cost", title: "Cost", about: "What it costs.", make: () => ({ blocks }) };
  return markdown(await page(review([]), [section]));
}

const columns = [
  { title: "Name", kind: "code" },
  { title: "Per month", kind: "money" },
] as const;

function table(rows: Row[]): Block {
  return { kind: "table", title: "Rows", columns, rows, empty: "Nothing costs.", total: ["sum", 3] };
}

describe("the review as Markdown", () => {
  it("keeps a table a table, whatever is in a cell", async () => {
    const text = await written(table([{ cells: ["a|b`c\nd", 1_234.5] }]));
    assert.ok(
      text.includes("| Name | Per month |\n| --- | ---: |\n| `a\\|b'c d` | $1,234.50 |\n| `sum` | $3.00 |"),
      text,
    );
  });

  it("shows 50 rows of a table and tells how many there are more", async () => {
    const rows = Array.from({ length: 53 }, (_, at) => ({ cells: [`row-${at}`, at] }));
    const text = await written(table(rows));
    assert.ok(text.includes("row-49") && !text.includes("row-50"), text);
    assert.ok(text.includes("3 more rows are on the page."), text);
  });

  it("lists the lines of a diagram, and marks what is blocked", async () => {
    const boxes = [
      { id: "a", label: "api <1>", role: "compute" },
      { id: "b", label: "main", role: "store" },
    ] as const;
    const lines = [{ from: "a", to: "b", label: "5432", level: "bad" }] as const;
    const text = await written({ kind: "diagram", title: "Traffic", description: "", boxes, lines });
    assert.ok(text.includes("- api &lt;1> → main (5432) **blocked**"), text);
  });

  it("writes spans of time in hours and minutes, and the levels of notices", async () => {
    const spans = [{ label: "database", start: 0.5, minutes: 75, critical: true }];
    const notice = { kind: "notice", level: "bad", text: "api cannot reach main." } as const;
    const text = await written({ kind: "timeline", title: "Up", spans }, notice);
    assert.ok(text.includes("| database | 30 s | 1 h 15 min | yes |"), text);
    assert.ok(text.includes("> **bad:** api cannot reach main."), text);
  });
});
