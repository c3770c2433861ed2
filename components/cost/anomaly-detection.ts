import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";

/**
 * What a monitor covers: every AWS service, one value of a cost allocation tag, or an existing monitor.
 * An account has at most one monitor for AWS services; Cost Explorer creates it for accounts that enabled it since 2023.
 */
export type AnomalyMonitor =
  | {
      /** Spending of every AWS service. */
      kind: "services";
    }
  | {
      /** Spending of resources with one value of a cost allocation tag. */
      kind: "tag";
      /** Key of the tag. */
      key: string;
      /** Value of the tag. */
      value: string;
    }
  | {
      /** A monitor that exists. */
      kind: "existing";
      /** ARN of the monitor. */
      monitorArn: pulumi.Input<string>;
    };

/** Arguments of AnomalyDetection. */
export interface AnomalyDetectionArgs {
  /** What the monitor covers. */
  monitor: AnomalyMonitor;
  /** Impact in US dollars above the expected cost; an alert needs both thresholds. */
  thresholdUsd: number;
  /** Impact in percent above the expected cost. */
  thresholdPercent: number;
  /** ARN of an SNS topic for individual alerts; its policy must allow costalerts.amazonaws.com. @default none */
  topicArn?: pulumi.Input<string>;
  /** Email addresses of the daily summary, at most 10. @default [] */
  emails?: readonly string[];
}

/** AWS Cost Anomaly Detection, which alerts on unusual spending and is free. */
export class AnomalyDetection extends pulumi.ComponentResource {
  /** ARN of the monitor. */
  readonly monitorArn: pulumi.Output<string>;

  constructor(name: string, args: AnomalyDetectionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:cost:AnomalyDetection", name, {}, opts);
    const { emails = [] } = args;
    refuse(this, name, faults(args, emails));

    this.monitorArn = this.monitor(name, args.monitor);
    const subscribers = [
      // Individual alerts go to SNS topics only, summaries to email addresses.
      ...(args.topicArn === undefined
        ? []
        : [{ how: "topic", frequency: "IMMEDIATE", to: [{ type: "SNS", address: args.topicArn }] }]),
      ...(emails.length === 0
        ? []
        : [{ how: "email", frequency: "DAILY", to: emails.map((address) => ({ type: "EMAIL", address })) }]),
    ];
    for (const { how, frequency, to } of subscribers) {
      new aws.costexplorer.AnomalySubscription(
        `${name}-${how}`,
        {
          frequency,
          monitorArnLists: [this.monitorArn],
          subscribers: to,
          thresholdExpression: {
            ands: [
              atLeast("ANOMALY_TOTAL_IMPACT_ABSOLUTE", args.thresholdUsd),
              atLeast("ANOMALY_TOTAL_IMPACT_PERCENTAGE", args.thresholdPercent),
            ],
          },
          tags: { Name: `${name}-${how}` },
        },
        { parent: this },
      );
    }

    this.registerOutputs(outputs(this));
  }

  private monitor(name: string, monitor: AnomalyMonitor): pulumi.Output<string> {
    if (monitor.kind === "existing") return pulumi.output(monitor.monitorArn);
    const watched =
      monitor.kind === "services"
        ? { monitorType: "DIMENSIONAL", monitorDimension: "SERVICE" }
        : {
            monitorType: "CUSTOM",
            monitorSpecification: JSON.stringify({
              Tags: { Key: monitor.key, Values: [monitor.value], MatchOptions: ["EQUALS"] },
            }),
          };
    return new aws.costexplorer.AnomalyMonitor(name, { ...watched, tags: { Name: name } }, { parent: this }).arn;
  }
}

function atLeast(key: string, value: number) {
  return { dimension: { key, matchOptions: ["GREATER_THAN_OR_EQUAL"], values: [String(value)] } };
}

function faults(
  { thresholdPercent, thresholdUsd, topicArn }: AnomalyDetectionArgs,
  emails: readonly string[],
): string[] {
  const malformed = emails.filter((email) => !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email));
  return [
    ...(thresholdUsd > 0 ? [] : [`thresholdUsd must be greater than 0, got ${thresholdUsd}`]),
    ...(thresholdPercent > 0 ? [] : [`thresholdPercent must be greater than 0, got ${thresholdPercent}`]),
    ...(emails.length > 0 || topicArn !== undefined ? [] : ["emails or topicArn must name a subscriber, got none"]),
    ...(emails.length <= 10 ? [] : [`emails must be at most 10, got ${emails.length}`]),
    ...malformed.map((email) => `emails must be e-mail addresses, got ${email}`),
  ];
}
