import type { Span as Bar, Block, Row, Table } from "../block.ts";
import { isReal, shortType } from "../components.ts";
import { type Demand, demandOf } from "../data/demands.ts";
import { minutesOf, otherwise, times } from "../data/times.ts";
import { duration } from "../format.ts";
import type { Content, Plan, Resource, Review, Section } from "../section.ts";
import { type Course, courses, ratio } from "./time/courses.ts";
import type { Edge } from "./time/graph.ts";
import { end, schedule, total } from "./time/path.ts";

function make({ plan, made }: Review): Content {
  const both = courses({ plan, made });
  const resources = new Map(plan.resources.map((each) => [each.urn, each]));
  const blocks: Block[] = [
    { kind: "text", paragraphs: [model(plan)] },
    ...courseBlocks("Creation (up)", both.create, resources),
    shorter(both.create, resources),
    ...courseBlocks("Deletion (destroy)", both.delete, resources),
    sources(plan),
  ];
  const long = [...both.create.spans.values()].filter(({ minutes }) => minutes >= 1);
  return {
    blocks,
    tiles: [
      {
        label: "Time of up",
        value: duration(both.create.minutes),
        note: `destroy ${duration(both.delete.minutes)}`,
        level: ratio(both.create) > 1.05 ? "warning" : "good",
      },
    ],
    facts: long.map(({ urn, minutes }) => ({ urn, label: "creation", value: duration(minutes) })),
  };
}

function model({ resources }: Plan): string {
  const real = resources.filter(isReal);
  const known = new Set(times.map(({ type }) => type));
  const without = real.filter(({ type }) => !known.has(type)).length;
  return `Each resource begins when the last one that it waits for has ended; the engine runs all that can run at once. Times are published ones; the other ${without} of ${real.length} resources take ${otherwise * 60} seconds, which was not looked up.`;
}

function courseBlocks(title: string, course: Course, resources: ReadonlyMap<string, Resource>): Block[] {
  const { minutes, demanded, spans, path } = course;
  const critical = new Set(path.map(({ span }) => span.urn));
  const bars = [...spans.values()]
    .filter((span) => span.minutes >= 1 || (critical.has(span.urn) && span.minutes > 0))
    .toSorted((one, other) => one.start - other.start || end(one) - end(other))
    .map((span): Bar => ({ ...span, label: named(resources, span.urn), critical: critical.has(span.urn) }));
  const excess = minutes - demanded;
  return [
    excess > 0.05 * demanded
      ? {
          kind: "notice",
          level: "warning",
          text: `${title}: ${duration(excess)} of ${duration(minutes)} are waits without a reason.`,
        }
      : {
          kind: "notice",
          level: "good",
          text: `${title}: ${duration(minutes)}, ${ratio(course).toFixed(2)} times the longest chain that references and reasons demand.`,
        },
    { kind: "timeline", title, spans: bars },
    pathTable(title, course, resources),
  ];
}

function pathTable(title: string, course: Course, resources: ReadonlyMap<string, Resource>): Table {
  return {
    kind: "table",
    title: `${title}: critical path`,
    columns: [
      { title: "Resource", kind: "text" },
      { title: "From", kind: "duration" },
      { title: "Takes", kind: "duration" },
      { title: "Because of", kind: "text" },
      { title: "Reason", kind: "text" },
    ],
    rows: course.path.map(({ span, after }): Row => {
      const { text, level } = because(course, span.urn, after, resources);
      const cells = [named(resources, span.urn), span.start, span.minutes, ...text];
      return level === undefined ? { cells } : { cells, level };
    }),
    empty: "The plan has no resources.",
    folded: true,
  };
}

const kinds: Readonly<Record<Exclude<Edge["kind"], "reference">, string>> = {
  provider: "its provider",
  parent: "its parent",
  wait: "a wait",
};

/** Why a step comes after the one before it; in a deletion the other resource is the one that waited. */
function because(
  { operation }: Course,
  urn: string,
  after: Edge | undefined,
  resources: ReadonlyMap<string, Resource>,
): { text: [string, string]; level?: "warning" } {
  if (after === undefined) return { text: ["", ""] };
  if (after.kind === "reference") return { text: [`reference in ${after.inputs.join(", ")}`, ""] };
  if (after.kind !== "wait") return { text: [kinds[after.kind], ""] };
  const [of, on] = operation === "create" ? [urn, after.on] : [after.on, urn];
  const demand: Demand | undefined = demandOf(resources.get(of)?.type ?? "", resources.get(on)?.type ?? "");
  if (demand === undefined) return { text: [kinds.wait, "none is known"], level: "warning" };
  return { text: [kinds.wait, demand.why] };
}

/** What the whole would gain if one step took no time. */
function shorter({ path, edges, minutes, operation }: Course, resources: ReadonlyMap<string, Resource>): Table {
  const rows = path
    .filter(({ span }) => span.minutes >= 1)
    .map(({ span }): Row => {
      const own = (urn: string) => (urn === span.urn ? 0 : minutesOf(resources.get(urn)?.type ?? "", operation));
      return { cells: [named(resources, span.urn), span.minutes, minutes - total(schedule(edges, own))] };
    });
  return {
    kind: "table",
    title: "What would shorten the creation",
    columns: [
      { title: "If this took no time", kind: "text" },
      { title: "Takes", kind: "duration" },
      { title: "Gain of the whole", kind: "duration" },
    ],
    rows,
    empty: "No step of the critical path takes a minute.",
  };
}

/** The published times of the plan's types. */
function sources({ resources }: Plan): Table {
  const used = new Set(resources.map(({ type }) => type));
  return {
    kind: "table",
    title: "Times",
    columns: [
      { title: "Type", kind: "text" },
      { title: "Operation", kind: "text" },
      { title: "Takes", kind: "duration" },
      { title: "Date of the source", kind: "text" },
      { title: "Source", kind: "text" },
    ],
    rows: times
      .filter(({ type }) => used.has(type))
      .map(({ type, operation, minutes, date, source }) => ({
        cells: [
          shortType(type),
          operation,
          minutes,
          date,
          source.startsWith("https://") ? { text: new URL(source).hostname, href: source } : source,
        ],
      })),
    empty: "No type of the plan has a published time.",
    folded: true,
  };
}

function named(resources: ReadonlyMap<string, Resource>, urn: string): string {
  const resource = resources.get(urn);
  return resource === undefined ? urn : `${shortType(resource.type)} ${resource.name}`;
}

/** How long the stack takes to be created and deleted. */
export const time: Section = {
  id: "time",
  title: "Time",
  about: "How long do up and destroy take, and what decides it?",
  make,
};
