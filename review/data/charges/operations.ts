import { list, text } from "../../../commands/inputs.ts";
import type { Resource } from "../../section.ts";
import { assumed, type Charge, fixed } from "./charge.ts";

/** An alarm is charged by its metrics; a band of anomaly detection counts as two more. */
function metrics({ inputs }: Resource): number {
  const queries = list(inputs, "metricQueries");
  const read = queries.filter(
    (each) => list(each, "metric").length > 0 || text(each, "metric.metricName") !== undefined,
  );
  const bands = queries.filter((each) => text(each, "expression")?.startsWith("ANOMALY_DETECTION_BAND"));
  return queries.length === 0 ? 1 : read.length + 2 * bands.length;
}

/** How keys, secrets, alarms and logs are charged. */
export const operations: readonly Charge[] = [
  {
    type: "aws:kms/key:Key",
    by: "each; requests",
    lines: (_, setting) => [fixed("KMS key"), assumed("KMS requests", "keyRequests", setting)],
  },
  {
    type: "aws:secretsmanager/secret:Secret",
    by: "each; reads",
    lines: (_, setting) => [fixed("Secret"), assumed("Secret reads", "secretReads", setting)],
  },
  {
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    by: "metrics",
    lines: (resource) => [fixed("Alarm metric", metrics(resource))],
  },
  { type: "aws:cloudwatch/compositeAlarm:CompositeAlarm", by: "each", lines: () => [fixed("Composite alarm")] },
  { type: "aws:cloudwatch/dashboard:Dashboard", by: "each", lines: () => [fixed("Dashboard")] },
  { type: "aws:cloudwatch/logMetricFilter:LogMetricFilter", by: "each", lines: () => [fixed("Custom metric")] },
  {
    type: "aws:cloudwatch/logGroup:LogGroup",
    by: "data",
    lines: (_, setting) => [
      assumed("Log ingestion", "logIngestion", setting),
      assumed("Log storage", "logStorage", setting),
    ],
  },
  {
    type: "aws:cloudtrail/trail:Trail",
    by: "data events",
    lines: (_, setting) => [assumed("CloudTrail data events", "dataEvents", setting)],
  },
  {
    type: "aws:cfg/recorder:Recorder",
    by: "configuration items",
    lines: (_, setting) => [assumed("Configuration item", "configurationItems", setting)],
  },
];
