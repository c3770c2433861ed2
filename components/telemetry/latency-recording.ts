import type { RuleGroup } from "./alert-rules.ts";

/** Recorded mean response time of a job over five minutes. */
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
