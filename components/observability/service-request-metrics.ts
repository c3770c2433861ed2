import type { MetricRow } from "./metric-row.ts";
import type { MonitoredService } from "./monitored.ts";

const targets = { namespace: "AWS/ApplicationELB", statistic: "Sum", period: 60 } as const;

/** Request metrics of an ECS service from its target group; errors of the load balancer are the gateway's. */
export const serviceRequestMetrics: readonly MetricRow<MonitoredService>[] = [
  { ...targets, role: "requests", title: "Requests", metric: "RequestCount" },
  {
    ...targets,
    role: "error-rate",
    title: "Error rate (%)",
    metric: {
      expression: "100 * FILL(errors, 0) / requests",
      of: { requests: "RequestCount", errors: "HTTPCode_Target_5XX_Count" },
    },
    alarm: {
      when: "above",
      threshold: ({ errorRatePercent }) => errorRatePercent,
      periods: 5,
      severity: "warning",
      runbook: "high-error-rate",
      missing: "notBreaching",
    },
  },
  { ...targets, role: "latency", title: "Response time, p95 (s)", metric: "TargetResponseTime", statistic: "p95" },
];
