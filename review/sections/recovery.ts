import { number, text } from "../../commands/inputs.ts";
import type { StackDefinition } from "../../layers/definition.ts";
import { rowOf, rows } from "../../layers/table.ts";
import type { Block, Row, Table } from "../block.ts";
import { counted } from "../format.ts";
import type { Level } from "../level.ts";
import type { Content, Resource, Review, Section } from "../section.ts";
import { hasPointInTime, kinds, type Recovered, recovered, resourceOf } from "./recovery/recovered.ts";

function make({ plan, definition }: Review): Content {
  if (definition === undefined)
    return { blocks: [{ kind: "text", paragraphs: ["The stack has no stores in AWS, and no backups."] }] };
  const found = recovered(definition, plan.resources);
  const missed = found.filter((each) => levelOf(each) === "bad");
  const blocks: Block[] = [
    ...missed.map(
      (each): Block => ({
        kind: "notice",
        level: "bad",
        text: `${each.kind} ${each.name} does not meet its objectives: ${gaps(each).join(", ")}.`,
      }),
    ),
    objectiveTable(found),
    unprotected(definition, plan.resources),
  ];
  const value = `${found.length - missed.length} of ${found.length}`;
  return {
    blocks,
    tiles: [
      { label: "Recovery objectives", value, note: "met by configuration", level: missed.length > 0 ? "bad" : "good" },
    ],
  };
}

function gaps({ objectives, lossHours: loss, creationMinutes, regionLossHours }: Recovered): string[] {
  const { rpoHours, rtoHours } = objectives;
  return [
    ...(loss > rpoHours ? [`${loss} hours of data can be lost, RPO is ${rpoHours}`] : []),
    ...(creationMinutes / 60 > rtoHours ? [`a new store alone takes longer than the RTO of ${rtoHours} hours`] : []),
    // A Region can be away for more than a day.
    ...(rtoHours < 24 && regionLossHours === undefined ? ["the second Region has no copy"] : []),
  ];
}

function levelOf(each: Recovered): Level {
  if (gaps(each).length > 0) return "bad";
  const { regionLossHours, objectives } = each;
  return regionLossHours !== undefined && regionLossHours > objectives.rpoHours ? "warning" : "good";
}

function objectiveTable(found: readonly Recovered[]): Table {
  return {
    kind: "table",
    title: "Objectives and what is configured",
    columns: [
      { title: "Store", kind: "text" },
      { title: "Tier", kind: "text" },
      { title: "RPO (hours)", kind: "number" },
      { title: "Loss at most (hours)", kind: "number" },
      { title: "Loss of the Region (hours)", kind: "text" },
      { title: "RTO (hours)", kind: "number" },
      { title: "A new, empty store takes", kind: "duration" },
      { title: "Kept (days)", kind: "number" },
      { title: "Restore tested weekly", kind: "text" },
    ],
    rows: found.map((each): Row => {
      const { kind, name, tier, objectives, lossHours: loss, regionLossHours, creationMinutes, keptDays } = each;
      const { rpoHours, rtoHours } = objectives;
      const region = regionLossHours === undefined ? "all data" : String(regionLossHours);
      const tested = each.tested ? "yes" : "no";
      return {
        cells: [`${kind} ${name}`, tier, rpoHours, loss, region, rtoHours, creationMinutes, keptDays, tested],
        level: levelOf(each),
      };
    }),
    empty: "No store has a recovery tier.",
  };
}

/** Stores without a tier, with what the service itself keeps. */
function unprotected(definition: StackDefinition, resources: readonly Resource[]): Table {
  const { recovery } = definition;
  const without = kinds.flatMap((kind) =>
    Object.keys(definition[kind.key] ?? {})
      .filter((name) => rowOf(recovery?.[kind.key], name) === undefined)
      .map((name) => ({ store: `${kind.key} ${name}`, kept: keeps(resourceOf(kind, name, resources)) })),
  );
  const caches = rows(definition.caches).map(([name]) => ({
    store: `caches ${name}`,
    kept: keeps(resources.find(({ type, name: own }) => /replicationGroup/.test(type) && own === `cache-${name}`)),
  }));
  const others = [
    ...rows(definition.searches).map(([name]) => `searches ${name}`),
    ...rows(definition.brokers).map(([name]) => `brokers ${name}`),
  ].map((store) => ({ store, kept: "what the service keeps was not looked up" }));
  return {
    kind: "table",
    title: "Stores without a recovery tier",
    columns: [
      { title: "Store", kind: "text" },
      { title: "What is kept", kind: "text" },
    ],
    rows: [...without, ...caches, ...others].map(({ store, kept }): Row => {
      return kept === nothing ? { cells: [store, kept], level: "warning" } : { cells: [store, kept] };
    }),
    empty: "Every store has a recovery tier.",
  };
}

const nothing = "nothing";

function keeps(store: Resource | undefined): string {
  if (store === undefined) return nothing;
  const { type, inputs } = store;
  const days = number(inputs, "backupRetentionPeriod") ?? number(inputs, "snapshotRetentionLimit") ?? 0;
  if (days > 0) return `${counted(days, "day")} of automated backups, window ${windowOf(inputs)}`;
  if (type.startsWith("aws:s3/")) return "noncurrent versions, as its lifecycle says";
  return hasPointInTime(store) ? "point-in-time recovery" : nothing;
}

function windowOf(inputs: Resource["inputs"]): string {
  return (
    text(inputs, "backupWindow") ?? text(inputs, "preferredBackupWindow") ?? text(inputs, "snapshotWindow") ?? "of AWS"
  );
}

/** What can be restored, and how fast. */
export const recovery: Section = {
  id: "recovery",
  title: "Recovery",
  about: "How much data can be lost, how long does a restore take, and does the configuration meet the objectives?",
  make,
};
