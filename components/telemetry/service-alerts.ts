import type { Thresholds } from "../observability/thresholds.ts";
import type { RuleGroup } from "./alert-rules.ts";

/** Limits of services, equal to those of the load balancer's alarms. */
export type ServiceThresholds = Pick<Thresholds, "errorRatePercent" | "latencyP95Seconds">;

/** Alerts on error rate and response time of every scraped service. */
export function serviceAlerts({ errorRatePercent, latencyP95Seconds }: ServiceThresholds): RuleGroup {
  return {
    name: "system_alerts",
    rules: [
      {
        alert: "HighErrorRate",
        // A rate of all requests, since a number of failures depends on the load.
        expr: [
          'sum by (job) (rate(http_requests_total{status=~"5.."}[5m]))',
          "/ sum by (job) (rate(http_requests_total[5m]))",
          `> ${errorRatePercent / 100}`,
        ].join(" "),
        for: "2m",
        severity: "critical",
        summary: "High error rate of {{ $labels.job }}",
        description: `{{ $labels.job }} answers {{ $value | humanizePercentage }} of its requests with a 5xx status, above the ${errorRatePercent}% error rate that is allowed.`,
        runbook: "high-error-rate",
      },
      {
        alert: "APILatencyHigh",
        expr: [
          "histogram_quantile(0.95, sum by (le, handler)",
          '(rate(http_request_duration_seconds_bucket{handler!="metrics"}[5m])))',
          `> ${latencyP95Seconds}`,
        ].join(" "),
        for: "5m",
        severity: "warning",
        summary: "Slow answers of {{ $labels.handler }}",
        description: `The 95th percentile of {{ $labels.handler }} is {{ $value | humanizeDuration }}, above the ${latencyP95Seconds * 1000}ms that are allowed.`,
        runbook: "high-latency",
      },
    ],
  };
}
