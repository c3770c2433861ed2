import type { MetricRow } from "./metric-row.ts";
import type { MonitoredSearch } from "./monitored.ts";

const openSearch = { namespace: "AWS/ES", statistic: "Maximum", period: 300 } as const;

/** Metrics of an OpenSearch Service domain, with the worst of its nodes. */
export const searchMetrics: readonly MetricRow<MonitoredSearch>[] = [
  {
    ...openSearch,
    role: "red",
    title: "A primary shard is missing",
    metric: "ClusterStatus.red",
    alarm: {
      when: "above",
      threshold: () => 0,
      periods: 1,
      severity: "critical",
      runbook: "search-domain",
      // Active domains publish their status every minute, so missing data is an outage.
      missing: "breaching",
    },
  },
  {
    ...openSearch,
    role: "memory",
    title: "JVM memory pressure (%)",
    metric: "JVMMemoryPressure",
    alarm: {
      when: "above",
      threshold: ({ memoryPercent }) => memoryPercent,
      periods: 3,
      severity: "warning",
      runbook: "search-domain",
      missing: "missing",
    },
  },
  {
    ...openSearch,
    role: "writes-blocked",
    title: "Writes are blocked",
    metric: "ClusterIndexWritesBlocked",
    alarm: {
      when: "above",
      threshold: () => 0,
      periods: 1,
      severity: "critical",
      runbook: "search-domain",
      missing: "notBreaching",
    },
  },
  { ...openSearch, role: "storage", title: "Free storage (MB)", metric: "FreeStorageSpace", statistic: "Minimum" },
  { ...openSearch, role: "cpu", title: "CPU utilization (%)", metric: "CPUUtilization" },
];
