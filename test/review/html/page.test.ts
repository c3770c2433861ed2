import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { Block } from "../../../review/block.ts";
import { html } from "../../../review/html/page.ts";
import { page } from "../../../review/page.ts";
import type { Content } from "../../../review/section.ts";
import { resource, review } from "../reviews.ts";

const database = resource({ type: "aws:rds/instance:Instance", name: "main" });

async function written(blocks: readonly Block[], more: Partial<Content> = {}): Promise<string> {
  const section = { id: "cost", title: "Cost", about: "What it costs.", make: () => ({ blocks, ...more }) };
  return html(await page(review([database]), [section]));
}

const columns = [
  { title: "Name", kind: "code" },
  { title: "Per month", kind: "money" },
  { title: "Level", kind: "level" },
] as const;

describe("the review as HTML", () => {
  it("writes text of a stack as text, wherever it stands", async () => {
    const hostile = `</script><img src=x onerror="alert(1)">`;
    const boxes = [{ id: hostile, label: hostile, role: "store", urns: [database.urn] }] as const;
    const marks = [{ label: hostile, cells: [{ text: hostile, level: "bad", why: hostile }] }] as const;
    const text = await written(
      [
        { kind: "text", paragraphs: [hostile] },
        { kind: "notice", level: "bad", text: hostile },
        { kind: "table", title: hostile, columns, rows: [{ cells: [hostile, 1, hostile] }], empty: "" },
        { kind: "bars", title: hostile, bars: [{ label: hostile, value: 1, of: 2, text: hostile }] },
        { kind: "timeline", title: hostile, spans: [{ label: hostile, start: 0, minutes: 1, critical: true }] },
        { kind: "matrix", title: hostile, row: hostile, column: hostile, columns: [hostile], rows: marks },
        { kind: "diagram", title: hostile, description: hostile, boxes, lines: [] },
      ],
      { facts: [{ urn: database.urn, label: hostile, value: hostile }], tiles: [{ label: hostile, value: hostile }] },
    );
    const outside = text.replaceAll(/="[^"]*"/g, "");
    const at = outside.indexOf("<img");
    assert.equal(at, -1, outside.slice(Math.max(0, at - 200), at + 200));
    assert.equal(outside.match(/<\/script>/g)?.length, 2);
  });

  it("allows its own script and styles by their hashes, and no address", async () => {
    const text = await written([]);
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(text)?.[1] ?? "";
    const hash = (content = "") => `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
    const scripts = [...text.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, code]) => hash(code));
    const styles = [...text.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, style]) => hash(style));
    const decoded = policy.replaceAll("&#x27;", "'");
    assert.equal(scripts.length + styles.length, 2);
    for (const each of [...scripts, ...styles]) assert.ok(decoded.includes(each), decoded);
    assert.match(decoded, /^default-src 'none'; /);
    assert.equal(/<(?:link|img|iframe|object)\b| style="|url\((?!#)/.exec(text), null);
  });

  it("aligns numbers, keeps their values for sorting, and marks levels", async () => {
    const rows = [{ cells: ["main", 12.5, "critical"], level: "bad" as const }];
    const text = await written([{ kind: "table", title: "Prices", columns, rows, empty: "" }]);
    assert.equal(
      /<tbody>(.*)<\/tbody>/.exec(text)?.[1],
      '<tr class="bad"><td><code class="short">main</code></td><td class="right" data-value="12.5">$12.50</td><td><span class="badge bad">critical</span></td></tr>',
    );
  });

  it("says what an empty table means", async () => {
    const text = await written([{ kind: "table", title: "Prices", columns, rows: [], empty: "Nothing costs." }]);
    assert.match(text, /<p class="empty">Nothing costs.<\/p>/);
    assert.doesNotMatch(text, /<table/);
  });

  it("links tiles with their sections", async () => {
    const text = await written([], { tiles: [{ label: "Per month", value: "$10", level: "good" }] });
    assert.match(text, /<li class="good"><a class="tile" href="#cost">/);
  });
});
