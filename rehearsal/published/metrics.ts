import { publishedMetrics } from "./data.ts";
import type { ValueFault } from "./fault.ts";

/** Metrics of AWS that the published list lacks: namespace, the page that names them, metrics by their dimensions. */
interface Further {
  namespace: string;
  source: string;
  metrics: readonly string[];
  /** Every set of dimensions that they are published with. */
  dimensions: readonly (readonly string[])[];
}

const amazonMq =
  "Amazon MQ Developer Guide, metrics for RabbitMQ brokers; names and dimensions as public alarms have them";

const further: readonly Further[] = [
  {
    namespace: "AWS/AmazonMQ",
    source: amazonMq,
    metrics: ["RabbitMQDiskFree", "RabbitMQDiskFreeLimit", "RabbitMQMemLimit", "RabbitMQMemUsed"],
    dimensions: [["Broker"], ["Broker", "Node"]],
  },
  { namespace: "AWS/AmazonMQ", source: amazonMq, metrics: ["SystemCpuUtilization"], dimensions: [["Broker"]] },
  {
    namespace: "AWS/Backup",
    source: "AWS Backup Developer Guide, monitoring with CloudWatch; names and dimensions as public alarms have them",
    metrics: ["NumberOfBackupJobsCompleted", "NumberOfBackupJobsFailed", "NumberOfBackupJobsExpired"],
    dimensions: [["BackupVaultName"], ["ResourceType"], ["BackupVaultName", "ResourceType"]],
  },
  {
    namespace: "AWS/ES",
    source:
      "Amazon OpenSearch Service Developer Guide, cluster metrics; names and dimensions as public alarms have them",
    metrics: [
      "ClusterIndexWritesBlocked",
      "ClusterStatus.green",
      "ClusterStatus.red",
      "ClusterStatus.yellow",
      "CPUUtilization",
      "FreeStorageSpace",
      "JVMMemoryPressure",
      "KMSKeyError",
      "KMSKeyInaccessible",
      "MasterReachableFromNode",
      "Nodes",
    ],
    dimensions: [["ClientId", "DomainName"]],
  },
  {
    namespace: "AWS/RDS",
    source: "Amazon Aurora User Guide, instance and cluster metrics; names and dimensions as public alarms have them",
    metrics: ["ACUUtilization", "AuroraReplicaLagMaximum", "ServerlessDatabaseCapacity"],
    dimensions: [["DBClusterIdentifier"], ["DBInstanceIdentifier"]],
  },
  {
    namespace: "AWS/RDS",
    source: "Amazon RDS User Guide, instance-level metrics; names and dimensions as public alarms have them",
    metrics: [
      "BurstBalance",
      "CPUCreditBalance",
      "DiskQueueDepth",
      "MaximumUsedTransactionIDs",
      "ReplicaLag",
      "SwapUsage",
    ],
    dimensions: [["DBClusterIdentifier"], ["DBInstanceIdentifier"]],
  },
  {
    namespace: "AWS/S3",
    source: "Amazon S3 User Guide, request metrics (not looked up)",
    metrics: ["4xxErrors", "5xxErrors", "AllRequests", "FirstByteLatency", "TotalRequestLatency"],
    dimensions: [["BucketName", "FilterId"]],
  },
  {
    namespace: "ContainerInsights",
    source:
      "Amazon CloudWatch User Guide, Container Insights metrics of Amazon EKS; names and dimensions as public alarms have them",
    metrics: ["cluster_failed_node_count", "cluster_node_count", "node_cpu_utilization", "node_memory_utilization"],
    dimensions: [["ClusterName"]],
  },
  {
    namespace: "ECS/ContainerInsights",
    source: "Amazon CloudWatch User Guide, Container Insights metrics of Amazon ECS (not looked up)",
    metrics: ["DesiredTaskCount", "PendingTaskCount", "RunningTaskCount"],
    dimensions: [["ClusterName", "ServiceName"]],
  },
];

/**
 * What is wrong with a metric: one that its namespace does not publish, or not with these dimensions.
 * Namespaces of programs are never at fault.
 */
export function metricFaults(
  namespace: string,
  metricName: string,
  dimensions: Readonly<Record<string, unknown>>,
): ValueFault[] {
  const known = metricsOf(namespace);
  if (known.size === 0) return [];
  const sets = known.get(metricName);
  if (sets === undefined)
    return [{ input: "metricName", allowed: [...known.keys()].sort().join(", "), given: metricName }];
  const given = Object.keys(dimensions).sort().join(", ");
  const allowed = [...new Set(sets.map((each) => [...each].sort().join(", ")))];
  return allowed.includes(given) ? [] : [{ input: "dimensions", allowed: allowed.join(" or "), given }];
}

function metricsOf(namespace: string): Map<string, readonly (readonly string[])[]> {
  const known = new Map<string, readonly (readonly string[])[]>(Object.entries(publishedMetrics()[namespace] ?? {}));
  for (const { metrics, dimensions } of further.filter((each) => each.namespace === namespace))
    for (const metric of metrics) known.set(metric, [...(known.get(metric) ?? []), ...dimensions]);
  return known;
}
