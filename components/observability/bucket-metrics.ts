import type { MetricRow } from "./metric-row.ts";
import type { MonitoredBucket } from "./monitored.ts";

const s3 = { namespace: "AWS/S3", statistic: "Average", period: 300 } as const;

/** Request metrics of an S3 bucket. */
export const bucketMetrics: readonly MetricRow<MonitoredBucket>[] = [
  {
    ...s3,
    role: "error-rate",
    title: "Requests that S3 failed (%)",
    // The metric is 1 for a failed request and 0 otherwise, so the average is the error rate.
    metric: { expression: "100 * errors", of: { errors: "5xxErrors" } },
    alarm: {
      when: "above",
      threshold: ({ errorRatePercent }) => errorRatePercent,
      periods: 3,
      severity: "warning",
      runbook: "bucket-errors",
      missing: "notBreaching",
    },
  },
  { ...s3, role: "refused", title: "Requests that were refused", metric: "4xxErrors", statistic: "Sum" },
  { ...s3, role: "latency", title: "Time to the first byte (ms)", metric: "FirstByteLatency", statistic: "p95" },
  { ...s3, role: "requests", title: "Requests", metric: "AllRequests", statistic: "Sum" },
];
