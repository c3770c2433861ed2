import type { MetricRow } from "./metric-row.ts";
import type { MonitoredCluster, MonitoredService } from "./monitored.ts";

// EKS publishes control plane metrics every minute with the statistic Sum only, so the period is one minute.
const controlPlane = { namespace: "AWS/EKS", statistic: "Sum", period: 60 } as const;
const insights = { namespace: "ContainerInsights", statistic: "Average", period: 300 } as const;
const ecs = { namespace: "AWS/ECS", statistic: "Average", period: 300 } as const;

/** Metrics of an EKS cluster: of the control plane, and of nodes with Container Insights. */
export const clusterMetrics: readonly MetricRow<MonitoredCluster>[] = [
  {
    ...controlPlane,
    role: "api-errors",
    title: "API server error rate (%)",
    metric: {
      expression: "100 * FILL(errors, 0) / requests",
      of: { requests: "apiserver_request_total", errors: "apiserver_request_total_5XX" },
    },
    alarm: {
      when: "above",
      threshold: ({ errorRatePercent }) => errorRatePercent,
      periods: 10,
      severity: "warning",
      runbook: "control-plane-errors",
      missing: "missing",
    },
  },
  {
    ...controlPlane,
    role: "unschedulable-pods",
    title: "Unschedulable pods",
    metric: "scheduler_pending_pods_UNSCHEDULABLE",
    alarm: {
      when: "above",
      threshold: ({ unschedulablePods }) => unschedulablePods,
      // New nodes take a few minutes, so pods that are pending for 15 minutes get none.
      periods: 15,
      severity: "warning",
      runbook: "unschedulable-pods",
      missing: "notBreaching",
    },
  },
  {
    ...insights,
    role: "failed-nodes",
    title: "Failed nodes",
    metric: "cluster_failed_node_count",
    statistic: "Maximum",
    alarm: {
      when: "above",
      threshold: () => 0,
      periods: 2,
      severity: "critical",
      runbook: "failed-nodes",
      missing: "notBreaching",
    },
  },
  {
    ...insights,
    role: "node-cpu",
    title: "CPU utilization of the nodes (%)",
    metric: "node_cpu_utilization",
    alarm: {
      when: "above",
      threshold: ({ cpuPercent }) => cpuPercent,
      periods: 3,
      severity: "warning",
      runbook: "node-pressure",
      missing: "notBreaching",
    },
  },
  {
    ...insights,
    role: "node-memory",
    title: "Memory utilization of the nodes (%)",
    metric: "node_memory_utilization",
    alarm: {
      when: "above",
      threshold: ({ memoryPercent }) => memoryPercent,
      periods: 3,
      severity: "warning",
      runbook: "node-pressure",
      missing: "notBreaching",
    },
  },
  { ...controlPlane, role: "api-requests", title: "API server requests", metric: "apiserver_request_total" },
  { ...controlPlane, role: "api-throttles", title: "API server throttles", metric: "apiserver_request_total_429" },
];

/** Metrics of an ECS service. */
export const serviceMetrics: readonly MetricRow<MonitoredService>[] = [
  {
    ...ecs,
    role: "cpu",
    title: "CPU utilization (%)",
    metric: "CPUUtilization",
    alarm: {
      when: "above",
      threshold: ({ cpuPercent }) => cpuPercent,
      periods: 3,
      severity: "warning",
      runbook: "service-pressure",
      missing: "missing",
    },
  },
  {
    ...ecs,
    role: "memory",
    title: "Memory utilization (%)",
    metric: "MemoryUtilization",
    alarm: {
      when: "above",
      threshold: ({ memoryPercent }) => memoryPercent,
      periods: 3,
      severity: "warning",
      runbook: "service-pressure",
      missing: "missing",
    },
  },
  {
    ...ecs,
    namespace: "ECS/ContainerInsights",
    role: "running-tasks",
    title: "Running tasks",
    metric: "RunningTaskCount",
    alarm: {
      when: "below",
      threshold: () => 1,
      periods: 2,
      severity: "critical",
      runbook: "service-down",
      missing: "breaching",
    },
  },
];
