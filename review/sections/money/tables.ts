import type { Cell, Row, Table } from "../../block.ts";
import { components, shortType } from "../../components.ts";
import { freeSource } from "../../data/free.ts";
import { type Priced, priceTable } from "../../data/prices/index.ts";
import { invisible } from "../../data/unpriced.ts";
import { assumptions, type Use } from "../../data/usage.ts";
import type { Plan } from "../../section.ts";
import { type Bill, type Item, sum } from "./bill.ts";

const amounts = (items: readonly Item[]) => {
  const assumed = sum(items.filter(({ use }) => use !== undefined).map(({ usd }) => usd));
  const usd = sum(items.map((each) => each.usd));
  return { fixed: usd - assumed, assumed, usd, most: sum(items.map(({ most }) => most)) };
};

/** The items of a bill by component, the name of the component first. */
export function byComponent(plan: Plan, { items }: Bill): Map<string, Item[]> {
  const tops = components(plan.resources);
  const name = ({ resource }: Item) => {
    const top = tops.get(resource.urn) ?? resource;
    return `${top.name} (${shortType(top.type)})`;
  };
  const grouped = [...Map.groupBy(items, name)].map(([title, own]) => ({ title, own, usd: amounts(own).usd }));
  return new Map(grouped.toSorted((one, other) => other.usd - one.usd).map(({ title, own }) => [title, own]));
}

/** What each component costs, the most expensive first. */
export function componentTable(plan: Plan, bill: Bill): Table {
  const rows = [...byComponent(plan, bill)].map(([title, items]) => {
    const { fixed, assumed, usd, most } = amounts(items);
    return { cells: [title, fixed, assumed, usd, most] };
  });
  const { fixed, assumed, usd, most } = amounts(bill.items);
  return {
    kind: "table",
    title: "Per component and month",
    columns: [
      { title: "Component", kind: "text" },
      { title: "Fixed", kind: "money" },
      { title: "Assumed use", kind: "money" },
      { title: "Per month", kind: "money" },
      { title: "At the maximum", kind: "money" },
    ],
    rows,
    empty: "No resource of the plan has a price.",
    total: ["Sum", fixed, assumed, usd, most],
  };
}

/** Every priced line. */
export function lineTable({ items }: Bill): Table {
  return {
    kind: "table",
    title: "Per resource",
    columns: [
      { title: "Resource", kind: "text" },
      { title: "What", kind: "text" },
      { title: "Quantity", kind: "number" },
      { title: "Unit", kind: "text" },
      { title: "Price", kind: "text" },
      { title: "Per month", kind: "money" },
    ],
    rows: items
      .toSorted((one, other) => other.usd - one.usd)
      .map(({ resource, price, quantity, usd }) => ({
        cells: [
          `${shortType(resource.type)} ${resource.name}`,
          price,
          quantity,
          priceTable[price].unit,
          `$${priceTable[price].usd}`,
          usd,
        ],
      })),
    empty: "No resource of the plan has a price.",
    folded: true,
  };
}

/** What is assumed of the use, with the sum that it makes. */
export function assumptionTable({ items }: Bill, usage: (use: Use) => number): Table {
  const used = Map.groupBy(items, ({ use }) => use);
  const rows = [...used].flatMap(([use, own]): Row[] =>
    use === undefined ? [] : [{ cells: [assumptions[use].what, usage(use), assumptions[use].unit, amounts(own).usd] }],
  );
  return {
    kind: "table",
    title: "Assumed use per month",
    columns: [
      { title: "Assumption", kind: "text" },
      { title: "Amount", kind: "number" },
      { title: "Unit", kind: "text" },
      { title: "Makes per month", kind: "money" },
    ],
    rows,
    empty: "No sum depends on an assumption.",
  };
}

/** The prices that the bill uses, with Region, date and source. */
export function priceRows({ items }: Bill): Table {
  const used: readonly Priced[] = [...new Set(items.map(({ price }) => price))];
  const cell = (source: string): Cell =>
    source.startsWith("https://") ? { text: new URL(source).hostname, href: source } : source;
  return {
    kind: "table",
    title: "Prices",
    columns: [
      { title: "What", kind: "text" },
      { title: "Price", kind: "text" },
      { title: "Per", kind: "text" },
      { title: "Region", kind: "text" },
      { title: "Date of the source", kind: "text" },
      { title: "Source", kind: "text" },
    ],
    rows: used.toSorted().map((name) => {
      const { usd, unit, region, date, source } = priceTable[name];
      return { cells: [name, `$${usd}`, unit, region, date, cell(source)] };
    }),
    empty: "The plan uses no price.",
    folded: true,
  };
}

/** What the sum lacks, with the reasons. */
export function missingTable({ missing }: Bill): Table {
  return {
    kind: "table",
    title: "Not in the sum",
    columns: [
      { title: "What", kind: "text" },
      { title: "Number", kind: "number" },
      { title: "Reason", kind: "text" },
    ],
    rows: [
      ...missing.map(({ what, count, why }) => ({
        cells: [what.startsWith("aws:") ? shortType(what) : what, count, why],
      })),
      ...invisible.map(({ what, why }) => ({ cells: [what, undefined, why] })),
    ],
    empty: "Every resource has a price or is free.",
    folded: true,
  };
}

/** The sentence on resources that are free. */
export const freeNote = `Types without a charge: ${freeSource}.`;
