import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Element } from "hast";
import { toHtml } from "hast-util-to-html";
import { h } from "hastscript";
import { type Page, tiles } from "../page.ts";
import { blockElement } from "./blocks.ts";
import { script } from "./client.ts";
import { pageData } from "./data.ts";

/** The page as one HTML file: styles, script and data are in it, and its policy allows nothing else. */
export async function html(page: Page): Promise<string> {
  const { stack, today, against } = page.review;
  const [style, code] = [fs.readFileSync(path.join(import.meta.dirname, "style.css"), "utf8"), script()];
  const policy = `default-src 'none'; style-src ${hash(style)}; script-src ${hash(code)}; base-uri 'none'; form-action 'none'`;
  const sections = await Promise.all(page.parts.map(section));
  const compared = against === undefined ? "" : ", compared with an earlier plan";
  const tree = h("html", { lang: "en" }, [
    h("head", [
      h("meta", { charSet: "utf-8" }),
      h("meta", { httpEquiv: "Content-Security-Policy", content: policy }),
      h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
      h("meta", { name: "color-scheme", content: "light dark" }),
      h("title", `Review of ${stack}`),
      h("style", style),
    ]),
    h("body", [
      h("a.skip", { href: "#content" }, "Skip to the content"),
      h("div.page", [
        h("header.top", [
          h("p.kicker", "Stack review"),
          h("h1", stack),
          h("p.when", `${today}, from an offline preview${compared}`),
        ]),
        navigation(page),
        h("main", { id: "content", tabIndex: -1 }, [summary(page), ...sections]),
      ]),
      h("aside.details", { id: "details", ariaLabel: "Details", hidden: true, tabIndex: -1 }),
      h("script", { type: "application/json", id: "data" }, json(pageData(page))),
      h("script", code),
    ]),
  ]);
  return `<!doctype html>\n${toHtml(tree, { upperDoctype: false })}\n`;
}

function hash(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/** JSON that cannot end the element that it stands in. */
function json(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}

function navigation({ parts }: Page): Element {
  return h("nav.contents", { ariaLabel: "Contents" }, [
    h("p.search", [
      h("label.hidden", { htmlFor: "search" }, "Search resources"),
      h("input", { id: "search", type: "search", placeholder: "Search resources", autoComplete: "off" }),
    ]),
    h("ul.found", { id: "found", ariaLabel: "Resources found" }),
    h("p.hidden", { id: "count", role: "status" }),
    h(
      "ol",
      parts.map(({ section: { id, title } }) => h("li", h("a.jump", { href: `#${id}` }, title))),
    ),
  ]);
}

function summary(page: Page): Element {
  return h("ul.tiles", { ariaLabel: "Summary" }, [
    ...tiles(page).map(({ section: id, label, value, note, level }) =>
      h(
        "li",
        { className: level },
        h("a.tile", { href: `#${id}` }, [
          h("span.label", label),
          h("span.value", value),
          ...(note === undefined ? [] : [h("span.note", note)]),
        ]),
      ),
    ),
  ]);
}

async function section({ section: { id, title, about }, content }: Page["parts"][number]): Promise<Element> {
  const blocks: Element[] = [];
  for (const block of content.blocks) blocks.push(await blockElement(block));
  return h("section", { id, ariaLabelledBy: `${id}-title` }, [
    h("h2", { id: `${id}-title` }, title),
    h("p.about", about),
    ...blocks,
  ]);
}
