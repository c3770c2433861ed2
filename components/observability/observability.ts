import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import type { LogRetention } from "../logs/log-retention.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { AlarmTopic, type Subscription, subscriptionFaults } from "./alarm-topic.ts";
import { dashboardBody } from "./dashboard.ts";
import { metricAlarm } from "./metric-alarm.ts";
import type { Severity } from "./metric-row.ts";
import type { Monitored } from "./monitored.ts";
import { monitoredFaults } from "./monitored-faults.ts";
import { panels } from "./panels.ts";
import { defaultThresholds, type Thresholds, thresholdFaults } from "./thresholds.ts";

/** Arguments of Observability. */
export interface ObservabilityArgs {
  /** Account of the alarms. */
  account: Account;
  /** Resources with alarms and graphs. */
  monitored: readonly Monitored[];
  /** Subscriptions by severity, at least one each. */
  notifications: Readonly<Record<Severity, readonly Subscription[]>>;
  /** ARN of the KMS key of the topics; its policy must allow every one of alarmPublishers. */
  kmsKeyArn: pulumi.Input<string>;
  /** Retention and KMS key of the log groups. */
  logs: LogRetention;
  /** Names of log groups of agents and applications, which the component creates with retention. @default {} */
  logGroups?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Thresholds that differ from the defaults. @default {} */
  thresholds?: Readonly<Partial<Thresholds>>;
  /** Base URL of the runbooks, without a trailing slash. */
  runbookBaseUrl: string;
  /** Name of the dashboard, unique in the account; CloudWatch overwrites an existing one. */
  dashboardName: string;
}

/**
 * CloudWatch alarms with runbooks, a dashboard, SNS topics by severity and log groups for the resources of one table.
 *
 * @example
 * import { account } from "../iam/account.ts";
 * import { Observability } from "./observability.ts";
 *
 * declare const kmsKeyArn: string;
 *
 * const observability = new Observability("operations", {
 *   account: account("111122223333", "us-east-1"),
 *   monitored: [
 *     { kind: "database", name: "main", identifier: "main", instanceClass: "db.m7g.large", allocatedStorageGib: 100 },
 *     { kind: "cache", name: "sessions", nodes: { "001": "sessions-001", "002": "sessions-002" } },
 *   ],
 *   notifications: {
 *     critical: [{ name: "on-call", protocol: "https", endpoint: "https://events.example.com/1" }],
 *     warning: [{ name: "team", protocol: "email", endpoint: "team@example.com" }],
 *   },
 *   kmsKeyArn,
 *   logs: { retentionInDays: 90, kmsKeyArn },
 *   thresholds: { latencyP95Seconds: 1 },
 *   runbookBaseUrl: "https://wiki.example.com/runbooks",
 *   dashboardName: "operations",
 * });
 * export const { criticalTopicArn } = observability;
 */
export class Observability extends pulumi.ComponentResource {
  /** ARN of the SNS topic for critical alarms. */
  readonly criticalTopicArn: pulumi.Output<string>;
  /** ARN of the SNS topic for warnings. */
  readonly warningTopicArn: pulumi.Output<string>;
  /** Name of the dashboard. */
  readonly dashboardName: pulumi.Output<string>;
  /** ARNs of the alarms by kind, name and role, for example database-main-cpu. */
  readonly alarmArns: Readonly<Record<string, pulumi.Output<string>>>;
  /** Names of the log groups by key. */
  readonly logGroupNames: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: ObservabilityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:observability:Observability", name, {}, opts);
    refuse(this, name, faults(args));
    const { logGroups = {}, thresholds = {} } = args;
    const child = { parent: this };

    const topicArns = {
      critical: this.topic(`${name}-critical`, "critical", args),
      warning: this.topic(`${name}-warning`, "warning", args),
    };
    const graphs = args.monitored.flatMap((each) => panels(each, { ...defaultThresholds, ...thresholds }));
    const alarms = graphs.flatMap(({ alarm, ...panel }): [string, pulumi.Output<string>][] => {
      if (alarm === undefined) return [];
      const inputs = metricAlarm({ ...panel, alarm }, topicArns[alarm.severity], args.runbookBaseUrl);
      return [[panel.key, new aws.cloudwatch.MetricAlarm(`${name}-${panel.key}`, inputs, child).arn]];
    });
    const body = dashboardBody(
      args.account.region,
      graphs,
      alarms.map(([, arn]) => arn),
    );
    const dashboard = new aws.cloudwatch.Dashboard(
      name,
      { dashboardName: args.dashboardName, dashboardBody: pulumi.jsonStringify(body) },
      child,
    );
    const groups = Object.entries(logGroups).map(([holds, groupName]): [string, pulumi.Output<string>] => {
      const { retentionInDays, kmsKeyArn } = args.logs;
      const inputs = { name: groupName, retentionInDays, kmsKeyId: kmsKeyArn };
      return [holds, new aws.cloudwatch.LogGroup(`${name}-${holds}`, inputs, child).name];
    });

    this.criticalTopicArn = topicArns.critical;
    this.warningTopicArn = topicArns.warning;
    this.dashboardName = dashboard.dashboardName;
    this.alarmArns = Object.fromEntries(alarms);
    this.logGroupNames = Object.fromEntries(groups);
    this.registerOutputs(outputs(this));
  }

  private topic(name: string, severity: Severity, args: ObservabilityArgs): pulumi.Output<string> {
    const { account, kmsKeyArn, notifications } = args;
    return new AlarmTopic(name, { account, kmsKeyArn, subscriptions: notifications[severity] }, { parent: this })
      .topicArn;
  }
}

function faults(args: ObservabilityArgs): string[] {
  return [
    ...subscriptionFaults("notifications.critical", args.notifications.critical),
    ...subscriptionFaults("notifications.warning", args.notifications.warning),
    ...monitoredFaults(args.monitored),
    ...thresholdFaults(args.thresholds ?? {}),
    ...(/^https:\/\/[^\s/].*[^/]$/.test(args.runbookBaseUrl)
      ? []
      : [`runbookBaseUrl must be an https:// URL that does not end in /, got ${args.runbookBaseUrl}`]),
    ...(/^[\w-]{1,255}$/.test(args.dashboardName)
      ? []
      : [`dashboardName must be 1 to 255 letters, digits, - and _, got ${args.dashboardName}`]),
  ];
}
