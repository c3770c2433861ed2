import type { MetricRow } from "./metric-row.ts";
import type { MonitoredCache } from "./monitored.ts";

const elasticache = { namespace: "AWS/ElastiCache", statistic: "Average", period: 300 } as const;

/** Metrics of a cache node. */
export const cacheMetrics: readonly MetricRow<MonitoredCache>[] = [
  {
    ...elasticache,
    role: "cpu",
    title: "CPU utilization of the host (%)",
    metric: "CPUUtilization",
    alarm: {
      when: "above",
      threshold: ({ cpuPercent }) => cpuPercent,
      periods: 3,
      severity: "warning",
      runbook: "cache-cpu",
      // Available nodes publish this metric every minute, so missing data is an outage.
      missing: "breaching",
    },
  },
  {
    ...elasticache,
    role: "engine-cpu",
    title: "CPU utilization of the engine's thread (%)",
    metric: "EngineCPUUtilization",
    alarm: {
      when: "above",
      threshold: ({ cpuPercent }) => cpuPercent,
      periods: 3,
      severity: "warning",
      runbook: "cache-cpu",
      missing: "missing",
    },
  },
  {
    ...elasticache,
    role: "memory",
    title: "Memory in use (%)",
    metric: "DatabaseMemoryUsagePercentage",
    statistic: "Maximum",
    alarm: {
      when: "above",
      threshold: ({ memoryPercent }) => memoryPercent,
      periods: 2,
      severity: "warning",
      runbook: "cache-memory",
      missing: "missing",
    },
  },
  {
    ...elasticache,
    role: "evictions",
    title: "Evictions",
    metric: "Evictions",
    statistic: "Sum",
    alarm: {
      when: "above",
      threshold: ({ evictions }) => evictions,
      periods: 3,
      severity: "warning",
      runbook: "cache-memory",
      missing: "notBreaching",
    },
  },
  {
    ...elasticache,
    role: "replication-lag",
    title: "Replication lag (s)",
    metric: "ReplicationLag",
    statistic: "Maximum",
    alarm: {
      when: "above",
      threshold: ({ replicaLagSeconds }) => replicaLagSeconds,
      periods: 3,
      severity: "warning",
      runbook: "replication-lag",
      // Only replicas publish this metric, and a failover changes the roles.
      missing: "notBreaching",
    },
  },
  {
    ...elasticache,
    role: "failover",
    title: "Changes of role between primary and replica",
    // ElastiCache sends failover notifications to unencrypted topics only, so the alarm is on the change of role.
    metric: { expression: "ABS(DIFF(primary))", of: { primary: "IsMaster" } },
    statistic: "Maximum",
    period: 60,
    alarm: {
      when: "above",
      threshold: () => 0,
      periods: 1,
      severity: "warning",
      runbook: "cache-failover",
      missing: "notBreaching",
    },
  },
  { ...elasticache, role: "hit-rate", title: "Hit rate (%)", metric: "CacheHitRate" },
  {
    ...elasticache,
    role: "connections",
    title: "Connections",
    metric: "CurrConnections",
    statistic: "Maximum",
  },
  { ...elasticache, role: "network-in", title: "Network received (bytes)", metric: "NetworkBytesIn", statistic: "Sum" },
  {
    ...elasticache,
    role: "network-out",
    title: "Network transmitted (bytes)",
    metric: "NetworkBytesOut",
    statistic: "Sum",
  },
];
