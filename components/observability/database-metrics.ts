import type { Condition, MetricRow } from "./metric-row.ts";
import { type MonitoredAuroraCluster, type MonitoredDatabase, memberMemoryBytes, memoryBytes } from "./monitored.ts";

const rds = { namespace: "AWS/RDS", statistic: "Average", period: 300 } as const;
const gib = 1024 ** 3;

/** Default max_connections of RDS for PostgreSQL; lower where Aurora Serverless scales below one ACU. */
function defaultConnections(memory: number, minCapacity: number): number {
  return Math.min(Math.floor(memory / 9_531_392), minCapacity < 1 ? 2000 : 5000);
}

const transactionIds: MetricRow<unknown> = {
  ...rds,
  role: "transaction-ids",
  title: "Oldest transaction ID",
  metric: "MaximumUsedTransactionIDs",
  statistic: "Maximum",
  alarm: {
    when: "above",
    threshold: ({ transactionIds }) => transactionIds,
    periods: 1,
    missing: "missing",
    severity: "critical",
    runbook: "transaction-id-wraparound",
  },
};

const traffic: readonly MetricRow<unknown>[] = [
  { ...rds, role: "network-in", title: "Network received (bytes/s)", metric: "NetworkReceiveThroughput" },
  { ...rds, role: "network-out", title: "Network transmitted (bytes/s)", metric: "NetworkTransmitThroughput" },
];

/** Rows whose thresholds depend on the size of an instance or a cluster. */
function engineRows(memory: number, connections: number): MetricRow<unknown>[] {
  const condition: Pick<Condition<unknown>, "severity" | "missing" | "periods"> = {
    severity: "warning",
    missing: "missing",
    periods: 3,
  };
  return [
    {
      ...rds,
      role: "cpu",
      title: "CPU utilization (%)",
      metric: "CPUUtilization",
      alarm: {
        ...condition,
        when: "above",
        threshold: ({ cpuPercent }) => cpuPercent,
        runbook: "database-cpu",
        // Available databases publish this metric every minute, so missing data is an outage.
        missing: "breaching",
      },
    },
    {
      ...rds,
      role: "memory",
      title: "Freeable memory (bytes)",
      metric: "FreeableMemory",
      statistic: "Minimum",
      alarm: {
        ...condition,
        when: "below",
        threshold: ({ memoryPercent }) => Math.round(((100 - memoryPercent) / 100) * memory),
        runbook: "database-memory",
      },
    },
    {
      ...rds,
      role: "connections",
      title: "Connections",
      metric: "DatabaseConnections",
      statistic: "Maximum",
      alarm: {
        ...condition,
        when: "above",
        threshold: ({ connectionsPercent }) => Math.round((connectionsPercent / 100) * connections),
        runbook: "database-connections",
      },
    },
    transactionIds,
    ...traffic,
  ];
}

const storage: MetricRow<MonitoredDatabase> = {
  ...rds,
  role: "storage",
  title: "Free storage (bytes)",
  metric: "FreeStorageSpace",
  statistic: "Minimum",
  alarm: {
    when: "below",
    threshold: ({ freeStoragePercent }, { allocatedStorageGib }) =>
      Math.round((freeStoragePercent / 100) * allocatedStorageGib * gib),
    periods: 1,
    severity: "critical",
    runbook: "database-storage",
    missing: "missing",
  },
};

const replicaLag: MetricRow<MonitoredDatabase> = {
  ...rds,
  role: "replica-lag",
  title: "Replica lag (s)",
  metric: "ReplicaLag",
  statistic: "Maximum",
  alarm: {
    when: "above",
    threshold: ({ replicaLagSeconds }) => replicaLagSeconds,
    periods: 3,
    severity: "warning",
    runbook: "replication-lag",
    missing: "missing",
  },
};

const volume: MetricRow<MonitoredAuroraCluster> = {
  ...rds,
  role: "storage",
  title: "Storage in use (bytes)",
  metric: "VolumeBytesUsed",
};

const auroraReplicaLag: MetricRow<MonitoredAuroraCluster> = {
  ...rds,
  role: "replica-lag",
  title: "Replica lag (ms)",
  metric: "AuroraReplicaLagMaximum",
  statistic: "Maximum",
  alarm: {
    when: "above",
    threshold: ({ replicaLagSeconds }) => replicaLagSeconds * 1000,
    periods: 3,
    severity: "warning",
    runbook: "replication-lag",
    // A cluster with one instance has no replica lag.
    missing: "notBreaching",
  },
};

const capacity: MetricRow<MonitoredAuroraCluster> = {
  ...rds,
  role: "capacity",
  title: "Capacity in use (%)",
  metric: "ACUUtilization",
  alarm: {
    when: "above",
    threshold: ({ capacityPercent }) => capacityPercent,
    periods: 3,
    severity: "warning",
    runbook: "database-capacity",
    missing: "missing",
  },
};

/** Metrics of an RDS DB instance. */
export function databaseMetrics(database: MonitoredDatabase): MetricRow<MonitoredDatabase>[] {
  const memory = memoryBytes(database.instanceClass) ?? 0;
  const rows = engineRows(memory, defaultConnections(memory, 1));
  return [...rows, storage, ...(database.readReplica === true ? [replicaLag] : [])];
}

/** Metrics of an Aurora DB cluster, whose storage grows automatically. */
export function auroraMetrics({ size }: MonitoredAuroraCluster): MetricRow<MonitoredAuroraCluster>[] {
  const memory = memberMemoryBytes(size) ?? 0;
  const serverless = "maxCapacity" in size;
  const connections = defaultConnections(memory, serverless ? size.minCapacity : 1);
  const rows = engineRows(memory, connections);
  return [...rows, volume, auroraReplicaLag, ...(serverless ? [capacity] : [])];
}
