import type { Condition, MetricRow } from "./metric-row.ts";
import { type MonitoredAuroraCluster, type MonitoredDatabase, memberMemoryBytes, memoryBytes } from "./monitored.ts";

const rds = { namespace: "AWS/RDS", statistic: "Average", period: 300 } as const;
const gib = 1024 ** 3;

/** Connections that PostgreSQL admits on RDS when nobody says otherwise. */
function defaultConnections(memory: number): number {
  return Math.min(Math.floor(memory / 9_531_392), 5000);
}

/** Rows that differ between an instance and a cluster only in how its memory is known. */
function engineRows<Resource>(memory: (resource: Resource) => number): MetricRow<Resource>[] {
  const condition: Pick<Condition<Resource>, "severity" | "missing" | "periods"> = {
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
        // A running database reports this metric every minute: silence is an outage.
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
        threshold: ({ memoryPercent }, of) => Math.round(((100 - memoryPercent) / 100) * memory(of)),
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
        threshold: ({ connectionsPercent }, of) =>
          Math.round((connectionsPercent / 100) * defaultConnections(memory(of))),
        runbook: "database-connections",
      },
    },
    {
      ...rds,
      role: "transaction-ids",
      title: "Oldest transaction ID",
      metric: "MaximumUsedTransactionIDs",
      statistic: "Maximum",
      alarm: {
        ...condition,
        when: "above",
        threshold: ({ transactionIds }) => transactionIds,
        periods: 1,
        severity: "critical",
        runbook: "transaction-id-wraparound",
      },
    },
    { ...rds, role: "network-in", title: "Network received (bytes/s)", metric: "NetworkReceiveThroughput" },
    { ...rds, role: "network-out", title: "Network transmitted (bytes/s)", metric: "NetworkTransmitThroughput" },
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
    // A cluster of one has no replica, and no lag to report.
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
  const rows = engineRows<MonitoredDatabase>(({ instanceClass }) => memoryBytes(instanceClass) ?? 0);
  return [...rows, storage, ...(database.readReplica === true ? [replicaLag] : [])];
}

/** Metrics of an Aurora DB cluster; storage grows by itself. */
export function auroraMetrics(cluster: MonitoredAuroraCluster): MetricRow<MonitoredAuroraCluster>[] {
  const rows = engineRows<MonitoredAuroraCluster>(({ size }) => memberMemoryBytes(size) ?? 0);
  const used: MetricRow<MonitoredAuroraCluster> = {
    ...rds,
    role: "storage",
    title: "Storage in use (bytes)",
    metric: "VolumeBytesUsed",
  };
  return [...rows, used, auroraReplicaLag, ...("maxCapacity" in cluster.size ? [capacity] : [])];
}
