import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Panel } from "./panels.ts";

/** Inputs of a metric alarm that notifies the topic of ALARM and OK. */
export function metricAlarm(
  panel: Panel & Required<Pick<Panel, "alarm">>,
  topicArn: pulumi.Input<string>,
  runbookBaseUrl: string,
): aws.cloudwatch.MetricAlarmArgs {
  const { alarm, key, period, subject, title } = panel;
  const minutes = (alarm.periods * period) / 60;
  return {
    alarmDescription: `${title} of ${subject} ${alarm.when} ${alarm.threshold} for ${minutes} min. Runbook: ${runbookBaseUrl}/${alarm.runbook}`,
    actionsEnabled: true,
    alarmActions: [topicArn],
    okActions: [topicArn],
    comparisonOperator: alarm.when === "above" ? "GreaterThanThreshold" : "LessThanThreshold",
    threshold: alarm.threshold,
    evaluationPeriods: alarm.periods,
    treatMissingData: alarm.missing,
    ...measurement(panel),
    tags: { Name: key, severity: alarm.severity, runbook: alarm.runbook },
  };
}

/** A metric, or metric math. */
function measurement(panel: Panel): Partial<aws.cloudwatch.MetricAlarmArgs> {
  const { dimensions, metric, namespace, period, statistic, title } = panel;
  if (typeof metric === "string") {
    const percentile = statistic === "p95";
    return {
      namespace,
      metricName: metric,
      dimensions,
      period,
      ...(percentile ? { extendedStatistic: statistic } : { statistic }),
    };
  }
  return {
    metricQueries: [
      { id: "result", expression: metric.expression, label: title, returnData: true },
      ...Object.entries(metric.of).map(([id, metricName]) => ({
        id,
        metric: { namespace, metricName, dimensions, period, stat: statistic },
      })),
    ],
  };
}
