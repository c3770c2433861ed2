import { Graph, type Made } from "../../rehearsal/proofs/graph.ts";
import { groupRules } from "../../rehearsal/proofs/group-rules.ts";
import { type Connection, networkFaults, type OutsideCall, openServices, routes, toldCalls } from "./connections.ts";
import { type End, endsOf } from "./ends.ts";
import { type Opening, openings, originConnections } from "./internet.ts";

/** Who reaches what in a stack. */
export interface Reach {
  graph: Graph;
  ends: readonly End[];
  openings: readonly Opening[];
  /** What something tells an end to connect to, whether it gets through or not. */
  told: readonly Connection[];
  /** What is open, although nothing tells the end to connect. */
  open: readonly Connection[];
  outside: readonly OutsideCall[];
}

const known = new WeakMap<readonly Made[], Reach>();

/** Who reaches what, by routes, network ACLs, security groups and network policies; two sections ask for the same. */
export function reachOf(made: readonly Made[]): Reach {
  const before = known.get(made);
  if (before !== undefined) return before;
  const graph = new Graph(made);
  const ends = endsOf(graph);
  const calls = toldCalls(graph, ends);
  const told = [...originConnections(graph, ends), ...routes(graph, ends), ...calls.inside];
  const reach = {
    graph,
    ends,
    openings: openings(graph, ends),
    told,
    open: opened(graph, ends, told),
    outside: calls.outside,
  };
  known.set(made, reach);
  return reach;
}

/** What nothing tells an end to use: ports that security groups admit, and Services that network policies open. */
function opened(graph: Graph, ends: readonly End[], told: readonly Connection[]): Connection[] {
  const ingress = groupRules(graph, "ingress");
  const admitted = ends.flatMap((from) =>
    ends.flatMap((to) => {
      if (from === to || to.kind === "entry" || (from.pods !== undefined && to.pods !== undefined)) return [];
      const ports = ingress.filter(({ group }) => to.groups.includes(group)).map((rule) => rule.from);
      return [...new Set(ports)]
        .filter((port) => networkFaults(graph, from, to, port).length === 0)
        .map((port) => ({ from, to, port, faults: [] }));
    }),
  );
  return [...admitted, ...openServices(graph, ends)].filter(
    ({ from, to, port }) => !told.some((each) => each.from === from && each.to === to && each.port === port),
  );
}

/** A way from the internet to a store: the first connection is from outside to an entry. */
export interface Way {
  opening: Opening;
  hops: readonly Connection[];
}

/** The shortest ways by which requests from the internet get to each end, along what is told and gets through. */
export function ways({ openings: all, told }: Reach): Way[] {
  return all
    .filter(({ isPublic }) => isPublic)
    .flatMap((opening) => {
      const found = new Map<End, readonly Connection[]>([[opening.entry, []]]);
      for (const [end, hops] of found) {
        for (const next of told) {
          if (next.from === end && next.faults.length === 0 && !found.has(next.to)) found.set(next.to, [...hops, next]);
        }
      }
      return [...found.values()].map((hops) => ({ opening, hops }));
    });
}
