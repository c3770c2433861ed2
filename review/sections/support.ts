import { at, text } from "../../commands/inputs.ts";
import { vcpus } from "../../commands/preflight/vcpus.ts";
import { daysUntil, type Supported, supported, upgradeOf, upgrades, warnings } from "../../layers/support.ts";
import { type Fee, feeOf } from "../../rehearsal/published/extended-support.ts";
import { removalSource, removedApis } from "../../rehearsal/published/removed-apis.ts";
import type { Block, Row, Table } from "../block.ts";
import { month } from "../data/price.ts";
import { counted } from "../format.ts";
import type { Level } from "../level.ts";
import type { Content, Resource, Review, Section } from "../section.ts";

/** A version with the days that it has left; infinite where AWS has announced no end. */
export interface Left extends Supported {
  days: number;
}

function make({ plan, definition, today }: Review): Content {
  const versions = definition === undefined ? [] : left(supported(definition), today);
  const removed = removedApis(plan.resources);
  const blocks: Block[] = [versionTable(versions, plan.resources), orderTable(versions, today), removalTable(removed)];
  const [first] = versions;
  if (first === undefined) return { blocks };
  const value = Number.isFinite(first.days) ? counted(first.days, "day") : "not announced";
  const tile = { label: "Next end of support", value, note: first.what, level: levelOf(first) };
  return { blocks, tiles: [tile] };
}

/** Versions with their days, the first end first. */
export function left(versions: readonly Supported[], today: string): Left[] {
  const all = versions.map((each) => ({ ...each, days: daysUntil(each.ends, today) }));
  return all.toSorted((one, other) => one.days - other.days);
}

function levelOf({ days }: Left): Level {
  if (days <= warnings.late) return "bad";
  if (days <= warnings.due) return "warning";
  return days <= warnings.planned ? "info" : "good";
}

function versionTable(versions: readonly Left[], resources: readonly Resource[]): Table {
  return {
    kind: "table",
    title: `End of standard support; marked ${warnings.planned}, ${warnings.due} and ${warnings.late} days before`,
    columns: [
      { title: "Version", kind: "text" },
      { title: "Key", kind: "code" },
      { title: "Ends", kind: "date" },
      { title: "Days left", kind: "number" },
      { title: "What happens then", kind: "text" },
      { title: "Extended support per month", kind: "money" },
      { title: "Source of the fee", kind: "text" },
    ],
    rows: versions.map((each): Row => {
      const { what, key, ends, days } = each;
      const fee = feeOf(what);
      const source = fee?.source.startsWith("https://")
        ? { text: new URL(fee.source).hostname, href: fee.source }
        : fee?.source;
      const cost = fee === undefined ? undefined : feePerMonth(fee, key, resources);
      return {
        cells: [what, key, ends, Number.isFinite(days) ? days : undefined, after(what, resources), cost, source],
        level: levelOf(each),
      };
    }),
    empty: "The definition sets no version whose support ends.",
  };
}

/** What AWS does when standard support ends: it upgrades, or it charges for extended support. */
function after(what: string, resources: readonly Resource[]): string {
  const product = what.split(" ")[0];
  if (product === "Kubernetes") {
    const cluster = resources.find(({ type }) => type === "aws:eks/cluster:Cluster");
    const standard = text(cluster?.inputs, "upgradePolicy.supportType") === "STANDARD";
    return standard ? "EKS upgrades the control plane" : "extended support is charged";
  }
  if (product === "PostgreSQL") {
    const stores = resources.filter(({ type }) => /^aws:rds\/(?:instance:Instance|cluster:Cluster)$/.test(type));
    const ends = stores.every(({ inputs }) => text(inputs, "engineLifecycleSupport")?.endsWith("-disabled") === true);
    return ends ? "RDS upgrades the database" : "extended support is charged";
  }
  return product === "OpenSearch" ? "extended support is charged" : "not looked up";
}

/** The fee of a month, if the version ran on in extended support; not known where capacity varies, as for Aurora Serverless. */
function feePerMonth({ usd, unit }: Fee, key: string, resources: readonly Resource[]): number | undefined {
  const of = (type: string, name: string) => resources.find((each) => each.type === type && each.name === name);
  if (unit === "cluster") return usd * month;
  const [, name = ""] = /^databases\.([^.]+)\./.exec(key) ?? [];
  const database = of("aws:rds/instance:Instance", `database-${name}`);
  if (unit !== "vCPU" || database === undefined) return undefined;
  const cores = vcpus((text(database.inputs, "instanceClass") ?? "").replace(/^db\./, "")) ?? 0;
  return cores * (at(database.inputs, "multiAz") === true ? 2 : 1) * usd * month;
}

function orderTable(versions: readonly Left[], today: string): Table {
  return {
    kind: "table",
    title: "To upgrade this quarter, in this order",
    columns: [
      { title: "Version", kind: "text" },
      { title: "Key", kind: "code" },
      { title: "Before", kind: "date" },
      { title: "How", kind: "text" },
    ],
    rows: upgrades(versions, today).map(
      (each): Row => ({ cells: [each.what, each.key, each.ends, upgradeOf(each.what)], level: levelOf(each) }),
    ),
    empty: `No version ends within ${warnings.planned} days.`,
  };
}

function removalTable(removed: ReturnType<typeof removedApis<Resource>>): Table {
  return {
    kind: "table",
    title: "Kubernetes API versions that the next minor may not serve",
    columns: [
      { title: "Object", kind: "text" },
      { title: "API version", kind: "code" },
      { title: "When", kind: "text" },
      { title: "Instead", kind: "code" },
    ],
    rows: removed.map(({ resource, when, instead }): Row => {
      const api = resource.type.replace(/^kubernetes:/, "");
      return { cells: [resource.name, api, when, instead], level: when.startsWith("removed") ? "bad" : "warning" };
    }),
    empty: `None of the stack's own objects has one (${removalSource}).`,
  };
}

/** Which versions end when, and what to do about it. */
export const support: Section = {
  id: "support",
  title: "Support",
  about: "Which versions lose their support when, what does extended support cost, and what is to be upgraded first?",
  make,
};
