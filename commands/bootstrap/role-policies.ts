import { partNames } from "../../layers/parts/order.ts";
import type { Graph } from "../preflight/graph.ts";
import { type Policy, policies } from "../preflight/permissions/policy.ts";

/** The policy documents of the roles of one stack by role: prod.previewer, prod.deployer, and prod.stores for a part. */
export function rolePolicies(graph: Graph, hasParts: boolean): Map<string, Policy[]> {
  const { stack } = graph;
  const all = new Map([
    [`${stack}.previewer`, policies(graph, "read")],
    [`${stack}.deployer`, policies(graph)],
  ]);
  for (const part of hasParts ? partNames : []) {
    const resources = graph.resources.filter((each) => each.part === part);
    all.set(`${stack}.${part}`, policies({ ...graph, resources }));
  }
  return all;
}
