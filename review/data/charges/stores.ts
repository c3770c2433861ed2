import { at, number, text } from "../../../commands/inputs.ts";
import { vcpus } from "../../../commands/preflight/vcpus.ts";
import type { Resource } from "../../section.ts";
import { month } from "../price.ts";
import { priced } from "../prices/index.ts";
import { assumed, type Charge, fixed, type Line, type Setting } from "./charge.ts";

const cluster = "aws:rds/cluster:Cluster";
const instance = "aws:rds/instance:Instance";

/** Hours of machines of a service, by their type. */
function nodes(service: string, type: string | undefined, count: number): Line {
  const name = `${service} ${type ?? "without a type"}`;
  return { price: priced(name), unpriced: name, quantity: count * month };
}

function cores(instanceClass: string | undefined): number {
  return vcpus((instanceClass ?? "").replace(/^db\./, "")) ?? 0;
}

/** A standby in a second zone doubles machines and storage. */
function database({ inputs }: Resource): Line[] {
  const times = at(inputs, "multiAz") === true ? 2 : 1;
  const type = text(inputs, "instanceClass");
  const size = number(inputs, "allocatedStorage") ?? 0;
  const advanced = text(inputs, "databaseInsightsMode") === "advanced";
  return [
    nodes("RDS", type, times),
    { price: "RDS gp3", quantity: size * times, most: (number(inputs, "maxAllocatedStorage") ?? size) * times },
    ...(advanced ? [fixed("Database Insights", cores(type) * month)] : []),
  ];
}

function clusterInstance(resource: Resource, { used }: Setting): Line[] {
  const type = text(resource.inputs, "instanceClass");
  if (type !== "db.serverless") return [nodes("Aurora", type, 1)];
  const [of] = used(resource, "clusterIdentifier", cluster);
  const least = number(of?.inputs, "serverlessv2ScalingConfiguration.minCapacity") ?? 0;
  const most = number(of?.inputs, "serverlessv2ScalingConfiguration.maxCapacity") ?? least;
  const hours = { quantity: least * month, most: most * month };
  const advanced = text(of?.inputs, "databaseInsightsMode") === "advanced";
  return [
    { price: "Aurora Serverless", ...hours },
    ...(advanced ? [{ price: "Database Insights of Aurora Serverless", ...hours } as const] : []),
  ];
}

/** A proxy is charged by the vCPUs of its database, two at least. */
function proxy(target: Resource, { used }: Setting): Line[] {
  const [of] = used(target, "dbInstanceIdentifier", instance);
  return [fixed("RDS Proxy", Math.max(cores(text(of?.inputs, "instanceClass")), 2) * month)];
}

function copies(resource: Resource, { used }: Setting): Line[] {
  const [source] = used(resource, "sourceDbInstanceArn", instance);
  return [{ price: "RDS backup", quantity: number(source?.inputs, "allocatedStorage") ?? 0 }];
}

function cache({ inputs }: Resource): Line[] {
  const shards = (number(inputs, "numNodeGroups") ?? 1) * (1 + (number(inputs, "replicasPerNodeGroup") ?? 0));
  const count = number(inputs, "numCacheClusters") ?? shards;
  return [nodes(text(inputs, "engine") ?? "redis", text(inputs, "nodeType"), count)];
}

function search({ inputs }: Resource): Line[] {
  const count = number(inputs, "clusterConfig.instanceCount") ?? 1;
  const masters = at(inputs, "clusterConfig.dedicatedMasterEnabled") === true;
  return [
    nodes("OpenSearch", text(inputs, "clusterConfig.instanceType"), count),
    ...(masters
      ? [
          nodes(
            "OpenSearch",
            text(inputs, "clusterConfig.dedicatedMasterType"),
            number(inputs, "clusterConfig.dedicatedMasterCount") ?? 3,
          ),
        ]
      : []),
    { price: "OpenSearch gp3", quantity: count * (number(inputs, "ebsOptions.volumeSize") ?? 0) },
  ];
}

const hosts: Readonly<Record<string, number>> = { CLUSTER_MULTI_AZ: 3, ACTIVE_STANDBY_MULTI_AZ: 2 };

function broker({ inputs }: Resource, { usage }: Setting): Line[] {
  const count = hosts[text(inputs, "deploymentMode") ?? ""] ?? 1;
  return [
    nodes("MQ", text(inputs, "hostInstanceType"), count),
    { price: "MQ storage", use: "brokerStorage", quantity: usage("brokerStorage") * count },
  ];
}

/** How databases, caches, buckets and queues are charged. */
export const stores: readonly Charge[] = [
  {
    type: instance,
    by: "instanceClass, multiAz, allocatedStorage, databaseInsightsMode",
    lines: database,
  },
  {
    type: "aws:rds/clusterInstance:ClusterInstance",
    by: "instanceClass, capacity of the cluster",
    lines: clusterInstance,
  },
  {
    type: cluster,
    by: "data and I/O",
    lines: (_, setting) => [
      assumed("Aurora storage", "auroraStorage", setting),
      assumed("Aurora I/O", "auroraRequests", setting),
    ],
  },
  { type: "aws:rds/proxy:Proxy", by: "its target", lines: () => [] },
  { type: "aws:rds/proxyTarget:ProxyTarget", by: "instanceClass of the database", lines: proxy },
  {
    type: "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
    by: "allocatedStorage of the database",
    lines: copies,
  },
  {
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    by: "engine, nodeType, numCacheClusters",
    lines: cache,
  },
  { type: "aws:opensearch/domain:Domain", by: "clusterConfig, ebsOptions", lines: search },
  { type: "aws:mq/broker:Broker", by: "hostInstanceType, deploymentMode; data", lines: broker },
  {
    type: "aws:efs/fileSystem:FileSystem",
    by: "data",
    lines: (_, setting) => [assumed("EFS storage", "fileStorage", setting)],
  },
  {
    type: "aws:s3/bucket:Bucket",
    by: "data and requests, as storage class Standard",
    lines: (_, setting) => [
      assumed("S3 storage", "bucketStorage", setting),
      assumed("S3 writes", "bucketWrites", setting),
      assumed("S3 reads", "bucketReads", setting),
    ],
  },
  {
    type: "aws:dynamodb/table:Table",
    by: "data and units, on demand",
    lines: (_, setting) => [
      assumed("DynamoDB storage", "tableStorage", setting),
      assumed("DynamoDB reads", "tableReads", setting),
      assumed("DynamoDB writes", "tableWrites", setting),
    ],
  },
  {
    type: "aws:sqs/queue:Queue",
    by: "requests",
    lines: (_, setting) => [assumed("SQS requests", "queueRequests", setting)],
  },
  {
    type: "aws:backup/vault:Vault",
    by: "data, at the price of RDS snapshots",
    lines: (_, setting) => [assumed("Backup of RDS", "backupStorage", setting)],
  },
];
