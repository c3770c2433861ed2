import type { MetricRow } from "./metric-row.ts";
import type { MonitoredSearch } from "./monitored.ts";

/** MiB in a GiB: OpenSearch Service writes free storage in MiB. */
const mib = 1024;

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
      // JVM memory goes up to 75 % and is collected in usual operation; AWS recommends 95 %.
      threshold: () => 95,
      periods: 3,
      severity: "critical",
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
  {
    ...openSearch,
    role: "storage",
    title: "Free storage of the fullest node (MB)",
    metric: "FreeStorageSpace",
    statistic: "Minimum",
    alarm: {
      when: "below",
      // A domain blocks writes with less than 20 % of the volume free, up to 20 GiB; AWS recommends an alarm at 25 %.
      threshold: (_, { volumeGib }) => (volumeGib * mib) / 4,
      periods: 1,
      severity: "warning",
      runbook: "search-domain",
      missing: "missing",
    },
  },
  { ...openSearch, role: "cpu", title: "CPU utilization (%)", metric: "CPUUtilization" },
];
