import { demandOf } from "../../data/demands.ts";
import { minutesOf, type Time } from "../../data/times.ts";
import type { Review } from "../../section.ts";
import { type Edge, type Edges, edgesOf } from "./graph.ts";
import { criticalPath, reversed, type Span, schedule, total } from "./path.ts";

/** One operation on a whole stack. */
export interface Course {
  operation: Time["operation"];
  edges: Edges;
  spans: ReadonlyMap<string, Span>;
  path: readonly { span: Span; after?: Edge }[];
  /** Minutes until everything is done. */
  minutes: number;
  /** The same without the waits that have no reason. */
  demanded: number;
}

/** How long the stack takes to be created and deleted. */
export function courses({ plan, made }: Pick<Review, "plan" | "made">): Record<Time["operation"], Course> {
  const edges = edgesOf(plan, made);
  const types = new Map(plan.resources.map(({ urn, type }) => [urn, type]));
  const reasoned = new Map(
    [...edges].map(([urn, before]) => [urn, before.filter((edge) => hasReason(types, urn, edge))]),
  );
  const course = (operation: Time["operation"]): Course => {
    const minutes = (urn: string) => minutesOf(types.get(urn) ?? "", operation);
    const directed = operation === "create" ? edges : reversed(edges);
    const spans = schedule(directed, minutes);
    const least = schedule(operation === "create" ? reasoned : reversed(reasoned), minutes);
    return {
      operation,
      edges: directed,
      spans,
      path: criticalPath(spans, directed),
      minutes: total(spans),
      demanded: total(least),
    };
  };
  return { create: course("create"), delete: course("delete") };
}

function hasReason(types: ReadonlyMap<string, string>, urn: string, { kind, on }: Edge): boolean {
  return kind !== "wait" || demandOf(types.get(urn) ?? "", types.get(on) ?? "") !== undefined;
}

/** The critical path by the longest chain that references and reasons demand. */
export function ratio({ minutes, demanded }: Course): number {
  return demanded === 0 ? 1 : minutes / demanded;
}
