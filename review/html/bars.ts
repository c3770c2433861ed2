import type { Element } from "hast";
import { h, s } from "hastscript";
import type { Bar, Bars } from "../block.ts";

/** Amounts beside their limits. */
export function bars({ title, bars: all }: Bars): Element {
  return h(
    "div.block",
    h("h3", title),
    h(
      "ul.bars",
      all.map((bar) => h("li", h("span.label", bar.label), strip(bar), h("span.amount", bar.text))),
    ),
  );
}

/** A strip of 100 units; the text beside it says the same. */
function strip({ value, of, level = "info" }: Bar): Element {
  const share = of <= 0 ? 0 : Math.max(0, Math.min(100, (value / of) * 100));
  return s("svg.strip", { viewBox: "0 0 100 8", preserveAspectRatio: "none", ariaHidden: "true" }, [
    s("rect.whole", { width: 100, height: 8 }),
    s("rect", { className: ["part", level], width: Number(share.toFixed(2)), height: 8 }),
  ]);
}
