import type { Input } from "@pulumi/pulumi";
import { bucketMetrics } from "./bucket-metrics.ts";
import { cacheMetrics } from "./cache-metrics.ts";
import { clusterMetrics, serviceMetrics } from "./compute-metrics.ts";
import { auroraMetrics, databaseMetrics } from "./database-metrics.ts";
import { gatewayMetrics, natGatewayMetrics, targetGroupMetrics } from "./gateway-metrics.ts";
import { brokerMetrics, deadLetterQueueMetrics, queueMetrics } from "./messaging-metrics.ts";
import type { Condition, MetricRow } from "./metric-row.ts";
import type { Monitored, MonitoredService } from "./monitored.ts";
import { searchMetrics } from "./search-metrics.ts";
import { serviceRequestMetrics } from "./service-request-metrics.ts";
import type { Thresholds } from "./thresholds.ts";

/** CloudWatch dimensions by name. */
export type Dimensions = Readonly<Record<string, Input<string>>>;

/** A metric of a resource, with its dimensions and the value of its threshold. */
export interface Panel extends Omit<MetricRow<never>, "alarm"> {
  /** Suffix of the alarm's logical name: kind, name, part and role. */
  key: string;
  /** Display name of the resource, for example cache main 001. */
  subject: string;
  dimensions: Dimensions;
  alarm?: Omit<Condition<never>, "threshold"> & { threshold: number };
}

/** Panels of a resource, in the order of its table. */
export function panels<Kind extends Monitored["kind"]>(of: Of<Kind>, thresholds: Thresholds): Panel[] {
  return tables[of.kind](of, thresholds);
}

type Kinds = { [Each in Monitored as Each["kind"]]: Each };
type Of<Kind extends keyof Kinds> = { [Each in Kind]: { kind: Each } & Kinds[Each] }[Kind];

/** Panels by kind of resource: dimensions and table of metrics. */
const tables: { [Kind in keyof Kinds]: (of: Of<Kind>, thresholds: Thresholds) => Panel[] } = {
  database: (of, thresholds) => part(of, [], { DBInstanceIdentifier: of.identifier }, databaseMetrics(of), thresholds),
  auroraCluster: (of, thresholds) =>
    part(of, [], { DBClusterIdentifier: of.identifier }, auroraMetrics(of), thresholds),
  cache: (of, thresholds) =>
    Object.entries(of.nodes).flatMap(([node, id]) =>
      part(of, [node], { CacheClusterId: id }, cacheMetrics, thresholds),
    ),
  gateway: (of, thresholds) => [
    ...part(of, [], { LoadBalancer: of.loadBalancer }, gatewayMetrics, thresholds),
    ...Object.entries(of.targetGroups).flatMap(([route, group]) =>
      part(of, [route], { TargetGroup: group, LoadBalancer: of.loadBalancer }, targetGroupMetrics, thresholds),
    ),
  ],
  cluster: (of, thresholds) => part(of, [], { ClusterName: of.clusterName }, clusterMetrics, thresholds),
  service: (of, thresholds) => [
    ...part(of, [], { ClusterName: of.clusterName, ServiceName: of.serviceName }, serviceMetrics, thresholds),
    ...(of.behind ? part(of, [], requestsTo(of.behind), serviceRequestMetrics, thresholds) : []),
  ],
  natGateway: (of, thresholds) => part(of, [], { NatGatewayId: of.natGatewayId }, natGatewayMetrics, thresholds),
  queue: (of, thresholds) => [
    ...part(of, [], { QueueName: of.queueName }, queueMetrics, thresholds),
    ...part(of, ["dead-letter"], { QueueName: of.deadLetterQueueName }, deadLetterQueueMetrics, thresholds),
  ],
  search: (of, thresholds) =>
    part(of, [], { DomainName: of.domainName, ClientId: of.accountId }, searchMetrics, thresholds),
  broker: (of, thresholds) => part(of, [], { Broker: of.brokerName }, brokerMetrics, thresholds),
  bucket: (of, thresholds) =>
    part(of, [], { BucketName: of.bucketName, FilterId: of.filterId }, bucketMetrics, thresholds),
};

const nouns: Record<Monitored["kind"], string> = {
  database: "database",
  auroraCluster: "aurora",
  cache: "cache",
  gateway: "gateway",
  cluster: "cluster",
  service: "service",
  natGateway: "nat",
  queue: "queue",
  broker: "broker",
  search: "search",
  bucket: "bucket",
};

function requestsTo({ loadBalancer, targetGroup }: NonNullable<MonitoredService["behind"]>): Dimensions {
  return { TargetGroup: targetGroup, LoadBalancer: loadBalancer };
}

function part<Resource extends Monitored>(
  of: Resource,
  path: readonly string[],
  dimensions: Dimensions,
  rows: readonly MetricRow<Resource>[],
  thresholds: Thresholds,
): Panel[] {
  const words = [nouns[of.kind], of.name, ...path];
  return rows.map(({ alarm, ...row }) => ({
    ...row,
    key: [...words, row.role].join("-"),
    subject: words.join(" "),
    dimensions,
    ...(alarm && { alarm: { ...alarm, threshold: alarm.threshold(thresholds, of) } }),
  }));
}
