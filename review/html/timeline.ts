import type { Element } from "hast";
import { h, s } from "hastscript";
import type { Span, Timeline } from "../block.ts";
import { duration } from "../format.ts";

const rowHeight = 22;
const labels = 260;
const width = 1000;
const axis = 24;

/** Distances of the lines of the axis in minutes; the first that gives at most ten lines is taken. */
const distances = [0.25, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 240, 480];

/** Bars along a time axis, the critical path in its own colour and named in the text of each bar. */
export function timeline({ title, spans }: Timeline): Element {
  const end = spans.reduce((latest, { start, minutes }) => Math.max(latest, start + minutes), 0);
  const scale = (width - labels - 70) / (end || 1);
  const height = axis + spans.length * rowHeight + 4;
  const step = distances.find((each) => end / each <= 10) ?? 1_440;
  const marks = Array.from({ length: Math.floor(end / step) + 1 }, (_, at) => at * step);
  return h("div.block", [
    h("h3", title),
    h(
      "div.scroll",
      { tabIndex: 0, role: "region", ariaLabel: title },
      s("svg.timeline", { viewBox: `0 0 ${width} ${height}`, role: "img", ariaLabel: spoken(title, spans, end) }, [
        ...marks.flatMap((minutes) => mark(labels + minutes * scale, minutes, height)),
        ...spans.flatMap((span, at) => bar(span, at, scale)),
      ]),
    ),
  ]);
}

function spoken(title: string, spans: readonly Span[], end: number): string {
  const critical = spans.filter((each) => each.critical).map(({ label }) => label);
  return `${title}: ${duration(end)}; critical path: ${critical.join(", then ")}`;
}

function mark(x: number, minutes: number, height: number): Element[] {
  return [
    s("line.tick", { x1: x, x2: x, y1: axis - 4, y2: height }),
    s("text.tick", { x, y: axis - 9, textAnchor: "middle" }, duration(minutes)),
  ];
}

function bar({ label, start, minutes, critical }: Span, at: number, scale: number): Element[] {
  const y = axis + at * rowHeight;
  const [x, length] = [labels + start * scale, Math.max(2, minutes * scale)];
  const short = label.length > 34 ? `${label.slice(0, 33)}…` : label;
  return [
    s("text.name", { x: labels - 8, y: y + 15, textAnchor: "end" }, [s("title", label), short]),
    s("rect", { className: ["span", critical ? "critical" : "plain"], x, y: y + 4, width: length, height: 14, rx: 3 }),
    s("text.length", { x: x + length + 6, y: y + 15 }, duration(minutes)),
  ];
}
