import type { Element } from "hast";
import { h, s } from "hastscript";
import type { Diagram } from "../diagram.ts";
import { laidOut, type Placed, type Run } from "../layout.ts";

/** A drawing as SVG: frames, lines, then boxes, which open the details of their resources. */
export async function diagram(drawn: Diagram): Promise<Element> {
  const { width, height, boxes, lines } = await laidOut(drawn);
  const frames = boxes.filter(({ isFrame }) => isFrame);
  const labels = new Map(boxes.map(({ id, label }) => [id, label]));
  return h("div.block.drawing", [
    h("h3", drawn.title),
    h("p.hint", drawn.description),
    h(
      "div.scroll",
      s("svg.diagram", { viewBox: `0 0 ${width} ${height}`, width, role: "group", ariaLabel: drawn.description }, [
        s("defs", [arrow]),
        ...frames.map(frame),
        ...lines.map((line) => run(line, labels)),
        ...ports(lines),
        ...boxes.filter(({ isFrame }) => !isFrame).map(box),
      ]),
    ),
  ]);
}

const arrow = s(
  "marker",
  { id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto-start-reverse" },
  s("path.arrow", { d: "M0 0 8 4 0 8z" }),
);

/** A frame stands for resources as well; only its label opens them, for its boxes lie on it. */
function frame({ id, x, y, width, height, label, note, role, urns }: Placed): Element {
  const text = s("text", { x: x + 14, y: y + 21 }, [
    label,
    ...(note === undefined ? [] : [s("tspan.note", ` ${note}`)]),
  ]);
  const spoken = [label, note].filter((each) => each !== undefined).join(", ");
  return s("g", { className: ["frame", role] }, [
    s("rect", { x, y, width, height, rx: 8 }),
    urns === undefined ? text : s("g.title", opening(id), [s("title", spoken), text]),
  ]);
}

/** What makes a part of the drawing a button. */
function opening(id: string) {
  return { dataBox: id, tabIndex: 0, role: "button", ariaExpanded: "false", ariaControls: "details" };
}

function run({ from, to, label, level, points }: Run, labels: ReadonlyMap<string, string>): Element {
  const [first, ...others] = points;
  const path = first === undefined ? "" : `M${first.x} ${first.y}${others.map(({ x, y }) => `L${x} ${y}`).join("")}`;
  const text = `${labels.get(from)} to ${labels.get(to)}${label === undefined ? "" : `, ${label}`}`;
  return s("g", { className: ["line", level ?? "info"], dataFrom: from, dataTo: to }, [
    s("title", text),
    s("path", { d: path, markerEnd: "url(#arrow)" }),
  ]);
}

/** The labels of lines before their ends; lines that end together with the same label share it. */
function ports(lines: readonly Run[]): Element[] {
  const found = lines.flatMap(({ label, points, level }) => {
    const last = points.at(-1);
    return label === undefined || last === undefined ? [] : [{ label, last, level: level ?? "info" }];
  });
  const groups = Map.groupBy(found, ({ last }) => `${Math.round(last.x)} ${Math.round(last.y)}`);
  return [...groups.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const text = [...new Set(own.map(({ label }) => label))].join(", ");
    const worst = own.some(({ level }) => level === "bad") ? "bad" : first.level;
    return [s("text.port", { className: [worst], x: first.last.x - 9, y: first.last.y - 4, textAnchor: "end" }, text)];
  });
}

/** The text as far as a box holds it, by the width of a letter in pixels. */
function fitting(text: string, width: number, letter: number): string {
  const most = Math.floor((width - 18) / letter);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function box({ id, x, y, width, height, label, note, role, level, urns }: Placed): Element {
  const opens = urns === undefined ? {} : opening(id);
  const spoken = [label, note].filter((each) => each !== undefined).join(", ");
  return s("g", { className: ["box", role, level ?? "plain"], ...opens }, [
    s("title", spoken),
    s("rect", { x, y, width, height, rx: 6 }),
    s("text", { x: x + 10, y: y + (note === undefined ? height / 2 + 4 : 20) }, fitting(label, width, 7)),
    ...(note === undefined ? [] : [s("text.note", { x: x + 10, y: y + 37 }, fitting(note, width, 5.9))]),
    ...(level === "bad" || level === "warning" ? [s("circle", { cx: x + width - 9, cy: y + 9, r: 4 })] : []),
  ]);
}
