import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { type Anomaly, anomalies, type Rhythmic } from "./anomaly-table.ts";
import { runbookFaults } from "./runbook.ts";

/** Arguments of AnomalyAlarms. */
export interface AnomalyAlarmsArgs {
  /** Gateways and NAT gateways with anomaly alarms, identified by kind and name. */
  monitored: readonly Rhythmic[];
  /** Width of the expected band in standard deviations. @default 3 */
  bandWidth?: number;
  /** ARN of the SNS topic. */
  topicArn: pulumi.Input<string>;
  /** Base URL of the runbooks, without a trailing slash. */
  runbookBaseUrl: string;
}

/** CloudWatch anomaly detection alarms, trained on two weeks of metrics; each is billed as three alarms. */
export class AnomalyAlarms extends pulumi.ComponentResource {
  /** ARNs of the alarms, by kind, name and metric, for example gateway-public-requests. */
  readonly alarmArns: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: AnomalyAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:observability:AnomalyAlarms", name, {}, opts);
    const { bandWidth = 3 } = args;
    refuse(this, name, faults(args, bandWidth));
    const child = { parent: this };

    const alarms = args.monitored.flatMap(anomalies).map((anomaly): [string, pulumi.Output<string>] => {
      const inputs = bandAlarm(anomaly, bandWidth, args);
      return [anomaly.key, new aws.cloudwatch.MetricAlarm(`${name}-${anomaly.key}`, inputs, child).arn];
    });

    this.alarmArns = Object.fromEntries(alarms);
    this.registerOutputs(outputs(this));
  }
}

function bandAlarm(anomaly: Anomaly, bandWidth: number, args: AnomalyAlarmsArgs): aws.cloudwatch.MetricAlarmArgs {
  const { dimensions, key, metric, namespace, runbook, side, statistic, title } = anomaly;
  return {
    alarmDescription: `${title} ${side === "both" ? "outside" : "above"} the usual range for 15 min. Runbook: ${args.runbookBaseUrl}/${runbook}`,
    actionsEnabled: true,
    alarmActions: [args.topicArn],
    okActions: [args.topicArn],
    comparisonOperator: side === "both" ? "LessThanLowerOrGreaterThanUpperThreshold" : "GreaterThanUpperThreshold",
    thresholdMetricId: "band",
    evaluationPeriods: 3,
    metricQueries: [
      {
        id: "measured",
        metric: { namespace, metricName: metric, dimensions, period: 300, stat: statistic },
        returnData: true,
      },
      {
        id: "band",
        expression: `ANOMALY_DETECTION_BAND(measured, ${bandWidth})`,
        label: "Usual range",
        returnData: true,
      },
    ],
    // Load balancers publish no request metrics without requests; healthy host alarms cover outages.
    treatMissingData: "notBreaching",
    tags: { Name: key, severity: "warning", runbook },
  };
}

function faults({ monitored, runbookBaseUrl }: AnomalyAlarmsArgs, bandWidth: number): string[] {
  const identities = monitored.map(({ kind, name }) => `${kind} ${name}`);
  return [
    ...monitored.flatMap(({ kind, name }, index) =>
      identities.indexOf(`${kind} ${name}`) < index
        ? [`monitored[${index}] must have a name that no other ${kind} has, got ${name}`]
        : [],
    ),
    ...(bandWidth > 0 && bandWidth <= 10 ? [] : [`bandWidth must be greater than 0 and at most 10, got ${bandWidth}`]),
    ...runbookFaults(runbookBaseUrl),
  ];
}
