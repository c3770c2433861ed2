import type { Element } from "hast";
import { h } from "hastscript";
import type { Block } from "../block.ts";
import { bars } from "./bars.ts";
import { diagram } from "./diagram.ts";
import { matrix } from "./matrix.ts";
import { table } from "./table.ts";
import { timeline } from "./timeline.ts";

/** A block as HTML. */
export async function blockElement(block: Block): Promise<Element> {
  switch (block.kind) {
    case "text":
      return h(
        "div.block.text",
        block.paragraphs.map((each) => h("p", each)),
      );
    case "notice":
      return h("p.notice", { className: [block.level] }, block.text);
    case "table":
      return table(block);
    case "bars":
      return bars(block);
    case "timeline":
      return timeline(block);
    case "matrix":
      return matrix(block);
    case "diagram":
      return await diagram(block);
  }
}
