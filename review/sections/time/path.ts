import type { Edge, Edges } from "./graph.ts";

/** When something is done, in minutes from the beginning. */
export interface Span {
  urn: string;
  start: number;
  minutes: number;
}

/** When everything is done, in the order of the dependencies; each begins when the last that it waits for has ended. */
export function schedule(edges: Edges, minutes: (urn: string) => number): Map<string, Span> {
  const spans = new Map<string, Span>();
  const place = (urn: string): Span => {
    const done = spans.get(urn);
    if (done !== undefined) return done;
    // A circle would never end; the engine refuses one, so a resource that is being placed counts as done.
    const span = { urn, start: 0, minutes: minutes(urn) };
    spans.set(urn, span);
    span.start = Math.max(0, ...(edges.get(urn) ?? []).map(({ on }) => end(place(on))));
    return span;
  };
  for (const urn of edges.keys()) place(urn);
  return spans;
}

/** The minute at which a span ends. */
export function end({ start, minutes }: Span): number {
  return start + minutes;
}

/** The minute at which the last span ends. */
export function total(spans: ReadonlyMap<string, Span>): number {
  return Math.max(0, ...[...spans.values()].map(end));
}

/** The chain that ends last, first resource first; each step has the dependency that it waited for. */
export function criticalPath(spans: ReadonlyMap<string, Span>, edges: Edges): { span: Span; after?: Edge }[] {
  const path: { span: Span; after?: Edge }[] = [];
  let span = [...spans.values()].toSorted((one, other) => end(other) - end(one))[0];
  while (span !== undefined) {
    const { urn, start } = span;
    const after = (edges.get(urn) ?? []).find(({ on }) => {
      const before = spans.get(on);
      return before !== undefined && start > 0 && end(before) === start;
    });
    path.unshift(after === undefined ? { span } : { span, after });
    span = after === undefined ? undefined : spans.get(after.on);
  }
  return path;
}

/** The same dependencies the other way round: what must be gone before a resource is deleted. */
export function reversed(edges: Edges): Edges {
  const all = new Map<string, Edge[]>([...edges.keys()].map((urn) => [urn, []]));
  for (const [urn, before] of edges) for (const edge of before) all.get(edge.on)?.push({ ...edge, on: urn });
  return all;
}
