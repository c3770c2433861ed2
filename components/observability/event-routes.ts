import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { denyPlaintext, policyDocument } from "../iam/policy-document.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { type AwsEvent, awsEvents, type EventRow } from "./event-table.ts";
import type { Severity } from "./metric-row.ts";
import { runbookFaults } from "./runbook.ts";

/** Arguments of EventRoutes. */
export interface EventRoutesArgs {
  /** Events with notifications; at least one, without repetition. */
  events: readonly AwsEvent[];
  /** ARNs of the SNS topics by severity; their policies must allow EventBridge without a condition, since it sends SNS no condition keys. */
  topicArns: Readonly<Record<Severity, pulumi.Input<string>>>;
  /** Base URL of the runbooks, without a trailing slash. */
  runbookBaseUrl: string;
}

/**
 * EventBridge rules that send AWS events to the SNS topic of their severity, as a sentence with a link to the runbook.
 * Events are those of the whole account and Region, so one stack of an account has the component. ElastiCache sends failover
 * notifications to unencrypted topics only; an alarm of Observability covers them.
 */
export class EventRoutes extends pulumi.ComponentResource {
  /** ARNs of the rules, by event. */
  readonly ruleArns: Readonly<Partial<Record<AwsEvent, pulumi.Output<string>>>>;
  /** ARN of the dead-letter queue for undelivered events, kept for 14 days. */
  readonly deadLetterQueueArn: pulumi.Output<string>;

  constructor(name: string, args: EventRoutesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:observability:EventRoutes", name, {}, opts);
    refuse(this, name, faults(args));

    const rules = awsEvents
      .filter(({ event }) => args.events.includes(event))
      .map((row) => ({ row, rule: this.rule(name, row) }));
    const queueArn = this.deadLetters(
      name,
      args,
      rules.map(({ rule }) => rule.arn),
    );
    for (const { row, rule } of rules) this.target(name, args, row, rule, queueArn);

    this.ruleArns = Object.fromEntries(rules.map(({ row, rule }) => [row.event, rule.arn]));
    this.deadLetterQueueArn = queueArn;
    this.registerOutputs(outputs(this));
  }

  private rule(name: string, { event, pattern, runbook, severity, text }: EventRow): aws.cloudwatch.EventRule {
    return new aws.cloudwatch.EventRule(
      `${name}-${event}`,
      {
        description: text.replaceAll(/[<>]/g, ""),
        eventPattern: JSON.stringify(pattern),
        tags: { Name: `${name}-${event}`, severity, runbook },
      },
      { parent: this },
    );
  }

  private target(
    name: string,
    args: EventRoutesArgs,
    { event, paths, runbook, severity, text }: EventRow,
    rule: aws.cloudwatch.EventRule,
    deadLetterArn: pulumi.Output<string>,
  ): void {
    new aws.cloudwatch.EventTarget(
      `${name}-${event}`,
      {
        rule: rule.name,
        arn: args.topicArns[severity],
        inputTransformer: {
          inputPaths: { ...paths, account: "$.account", region: "$.region", time: "$.time" },
          inputTemplate: JSON.stringify(
            `${text}. Account <account>, Region <region>, <time>. Runbook: ${args.runbookBaseUrl}/${runbook}`,
          ),
        },
        deadLetterConfig: { arn: deadLetterArn },
      },
      { parent: this },
    );
  }

  /** Dead-letter queue of the rules, with an alarm; its ARN is known when the rules may send to it. */
  private deadLetters(name: string, args: EventRoutesArgs, ruleArns: pulumi.Output<string>[]): pulumi.Output<string> {
    const child = { parent: this };
    const queueName = `${name}-dead-letter`;
    const queue = new aws.sqs.Queue(
      queueName,
      { sqsManagedSseEnabled: true, messageRetentionSeconds: 1_209_600, tags: { Name: queueName } },
      child,
    );
    const policy = new aws.sqs.QueuePolicy(
      queueName,
      {
        queueUrl: queue.url,
        policy: policyDocument(denyPlaintext(queue.arn, "sqs:*"), {
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: queue.arn,
          Condition: { ArnEquals: { "aws:SourceArn": ruleArns } },
        }),
      },
      child,
    );
    new aws.cloudwatch.MetricAlarm(queueName, undelivered(queue.name, queueName, args), child);
    return pulumi.all([queue.arn, policy.id]).apply(([arn]) => arn);
  }
}

function undelivered(
  queueName: pulumi.Input<string>,
  name: string,
  { runbookBaseUrl, topicArns }: EventRoutesArgs,
): aws.cloudwatch.MetricAlarmArgs {
  return {
    alarmDescription: `An event of AWS could not be delivered to its topic. Runbook: ${runbookBaseUrl}/undelivered-events`,
    actionsEnabled: true,
    alarmActions: [topicArns.critical],
    okActions: [topicArns.critical],
    namespace: "AWS/SQS",
    metricName: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: queueName },
    statistic: "Maximum",
    period: 300,
    evaluationPeriods: 1,
    threshold: 0,
    comparisonOperator: "GreaterThanThreshold",
    // SQS stops publishing metrics of an inactive queue after some hours.
    treatMissingData: "notBreaching",
    tags: { Name: name, severity: "critical", runbook: "undelivered-events" },
  };
}

function faults({ events, runbookBaseUrl }: EventRoutesArgs): string[] {
  return [
    ...(events.length === 0 ? ["events must have at least one event, got none"] : []),
    ...events.flatMap((event, index) =>
      events.indexOf(event) < index ? [`events[${index}] must not repeat an event, got ${event} again`] : [],
    ),
    ...runbookFaults(runbookBaseUrl),
  ];
}
