import type { Input } from "@pulumi/pulumi";

/** An RDS DB instance. */
export interface MonitoredDatabase {
  kind: "database";
  name: string;
  /** DB instance identifier. */
  identifier: Input<string>;
  /** DB instance class, for example db.m7g.large: its memory sets what is little memory and how many connections are many. */
  instanceClass: string;
  /** Allocated storage in GiB. */
  allocatedStorageGib: number;
  /** Whether it is a read replica, which can lag. @default false */
  readReplica?: boolean;
}

/** An Aurora DB cluster. */
export interface MonitoredAuroraCluster {
  kind: "auroraCluster";
  name: string;
  /** DB cluster identifier. */
  identifier: Input<string>;
  /** DB instance class of the members, or the Aurora capacity units between which each scales. */
  size: { instanceClass: string } | { minCapacity: number; maxCapacity: number };
}

/** An ElastiCache replication group. */
export interface MonitoredCache {
  kind: "cache";
  name: string;
  /** Cache cluster ID of every node, by the node's label, for example 001. */
  nodes: Readonly<Record<string, Input<string>>>;
}

/** An Application Load Balancer. */
export interface MonitoredGateway {
  kind: "gateway";
  name: string;
  /** ARN suffix of the load balancer. */
  loadBalancer: Input<string>;
  /** ARN suffixes of the target groups, by route. */
  targetGroups: Readonly<Record<string, Input<string>>>;
}

/** An EKS cluster. */
export interface MonitoredCluster {
  kind: "cluster";
  name: string;
  clusterName: Input<string>;
}

/** An ECS service; its cluster has Container Insights on. */
export interface MonitoredService {
  kind: "service";
  name: string;
  clusterName: Input<string>;
  serviceName: Input<string>;
  /** ARN suffixes of the load balancer and of the target group that its requests come through. @default none */
  behind?: { loadBalancer: Input<string>; targetGroup: Input<string> };
}

/** A NAT gateway, named by the letter of its zone. */
export interface MonitoredNatGateway {
  kind: "natGateway";
  name: string;
  natGatewayId: Input<string>;
}

/** An SQS queue with its dead-letter queue. */
export interface MonitoredQueue {
  kind: "queue";
  name: string;
  queueName: Input<string>;
  deadLetterQueueName: Input<string>;
}

/** An OpenSearch domain. */
export interface MonitoredSearch {
  kind: "search";
  name: string;
  domainName: Input<string>;
  /** AWS account ID of the domain, which its metrics carry. */
  accountId: string;
}

/** A RabbitMQ broker of Amazon MQ. */
export interface MonitoredBroker {
  kind: "broker";
  name: string;
  brokerName: Input<string>;
}

/** An S3 bucket whose requests CloudWatch counts. */
export interface MonitoredBucket {
  kind: "bucket";
  name: string;
  bucketName: Input<string>;
  /** Name of its metrics configuration. */
  filterId: string;
}

/** A resource that has alarms and graphs; kind and name are its identity. */
export type Monitored =
  | MonitoredDatabase
  | MonitoredSearch
  | MonitoredAuroraCluster
  | MonitoredCache
  | MonitoredGateway
  | MonitoredCluster
  | MonitoredService
  | MonitoredNatGateway
  | MonitoredQueue
  | MonitoredBroker
  | MonitoredBucket;

const gib = 1024 ** 3;

/** Memory of a DB instance class in bytes; undefined for a class whose memory does not follow from its name. */
export function memoryBytes(instanceClass: string): number | undefined {
  const [, family = "", size = ""] = /^db\.(t3|t4g|m\d+[a-z]*|r\d+[a-z]*)\.(\w+)$/.exec(instanceClass) ?? [];
  const large = family.startsWith("r") ? 16 : 8;
  const multiple = /^(\d+)xlarge$/.exec(size)?.[1];
  const sizes: Record<string, number> = { micro: 1, small: 2, medium: 4, large, xlarge: 2 * large };
  const memory = multiple === undefined ? sizes[size] : 2 * large * Number(multiple);
  return family === "" || memory === undefined ? undefined : memory * gib;
}

/** Memory of each member of an Aurora cluster in bytes: a capacity unit is about 2 GiB. */
export function memberMemoryBytes(size: MonitoredAuroraCluster["size"]): number | undefined {
  return "maxCapacity" in size ? size.maxCapacity * 2 * gib : memoryBytes(size.instanceClass);
}

/** What is wrong with the monitored resources: names that repeat, sizes that say nothing. */
export function monitoredFaults(monitored: readonly Monitored[]): string[] {
  const seen = new Set<string>();
  return monitored.flatMap((each, index) => {
    const identity = `${each.kind} ${each.name}`;
    const repeated = seen.has(identity);
    seen.add(identity);
    return [
      ...(repeated ? [`monitored[${index}] must have a name that no other ${each.kind} has, got ${each.name}`] : []),
      ...sizeFaults(each).map((fault) => `monitored[${index}].${fault}`),
    ];
  });
}

function sizeFaults(each: Monitored): string[] {
  if (each.kind === "database") {
    return [
      ...classFaults("instanceClass", each.instanceClass),
      ...positive("allocatedStorageGib", each.allocatedStorageGib),
    ];
  }
  if (each.kind !== "auroraCluster") return [];
  return "maxCapacity" in each.size
    ? positive("size.maxCapacity", each.size.maxCapacity)
    : classFaults("size.instanceClass", each.size.instanceClass);
}

function classFaults(key: string, instanceClass: string): string[] {
  return memoryBytes(instanceClass) === undefined
    ? [`${key} must be a t, m or r class such as db.m7g.large, got ${instanceClass}`]
    : [];
}

function positive(key: string, value: number): string[] {
  return value > 0 ? [] : [`${key} must be greater than 0, got ${value}`];
}
