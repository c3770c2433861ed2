import type { Thresholds } from "./thresholds.ts";

/** Severity: critical for immediate action, warning for working hours. */
export type Severity = "critical" | "warning";

/** Alarm condition of a metric. */
export interface Condition<Resource> {
  when: "above" | "below";
  /** Threshold, which can depend on the size of the resource. */
  threshold: (thresholds: Thresholds, resource: Resource) => number;
  /** Evaluation periods. */
  periods: number;
  severity: Severity;
  /** Name of the runbook's file in docs/runbooks, without extension. */
  runbook: string;
  /** Missing data: breaching where available resources always publish the metric, notBreaching where only errors are counted. */
  missing: "breaching" | "notBreaching" | "missing";
}

/** A metric of a kind of resource with its graph and, with a condition, its alarm. */
export interface MetricRow<Resource> {
  /** Role in the alarm's name. */
  role: string;
  title: string;
  namespace: string;
  /** Name of the metric, or metrics of a metric math expression by ID. */
  metric: string | { expression: string; of: Readonly<Record<string, string>> };
  statistic: "Average" | "Maximum" | "Minimum" | "Sum" | "p95";
  /** Period in seconds. */
  period: 60 | 300;
  alarm?: Condition<Resource>;
}
