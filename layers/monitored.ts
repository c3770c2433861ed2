import { entireBucket } from "../components/data/bucket.ts";
import type { Rhythmic } from "../components/observability/anomaly-table.ts";
import type { Monitored } from "../components/observability/monitored.ts";
import type { Context } from "./context.ts";
import type { Edge } from "./contracts/edge.ts";
import type { Foundation } from "./contracts/handed.ts";
import type { Stores } from "./contracts/stores.ts";
import type { WorkloadsContract } from "./contracts/workloads.ts";
import type { StoresDefinition } from "./stores.ts";
import { rowOf } from "./table.ts";
import type { WorkloadsDefinition } from "./workloads.ts";

/** What the layers up to workloads make. */
export type Everything = Foundation & Stores & Edge & WorkloadsContract;

/** The definition as far as alarms depend on it: sizes of databases and search domains, and buckets whose requests are counted. */
export type Sizes = Pick<StoresDefinition, "databases" | "buckets"> &
  Pick<WorkloadsDefinition, "searches"> &
  NodeMetrics;

/** The definition as far as node metrics depend on it: Prometheus, where it runs, has those of its own. */
interface NodeMetrics {
  telemetry?: { prometheus?: object };
}

/** Whether Container Insights watches the nodes and pods of a cluster: one of this stack, without Prometheus. */
export function hasContainerInsights({ config }: Context, { telemetry }: NodeMetrics): boolean {
  return config.existing === undefined && telemetry?.prometheus === undefined;
}

/** What gets alarms and graphs: everything that the stack runs. */
export function monitored(context: Context, definition: Sizes, stack: Everything): readonly Monitored[] {
  const { account } = context.home;
  const { cluster, containers } = stack;
  const containerInsights = hasContainerInsights(context, definition);
  return [
    ...(cluster === undefined
      ? []
      : [{ kind: "cluster", name: "main", clusterName: cluster.clusterName, containerInsights } as const]),
    ...Object.entries(stack.databases).map(([name, { identifier }]) => database(definition, name, identifier)),
    ...Object.entries(stack.caches).map(([name, { memberClusterIds }]): Monitored => {
      return { kind: "cache", name, nodes: Object.fromEntries(memberClusterIds.map((id) => [id.slice(-3), id])) };
    }),
    ...(containers === undefined
      ? []
      : Object.entries(stack.services).map(([name, { serviceName }]): Monitored => {
          const requests = behind(stack, name);
          const { clusterName } = containers.cluster;
          return { kind: "service", name, serviceName, clusterName, ...(requests && { behind: requests }) };
        })),
    ...Object.entries(stack.searches).map(([name, { domainName }]): Monitored => {
      const volumeGib = rowOf(definition.searches, name)?.dataNodes.volumeSize ?? 0;
      return { kind: "search", name, domainName, accountId: account.accountId, volumeGib };
    }),
    ...Object.entries(stack.queues).map(([name, { queueName, deadLetterQueueName }]): Monitored => {
      return { kind: "queue", name, queueName, deadLetterQueueName };
    }),
    ...stores(definition, stack),
    ...rhythmic(stack),
  ];
}

/** Brokers, and the buckets whose requests are counted. */
function stores(definition: Sizes, { brokers, buckets }: Pick<Stores, "brokers" | "buckets">): readonly Monitored[] {
  return [
    ...Object.entries(brokers).map(([name, { brokerName }]): Monitored => ({ kind: "broker", name, brokerName })),
    ...Object.entries(buckets)
      .filter(([name]) => rowOf(definition.buckets, name)?.requestMetrics === true)
      .map(([name, { bucketName }]): Monitored => ({ kind: "bucket", name, bucketName, filterId: entireBucket })),
  ];
}

/** The target group that a service's requests come through; the route has the service's name. */
function behind({ gateway }: Edge, name: string) {
  const targetGroup = gateway?.targetGroupArnSuffixes[name];
  return gateway && targetGroup && { loadBalancer: gateway.loadBalancerArnSuffix, targetGroup };
}

/** What follows a daily and weekly pattern: requests, and traffic to the internet. */
export function rhythmic({ gateway, network }: Edge & Foundation): readonly Rhythmic[] {
  return [
    ...(gateway === undefined
      ? []
      : [
          {
            kind: "gateway",
            name: "main",
            loadBalancer: gateway.loadBalancerArnSuffix,
            targetGroups: gateway.targetGroupArnSuffixes,
          } as const,
        ]),
    ...Object.entries(network.natGatewayIds ?? {}).map(
      ([name, natGatewayId]): Rhythmic => ({ kind: "natGateway", name, natGatewayId }),
    ),
  ];
}

/** Thresholds of memory and connections depend on the size, which the definition has. */
function database(
  { databases }: Sizes,
  name: string,
  identifier: Stores["databases"][string]["identifier"],
): Monitored {
  const engine = rowOf(databases, name)?.engine;
  if (engine?.kind === "aurora") {
    const { capacity } = engine;
    const size =
      capacity.kind === "serverless"
        ? { minCapacity: capacity.min, maxCapacity: capacity.max }
        : { instanceClass: capacity.instanceClass };
    return { kind: "auroraCluster", name, identifier, size };
  }
  const { instanceClass = "", allocatedStorage: allocatedStorageGib = 0 } = engine ?? {};
  return { kind: "database", name, identifier, instanceClass, allocatedStorageGib };
}
