import type { Nodes } from "../components/workload/workload.ts";
import type { AddonsDefinition } from "./addons.ts";
import type { FoundationDefinition } from "./foundation.ts";
import { type ByName, rows } from "./table.ts";

/** The definition as far as nodes depend on it. */
export type NodesDefinition = Pick<FoundationDefinition, "cluster"> & Pick<AddonsDefinition, "clusterAddons">;

/** Nodes of the cluster by the name of their node groups or node pools, with their number at first. */
export interface KindOfNodes extends Nodes {
  desiredSize: number;
}

const effects = { NO_SCHEDULE: "NoSchedule", PREFER_NO_SCHEDULE: "PreferNoSchedule", NO_EXECUTE: "NoExecute" } as const;

/** Kinds of nodes by name; a node group and a node pool of one name are one kind where they have the same labels and taints. */
export function kindsOfNodes({ cluster, clusterAddons }: NodesDefinition): ByName<KindOfNodes> {
  const { autoscaler } = clusterAddons ?? {};
  const pools = autoscaler?.kind === "karpenter" ? autoscaler.nodePools : {};
  const made = rows(pools).map(
    ([name, { labels = {}, taints = [] }]) => [name, { labels, taints, desiredSize: 0 }] as const,
  );
  const managed = rows(cluster?.nodeGroups).map(([name, { labels = {}, taints = [], desiredSize }]) => {
    const tolerable = taints.map((taint) => ({ ...taint, effect: effects[taint.effect] }));
    return [name, { labels, taints: tolerable, desiredSize }] as const;
  });
  return Object.fromEntries([...made, ...managed]);
}
