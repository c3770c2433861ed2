import type { Level } from "./level.ts";

/** Boxes within boxes, and lines between them; laid out when the page is written. */
export interface Diagram {
  kind: "diagram";
  title: string;
  /** What the drawing shows, in words for who does not see it. */
  description: string;
  boxes: readonly Box[];
  lines: readonly Line[];
}

/** A box of the drawing; a box that others are in is a frame. */
export interface Box {
  id: string;
  /** ID of the box around it. @default it stands at the top */
  within?: string;
  label: string;
  /** Second line, such as a CIDR block or a count. @default none */
  note?: string;
  /** What it is, which decides its colour: network, entry, compute, store, security, outside. */
  role: Role;
  /** URNs of the resources that it stands for. @default none */
  urns?: readonly string[];
  level?: Level;
}

export type Role =
  | "region"
  | "network"
  | "tier"
  | "entry"
  | "compute"
  | "store"
  | "security"
  | "operations"
  | "outside";

/** A line from one box to another. */
export interface Line {
  from: string;
  to: string;
  /** A few characters, such as a port. @default none */
  label?: string;
  level?: Level;
}
