import type { RuleGroup } from "./alert-rules.ts";

/** Mean time of a job's answers over five minutes: what dashboards draw without calculating it each time. */
export function latencyRecording(group: string): RuleGroup {
  return {
    name: group,
    rules: [
      {
        record: "job:request_latency_seconds:mean5m",
        expr: [
          "sum by (job) (rate(http_request_duration_seconds_sum[5m]))",
          "/ sum by (job) (rate(http_request_duration_seconds_count[5m]))",
        ].join(" "),
      },
    ],
  };
}
