import { isObject, number } from "../../commands/inputs.ts";
import type { Graph } from "../../commands/preflight/graph.ts";
import { computeQuotas } from "../../commands/preflight/needs/compute-quotas.ts";
import { countQuotas } from "../../commands/preflight/needs/count-quotas.ts";
import { addressNeeds, addressUse, type TierNeed } from "../../layers/addresses.ts";
import type { Bar, Bars, Block, Row, Table } from "../block.ts";
import type { Level } from "../level.ts";
import type { Content, Review, Section } from "../section.ts";

/** What a stack takes of one quota in one Region. */
interface Use {
  name: string;
  region: string;
  /** Quota code of Service Quotas; empty for what AWS does not raise. */
  code: string;
  /** Value of the quota: the one of the stack's configuration, else AWS's default. */
  quota: number;
  /** Whether the configuration says that AWS has raised it. */
  raised: boolean;
  first: number;
  most: number;
}

function make(review: Review): Content {
  const uses = quotaUses(review);
  const { config, definition } = review;
  const needs = definition === undefined || isObject(config["existing"]) ? [] : addressNeeds(definition);
  const blocks: Block[] = [
    ...addressBlocks(needs, definition === undefined),
    {
      kind: "text",
      paragraphs: [
        "What other stacks of the account use of a quota is not in these numbers; npm run preflight asks the account. A quota that AWS has raised is in platform:quotas.",
      ],
    },
    bars(uses),
    quotaTable(uses),
  ];
  const [tightest] = uses.toSorted((one, other) => other.most / other.quota - one.most / one.quota);
  if (tightest === undefined) return { blocks };
  const value = `${Math.round((100 * tightest.most) / tightest.quota)} %`;
  const note = `${tightest.name} in ${tightest.region}`;
  return { blocks, tiles: [{ label: "Tightest quota", value, note, level: levelOf(tightest) }] };
}

/** Every quota of which the stack takes something. */
export function quotaUses({ stack, plan, config }: Pick<Review, "stack" | "plan" | "config">): Use[] {
  const home = typeof config["region"] === "string" ? config["region"] : "";
  const regions = [...new Set([home, ...plan.resources.map(({ region }) => region)])].filter((each) => each !== "");
  // A quota counts resources whichever part of the stack creates them.
  const part = "foundation";
  const resources = plan.resources.map((each) => ({ ...each, part, uses: each.propertyDependencies }) as const);
  const graph: Graph = { stack, accountId: "", regions, resources, config };
  return [...computeQuotas, ...countQuotas].flatMap((quota) =>
    regions.flatMap((region): Use[] => {
      const { first, most = first } = quota.amount(graph, region);
      const raised = quota.code === undefined ? undefined : number(config, `quotas.${quota.code}`);
      if (Math.max(first, most) === 0) return [];
      const { name, code = "", documented } = quota;
      return [{ name, region, code, quota: raised ?? documented, raised: raised !== undefined, first, most }];
    }),
  );
}

function levelOf({ quota, first, most }: Use): Level {
  if (first > quota) return "bad";
  return most > 0.8 * quota ? "warning" : "good";
}

function bars(uses: readonly Use[]): Bars {
  return {
    kind: "bars",
    title: "Quotas, at the maximum of everything that scales",
    bars: uses
      .toSorted((one, other) => other.most / other.quota - one.most / one.quota)
      .map((use): Bar => {
        const { name, region, quota, most } = use;
        return {
          label: `${name} in ${region}`,
          value: most,
          of: quota,
          text: `${most} of ${quota}, ${quota - most} left`,
          level: levelOf(use),
        };
      }),
  };
}

function quotaTable(uses: readonly Use[]): Table {
  return {
    kind: "table",
    title: "Quotas",
    columns: [
      { title: "Quota", kind: "text" },
      { title: "Region", kind: "text" },
      { title: "Code", kind: "code" },
      { title: "After the update", kind: "number" },
      { title: "At the maximum", kind: "number" },
      { title: "Value", kind: "number" },
      { title: "Left", kind: "number" },
      { title: "Value from", kind: "text" },
    ],
    rows: uses.map((use): Row => {
      const { name, region, code, quota, raised, first, most } = use;
      const from = raised ? "platform:quotas" : code === "" ? "fixed by AWS" : "AWS's default";
      return { cells: [name, region, code, first, most, quota, quota - most, from], level: levelOf(use) };
    }),
    empty: "The stack takes nothing of a known quota.",
    folded: true,
  };
}

/** Addresses of each tier's smallest subnet. */
function addressBlocks(needs: readonly TierNeed[], withoutAws: boolean): Block[] {
  if (needs.length === 0)
    return [
      {
        kind: "text",
        paragraphs: [withoutAws ? "The stack has no VPC." : "The VPC exists before the stack, which does not size it."],
      },
    ];
  const rows = needs.map((need): Row => {
    const { needed, free, freePrefixes } = addressUse(need);
    const what = Object.entries(need.addresses).map(([name, count]) => `${count} ${name}`);
    const prefixes = need.prefixes === 0 ? "" : `${need.prefixes} of ${freePrefixes}`;
    const left = free - needed - 16 * need.prefixes;
    return { cells: [need.tier, need.block, what.join(", "), needed, free, prefixes, left] };
  });
  return [
    {
      kind: "bars",
      title: "Addresses of a subnet, at the maximum of everything that scales",
      bars: needs.map((need): Bar => {
        const { needed, free } = addressUse(need);
        const all = needed + 16 * need.prefixes;
        const level: Level = all > free ? "bad" : all > 0.8 * free ? "warning" : "good";
        return { label: `${need.tier} ${need.block}`, value: all, of: free, text: `${all} of ${free}`, level };
      }),
    },
    {
      kind: "table",
      title: "Addresses",
      columns: [
        { title: "Tier", kind: "text" },
        { title: "Smallest block", kind: "code" },
        { title: "What takes addresses in a zone", kind: "text" },
        { title: "Addresses", kind: "number" },
        { title: "Free", kind: "number" },
        { title: "/28 prefixes of pods", kind: "text" },
        { title: "Left", kind: "number" },
      ],
      rows,
      empty: "The stack has no subnets.",
      folded: true,
    },
  ];
}

/** What is left of subnets and quotas. */
export const capacity: Section = {
  id: "capacity",
  title: "Addresses and quotas",
  about: "How much of its subnets and quotas does the stack take, and what is left?",
  make,
};
