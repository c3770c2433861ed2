import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { cisFilters } from "./cis-filters.ts";

/** Arguments of CisAlarms. */
export interface CisAlarmsArgs {
  /** Log group of the trail. */
  logGroupName: pulumi.Input<string>;
  /** CloudWatch namespace of the metrics, one for each trail. */
  namespace: string;
  /** ARN of the SNS topic of the alarms. */
  topicArn: pulumi.Input<string>;
  /** Base URL of the runbooks. */
  runbookBaseUrl: string;
}

/** A metric filter and an alarm for each of the controls 4.1 to 4.15 of the CIS AWS Foundations Benchmark. */
export class CisAlarms extends pulumi.ComponentResource {
  constructor(name: string, args: CisAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:audit:CisAlarms", name, {}, opts);
    const { logGroupName, namespace, topicArn, runbookBaseUrl } = args;
    const child = { parent: this };

    for (const [event, { control, pattern, title }] of Object.entries(cisFilters)) {
      const filter = new aws.cloudwatch.LogMetricFilter(
        `${name}-${event}`,
        { logGroupName, pattern, metricTransformation: { namespace, name: event, value: "1" } },
        child,
      );
      new aws.cloudwatch.MetricAlarm(
        `${name}-${event}`,
        {
          alarmDescription: `${title} (CIS ${control}). Runbook: ${runbookBaseUrl}/account-change`,
          actionsEnabled: true,
          alarmActions: [topicArn],
          namespace,
          metricName: filter.metricTransformation.name,
          statistic: "Sum",
          period: 300,
          evaluationPeriods: 1,
          threshold: 1,
          comparisonOperator: "GreaterThanOrEqualToThreshold",
          // Without matching events the metric has no data.
          treatMissingData: "notBreaching",
          tags: { Name: `${name}-${event}`, severity: "warning", runbook: "account-change" },
        },
        child,
      );
    }

    this.registerOutputs(outputs(this));
  }
}
