import type { Resource } from "../../section.ts";
import type { Priced } from "../prices/index.ts";
import type { Use } from "../usage.ts";

/** One line of what a resource costs per month. */
export interface Line {
  /** What is priced; undefined where the table has no price for it. */
  price: Priced | undefined;
  /** What has no price, in words, where there is none. @default the line has a price */
  unpriced?: string;
  /** Units per month, once the update has ended. */
  quantity: number;
  /** Units per month when everything that scales is at its maximum. @default the same */
  most?: number;
  /** The assumption that the quantity comes from. @default it comes from the inputs */
  use?: Use;
}

/** What a charge may look at besides the resource. */
export interface Setting {
  /** What is assumed per month. */
  usage: (use: Use) => number;
  /** Resources of a type that an input of another comes from. */
  used: (resource: Resource, input: string, type: string) => readonly Resource[];
  /** Every resource of a type. */
  of: (type: string) => readonly Resource[];
}

/** How the resources of a type are charged. */
export interface Charge {
  type: string;
  /** The properties that decide the amount. */
  by: string;
  lines(resource: Resource, setting: Setting): Line[];
}

/** A line that depends on an assumption alone. */
export function assumed(price: Priced, use: Use, { usage }: Setting): Line {
  return { price, use, quantity: usage(use) };
}

/** A line with a fixed quantity per month. */
export function fixed(price: Priced, quantity = 1): Line {
  return { price, quantity };
}
