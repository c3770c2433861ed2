import type { Thresholds } from "./thresholds.ts";

/** Who is told: critical wakes somebody up, warning is read in working hours. */
export type Severity = "critical" | "warning";

/** When a metric is an alarm. */
export interface Condition<Resource> {
  when: "above" | "below";
  /** The value that is still good; it may depend on the size of the resource. */
  threshold: (thresholds: Thresholds, resource: Resource) => number;
  /** Periods in a row that are bad before the alarm trips. */
  periods: number;
  severity: Severity;
  /** File in docs/runbooks, without its ending. */
  runbook: string;
  /** What silence means: breaching where a healthy resource always reports, notBreaching where only trouble is counted. */
  missing: "breaching" | "notBreaching" | "missing";
}

/** One metric of a kind of resource: always a graph, with a condition an alarm as well. */
export interface MetricRow<Resource> {
  /** What it is about; ends the alarm's name. */
  role: string;
  title: string;
  namespace: string;
  /** Name of the metric, or metric math over several by ID. */
  metric: string | { expression: string; of: Readonly<Record<string, string>> };
  statistic: "Average" | "Maximum" | "Minimum" | "Sum" | "p95";
  /** Seconds that one datapoint covers. */
  period: 60 | 300;
  alarm?: Condition<Resource>;
}
