import elkjs from "elkjs/lib/elk.bundled.js";
import type { ElkEdgeSection, ElkNode, LayoutOptions } from "elkjs/lib/elk-api.js";
import type { Box, Diagram, Line } from "./diagram.ts";

/** A box with its place in the drawing, in pixels from the upper left corner. */
export interface Placed extends Box {
  x: number;
  y: number;
  width: number;
  height: number;
  /** Whether other boxes are in it. */
  isFrame: boolean;
  /** How many frames are around it. */
  depth: number;
}

/** A line with the points that it runs through. */
export interface Run extends Line {
  points: readonly { x: number; y: number }[];
}

export interface Layout {
  width: number;
  height: number;
  boxes: readonly Placed[];
  lines: readonly Run[];
}

/** Width of a letter of the labels in pixels, on average; the font is 12 pixels high. */
const letter = 7;
/** How many lines a drawing has at most before lines with a common end are merged. */
const crowded = 20;
const least = 118;
const most = 204;
/** Height of the label of a frame, and the distance of what is in a frame from its border. */
const frame = "[top=34,left=14,bottom=14,right=14]";

const flowing: LayoutOptions = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.spacing.nodeNode": "14",
  "elk.spacing.edgeNode": "12",
  "elk.spacing.edgeEdge": "7",
  "elk.layered.spacing.nodeNodeBetweenLayers": "40",
  "elk.layered.spacing.edgeNodeBetweenLayers": "12",
  "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
};

const packed: LayoutOptions = {
  "elk.algorithm": "rectpacking",
  "elk.spacing.nodeNode": "12",
  "elk.aspectRatio": "1.45",
};

/** Lays a diagram out with ELK: from left to right along its lines, or packed where it has none. */
export async function laidOut(diagram: Diagram): Promise<Layout> {
  // Merged lines hide which box is connected to which, so only many lines are merged.
  const merging = { "elk.layered.mergeEdges": String(diagram.lines.length > crowded) };
  const options = diagram.lines.length > 0 ? { ...flowing, ...merging } : packed;
  const inside = Map.groupBy(diagram.boxes, ({ within }) => within);
  const node = (box: Box): ElkNode => {
    const children = (inside.get(box.id) ?? []).map(node);
    if (children.length === 0) return { id: box.id, ...sizeOf(box) };
    const width = Math.round((box.label.length + (box.note ?? "").length) * letter + 40);
    const size = { "elk.nodeSize.constraints": "MINIMUM_SIZE", "elk.nodeSize.minimum": `(${width},60)` };
    return { id: box.id, children, layoutOptions: { ...options, ...size, "elk.padding": frame } };
  };
  const root: ElkNode = {
    id: "drawing",
    layoutOptions: {
      ...options,
      "elk.padding": "[top=2,left=2,bottom=2,right=2]",
      "elk.json.shapeCoords": "ROOT",
      "elk.json.edgeCoords": "ROOT",
    },
    children: (inside.get(undefined) ?? []).map(node),
    edges: diagram.lines.map(({ from, to }, at) => ({ id: `line-${at}`, sources: [from], targets: [to] })),
  };
  const drawn = await new elkjs.default().layout(root);
  return {
    width: Math.ceil(drawn.width ?? 0),
    height: Math.ceil(drawn.height ?? 0),
    boxes: placed(drawn, new Map(diagram.boxes.map((box) => [box.id, box])), 0),
    lines: (drawn.edges ?? []).flatMap(({ sections }, at) => {
      const line = diagram.lines[at];
      return line === undefined ? [] : [{ ...line, points: (sections ?? []).flatMap(pointsOf) }];
    }),
  };
}

function sizeOf({ label, note = "" }: Box): { width: number; height: number } {
  const longest = Math.max(label.length * letter, note.length * letter * 0.85);
  return { width: Math.round(Math.min(most, Math.max(least, longest + 24))), height: note === "" ? 34 : 48 };
}

function pointsOf({ startPoint, bendPoints = [], endPoint }: ElkEdgeSection) {
  return [startPoint, ...bendPoints, endPoint];
}

/** All boxes below a node, outer ones first. */
function placed(node: ElkNode, boxes: ReadonlyMap<string, Box>, depth: number): Placed[] {
  return (node.children ?? []).flatMap((child) => {
    const box = boxes.get(child.id);
    const { x = 0, y = 0, width = 0, height = 0, children = [] } = child;
    const own = box === undefined ? [] : [{ ...box, x, y, width, height, isFrame: children.length > 0, depth }];
    return [...own, ...placed(child, boxes, depth + 1)];
  });
}
