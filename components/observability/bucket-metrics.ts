import type { MetricRow } from "./metric-row.ts";
import type { MonitoredBucket } from "./monitored.ts";

const s3 = { namespace: "AWS/S3", statistic: "Average", period: 300 } as const;

/** Metrics of the requests to an S3 bucket. */
export const bucketMetrics: readonly MetricRow<MonitoredBucket>[] = [
  {
    ...s3,
    role: "error-rate",
    title: "Requests that S3 failed (%)",
    // One for each request that failed and zero for each that did not, so that the average is the share.
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
