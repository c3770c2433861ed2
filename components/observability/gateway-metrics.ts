import type { MetricRow } from "./metric-row.ts";
import type { MonitoredGateway, MonitoredNatGateway } from "./monitored.ts";

const balancer = { namespace: "AWS/ApplicationELB", statistic: "Sum", period: 60 } as const;
const nat = { namespace: "AWS/NATGateway", statistic: "Sum", period: 300 } as const;

/** Metrics of a load balancer. */
export const gatewayMetrics: readonly MetricRow<MonitoredGateway>[] = [
  {
    ...balancer,
    role: "error-rate",
    title: "Error rate (%)",
    metric: {
      // RequestCount excludes requests without a healthy target; adding them makes the rate 100 % during an outage, not 0 / 0.
      expression: "100 * (FILL(target, 0) + FILL(balancer, 0)) / (FILL(requests, 0) + FILL(balancer, 0))",
      of: { requests: "RequestCount", target: "HTTPCode_Target_5XX_Count", balancer: "HTTPCode_ELB_5XX_Count" },
    },
    alarm: {
      when: "above",
      threshold: ({ errorRatePercent }) => errorRatePercent,
      periods: 2,
      severity: "critical",
      runbook: "high-error-rate",
      missing: "notBreaching",
    },
  },
  {
    ...balancer,
    role: "latency",
    title: "Response time, p95 (s)",
    metric: "TargetResponseTime",
    statistic: "p95",
    alarm: {
      when: "above",
      threshold: ({ latencyP95Seconds }) => latencyP95Seconds,
      periods: 5,
      severity: "warning",
      runbook: "high-latency",
      missing: "notBreaching",
    },
  },
  {
    ...balancer,
    role: "rejected-connections",
    title: "Rejected connections",
    metric: "RejectedConnectionCount",
    alarm: {
      when: "above",
      threshold: () => 0,
      periods: 2,
      severity: "critical",
      runbook: "rejected-connections",
      missing: "notBreaching",
    },
  },
  { ...balancer, role: "requests", title: "Requests", metric: "RequestCount" },
  { ...balancer, role: "traffic", title: "Traffic (bytes)", metric: "ProcessedBytes" },
];

/** Metrics of a target group. */
export const targetGroupMetrics: readonly MetricRow<MonitoredGateway>[] = [
  {
    ...balancer,
    role: "healthy-targets",
    title: "Healthy targets",
    metric: "HealthyHostCount",
    statistic: "Maximum",
    alarm: {
      when: "below",
      threshold: () => 1,
      periods: 3,
      severity: "critical",
      runbook: "unhealthy-targets",
      // A target group without targets publishes no metrics.
      missing: "breaching",
    },
  },
  {
    ...balancer,
    role: "unhealthy-targets",
    title: "Unhealthy targets",
    metric: "UnHealthyHostCount",
    statistic: "Maximum",
    alarm: {
      when: "above",
      threshold: () => 0,
      periods: 10,
      severity: "warning",
      runbook: "unhealthy-targets",
      missing: "notBreaching",
    },
  },
];

/** Metrics of a NAT gateway. */
export const natGatewayMetrics: readonly MetricRow<MonitoredNatGateway>[] = [
  {
    ...nat,
    role: "port-allocation-errors",
    title: "Port allocation errors",
    metric: "ErrorPortAllocation",
    alarm: {
      when: "above",
      threshold: () => 0,
      periods: 1,
      severity: "critical",
      runbook: "nat-port-allocation",
      missing: "notBreaching",
    },
  },
  {
    ...nat,
    role: "dropped-packets",
    title: "Dropped packets",
    metric: "PacketsDropCount",
    alarm: {
      when: "above",
      threshold: ({ droppedPackets }) => droppedPackets,
      periods: 3,
      severity: "warning",
      runbook: "nat-packet-drop",
      missing: "notBreaching",
    },
  },
  { ...nat, role: "traffic", title: "Traffic to the internet (bytes)", metric: "BytesOutToDestination" },
];
