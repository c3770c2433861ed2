import { list, number, text } from "../../commands/inputs.ts";
import type { Bar, Block, Table } from "../block.ts";
import { priceTable } from "../data/prices/index.ts";
import { shares, usage } from "../data/usage.ts";
import { money as dollars } from "../format.ts";
import type { Level } from "../level.ts";
import type { Content, Fact, Plan, Review, Section } from "../section.ts";
import { type Bill, bill, sum } from "./money/bill.ts";
import {
  assumptionTable,
  byComponent,
  componentTable,
  freeNote,
  lineTable,
  missingTable,
  priceRows,
} from "./money/tables.ts";

/** The largest monthly budget of all services; undefined without one. */
export function budgetOf({ resources }: Plan): number | undefined {
  const amounts = resources
    .filter(({ type, inputs }) => type === "aws:budgets/budget:Budget" && text(inputs, "timeUnit") === "MONTHLY")
    .filter(({ inputs }) => list(inputs, "costFilters").every((each) => text(each, "name") === "TagKeyValue"))
    .flatMap(({ inputs }) => number(inputs, "limitAmount") ?? []);
  return amounts.length === 0 ? undefined : Math.max(...amounts);
}

function make(review: Review): Content {
  const { plan, against } = review;
  const used = usage(text(review.config, "definition") ?? review.stack);
  const now = bill(plan, used);
  const budget = budgetOf(plan);
  const before = against === undefined ? undefined : { plan: against, bill: bill(against, used) };
  const blocks: Block[] = [
    ...budgetBlocks(now, budget),
    { kind: "text", paragraphs: [scope(plan, now), freeNote] },
    ...(before === undefined ? [] : [differenceTable(plan, now, before)]),
    componentTable(plan, now),
    assumptionTable(now, used),
    lineTable(now),
    priceRows(now),
    missingTable(now),
  ];
  const note = [
    ...(budget === undefined ? [] : [`budget ${dollars(budget)}`]),
    ...(before === undefined ? [] : [`${signed(now.usd - before.bill.usd)} against the plan`]),
  ].join(", ");
  const tile = {
    label: "Per month",
    value: dollars(Math.round(now.usd)).replace(/\.00$/, ""),
    level: levelOf(now, budget),
  };
  return { blocks, tiles: [note === "" ? tile : { ...tile, note }], facts: facts(now) };
}

function levelOf({ usd, most }: Bill, budget: number | undefined): Level {
  if (budget === undefined) return "info";
  return usd > budget ? "bad" : most > budget ? "warning" : "good";
}

function budgetBlocks(now: Bill, budget: number | undefined): Block[] {
  if (budget === undefined)
    return [{ kind: "notice", level: "warning", text: "The stack has no monthly budget for all services." }];
  const level = levelOf(now, budget);
  const bar = (label: string, value: number): Bar => ({
    label,
    value,
    of: budget,
    text: `${dollars(value)} of ${dollars(budget)}`,
    level: value > budget ? level : "good",
  });
  const said = {
    bad: `The sum exceeds the budget by ${dollars(now.usd - budget)}.`,
    warning: `At the maximum of everything that scales, the sum exceeds the budget by ${dollars(now.most - budget)}.`,
  };
  return [
    ...(level === "bad" || level === "warning" ? [{ kind: "notice", level, text: said[level] } as const] : []),
    {
      kind: "bars",
      title: "Budget per month",
      bars: [bar("after the update", now.usd), bar("at the maximum", now.most)],
    },
  ];
}

/** Which prices the sum uses, of which Regions. */
function scope({ resources }: Plan, { items }: Bill): string {
  const dates = [...new Set(items.map(({ price }) => priceTable[price].date))]
    .filter((date) => /^\d/.test(date))
    .sort();
  const listed = new Set(items.map(({ price }) => priceTable[price].region));
  const others = [...new Set(resources.map(({ region }) => region))].filter((each) => each !== "" && !listed.has(each));
  return [
    "On-Demand list prices in US dollars for 730 hours, without free tiers, discounts and taxes; Spot is counted at the On-Demand price.",
    dates.length === 0 ? "" : `The dated sources are of ${dates[0]} to ${dates.at(-1)}.`,
    others.length === 0
      ? ""
      : `Resources in ${others.toSorted().join(" and ")} are counted at the prices of us-east-1; their own were not looked up.`,
    `What depends on use is assumed: dev has ${shares.dev * 100} % and staging ${shares.staging * 100} % of production's use.`,
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

/** What each component costs more or less than in another plan, the largest difference first. */
function differenceTable(plan: Plan, now: Bill, before: { plan: Plan; bill: Bill }): Table {
  const [here, there] = [byComponent(plan, now), byComponent(before.plan, before.bill)];
  const usd = (items: readonly { usd: number }[] = []) => sum(items.map((each) => each.usd));
  const rows = [...new Set([...here.keys(), ...there.keys()])]
    .map((title) => ({ title, old: usd(there.get(title)), own: usd(here.get(title)) }))
    .filter(({ old, own }) => Math.abs(own - old) >= 0.005)
    .toSorted((one, other) => Math.abs(other.own - other.old) - Math.abs(one.own - one.old))
    .map(({ title, old, own }) => ({ cells: [title, old, own, own - old] }));
  return {
    kind: "table",
    title: "Difference against the plan",
    columns: [
      { title: "Component", kind: "text" },
      { title: "Before", kind: "money" },
      { title: "After", kind: "money" },
      { title: "Difference", kind: "money" },
    ],
    rows,
    empty: "No component costs more or less.",
    total: ["Sum", before.bill.usd, now.usd, now.usd - before.bill.usd],
  };
}

function signed(usd: number): string {
  return `${usd >= 0 ? "+" : "−"}${dollars(Math.abs(usd))}`;
}

function facts({ items }: Bill): Fact[] {
  return [...Map.groupBy(items, ({ resource }) => resource.urn)].map(([urn, own]) => {
    const usd = sum(own.map((each) => each.usd));
    return { urn, label: "per month", value: dollars(usd), usd };
  });
}

/** What the stack costs per month. */
export const money: Section = {
  id: "money",
  title: "Money",
  about: "What does the stack cost per month, and does it fit the budget?",
  make,
};
