import type { Line, Setting } from "../../data/charges/charge.ts";
import { charges } from "../../data/charges/index.ts";
import { free } from "../../data/free.ts";
import { type Priced, priceTable } from "../../data/prices/index.ts";
import { unpriced } from "../../data/unpriced.ts";
import type { Use } from "../../data/usage.ts";
import type { Plan, Resource } from "../../section.ts";

/** One priced line of a resource. */
export interface Item {
  resource: Resource;
  price: Priced;
  /** The assumption that the quantity comes from. @default it comes from the inputs */
  use?: Use;
  /** Units per month. */
  quantity: number;
  /** US dollars per month. */
  usd: number;
  /** US dollars per month when everything that scales is at its maximum. */
  most: number;
}

/** Something without a price, with the reason. */
export interface Missing {
  what: string;
  count: number;
  why: string;
}

/** What a plan costs per month. */
export interface Bill {
  items: readonly Item[];
  missing: readonly Missing[];
  usd: number;
  most: number;
}

/** The monthly bill of a plan, with what is assumed of its use. */
export function bill(plan: Plan, usage: (use: Use) => number): Bill {
  const resources = plan.resources.filter(({ op }) => !op.startsWith("delete"));
  const setting = settingOf(resources, usage);
  const lines = resources.flatMap((resource) =>
    (charges.get(resource.type)?.lines(resource, setting) ?? []).map((line) => ({ resource, line })),
  );
  const items = lines.flatMap(({ resource, line }) => item(resource, line) ?? []);
  const without = lines.filter(({ line }) => line.price === undefined).map(({ line }) => line.unpriced ?? "");
  return {
    items,
    missing: [...counted(without, () => "the price table has no row for it"), ...typesWithout(resources)],
    usd: sum(items.map(({ usd }) => usd)),
    most: sum(items.map(({ most }) => most)),
  };
}

/** The sum of amounts. */
export function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, each) => total + each, 0);
}

function settingOf(resources: readonly Resource[], usage: Setting["usage"]): Setting {
  const known = new Map(resources.map((each) => [each.urn, each]));
  const types = Map.groupBy(resources, ({ type }) => type);
  return {
    usage,
    used: ({ propertyDependencies }, input, type) =>
      (propertyDependencies[input] ?? []).flatMap((urn) => known.get(urn) ?? []).filter((each) => each.type === type),
    of: (type) => types.get(type) ?? [],
  };
}

function item(resource: Resource, { price, use, quantity, most = quantity }: Line): Item | undefined {
  if (price === undefined || Math.max(quantity, most) === 0) return undefined;
  const { usd } = priceTable[price];
  return { resource, price, quantity, usd: quantity * usd, most: most * usd, ...(use === undefined ? {} : { use }) };
}

/** Types of AWS that are neither charged nor free; a type of no table was not looked up. */
function typesWithout(resources: readonly Resource[]): Missing[] {
  const types = resources
    .map(({ type }) => type)
    .filter((type) => type.startsWith("aws:") && !charges.has(type) && !free.has(type));
  return counted(types, (type) => unpriced[type] ?? "not looked up");
}

function counted(names: readonly string[], why: (name: string) => string): Missing[] {
  return [...Map.groupBy(names, (name) => name)].map(([what, { length: count }]) => ({ what, count, why: why(what) }));
}
