import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";

/**
 * Whose spending is learned and watched: that of every AWS service, of what carries a cost allocation tag, or what an existing monitor watches.
 * An account has one monitor of services at most, and Cost Explorer makes that one itself for accounts that turned it on since 2023.
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

export interface AnomalyDetectionArgs {
  /** Whose spending is watched. */
  monitor: AnomalyMonitor;
  /** US dollars above the expected cost that are told of; both thresholds must be passed. */
  thresholdUsd: number;
  /** Percent above the expected cost that are told of. */
  thresholdPercent: number;
  /** ARN of an SNS topic that hears at once; it admits costalerts.amazonaws.com. @default none */
  topicArn?: pulumi.Input<string>;
  /** E-mail addresses that hear once a day, at most 10. @default [] */
  emails?: readonly string[];
}

/** AWS Cost Anomaly Detection: spending that differs from what is usual is told, the same day; it is free and stops nothing. */
export class AnomalyDetection extends pulumi.ComponentResource {
  /** ARN of the monitor. */
  readonly monitorArn: pulumi.Output<string>;

  constructor(name: string, args: AnomalyDetectionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:cost:AnomalyDetection", name, {}, opts);
    const { emails = [] } = args;
    refuse(this, name, faults(args, emails));

    this.monitorArn = this.monitor(name, args.monitor);
    const subscribers = [
      // Cost Explorer sends to topics immediately, and to people in summaries only.
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
