import { all, atLeast, either, is, isNot, matches, noneOf, set, some } from "../checks/conditions.ts";
import { admitsAnyone, isConfined } from "../checks/iam-policy.ts";
import { document, foreigners, notPublic } from "../checks/policy-document.ts";
import { levels, type ResourceRule } from "../checks/rule.ts";

const logGroup = ["aws:cloudwatch/logGroup:LogGroup"];
const alarm = ["aws:cloudwatch/metricAlarm:MetricAlarm"];
const topic = "aws:sns/topic:Topic";
const subscribed = either(set("subscriberEmailAddresses"), set("subscriberSnsTopicArns"));

/** What tasks on ECS print: for who looks for a fault today, no record of who did what, and often full of personal data. */
const taskOutput = all(matches("name", /^\/ecs\//), atLeast("retentionInDays", { dev: 7, staging: 30, prod: 30 }));

/** A group of this class keeps nothing for longer than a day, whatever is set, and hands on what comes in. */
const passesOn = is("logGroupClass", "DELIVERY");

/** Logs, alarms, notifications and budgets. */
export const observability: readonly ResourceRule[] = [
  {
    name: "log-group-retention",
    types: logGroup,
    description:
      "A log group forgets, after a week in dev, a month in staging and a year in prod at the earliest; what tasks print, after a month.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_66", "CKV_AWS_338"],
    fix: "set retentionInDays to at least 7 in dev, 30 in staging, 365 in prod",
    check: either(atLeast("retentionInDays", { dev: 7, staging: 30, prod: 365 }), taskOutput, passesOn),
    ok: { retentionInDays: 365 },
    bad: { name: "/platform/api" },
  },
  {
    name: "log-group-cmk",
    types: logGroup,
    description: "A log group is encrypted with a customer managed key.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_158"],
    fix: "set kmsKeyId",
    check: set("kmsKeyId"),
    ok: { kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1" },
    bad: { name: "/platform/api" },
  },
  {
    name: "log-resource-policy-narrow",
    types: ["aws:cloudwatch/logResourcePolicy:LogResourcePolicy"],
    description: "Services that write logs do so for the own account only.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set policyDocument with a condition on aws:SourceAccount",
    check: document("policyDocument", (statement) =>
      statement.allows &&
      !isConfined(statement) &&
      (admitsAnyone(statement) || statement.principals.some(({ kind }) => kind === "Service"))
        ? "admits a service for whomever it acts"
        : undefined,
    ),
    ok: {
      policyDocument: policy({
        Principal: { Service: "delivery.logs.amazonaws.com" },
        Action: "logs:PutLogEvents",
        Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
      }),
    },
    bad: {
      policyDocument: policy({ Principal: { Service: "delivery.logs.amazonaws.com" }, Action: "logs:PutLogEvents" }),
    },
  },
  {
    name: "alarm-has-action",
    types: alarm,
    description: "An alarm tells somebody.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_319"],
    fix: "set alarmActions",
    check: all(set("alarmActions"), isNot("actionsEnabled", false)),
    ok: { alarmActions: ["arn:aws:sns:eu-west-1:111122223333:alarms"] },
    bad: { alarmActions: [] },
  },
  {
    name: "alarm-missing-data-explicit",
    types: alarm,
    description: "An alarm says what silence means.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: [],
    fix: "set treatMissingData",
    check: set("treatMissingData"),
    ok: { treatMissingData: "breaching" },
    bad: { alarmActions: [] },
  },
  {
    name: "sns-kms",
    types: [topic],
    description: "A topic is encrypted.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["SNS.1", "CKV_AWS_26"],
    fix: "set kmsMasterKeyId",
    check: set("kmsMasterKeyId"),
    ok: { kmsMasterKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1" },
    bad: { name: "alarms" },
  },
  {
    name: "sns-policy-not-public",
    types: [topic, "aws:sns/topicPolicy:TopicPolicy"],
    description: "A topic's policy admits nobody who is not named.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["SNS.4", "CKV_AWS_169", "CKV_AWS_385"],
    fix: "set policy with a condition on aws:SourceArn or aws:SourceAccount",
    check: all(
      notPublic("policy"),
      document("policy", (each, scope) =>
        each.allows && !isConfined(each) && foreigners(each, scope).length > 0
          ? `admits the account ${foreigners(each, scope).join(", ")}`
          : undefined,
      ),
    ),
    ok: { policy: policy({ Principal: { Service: "cloudwatch.amazonaws.com" }, Action: "sns:Publish" }) },
    bad: { policy: policy({ Principal: { AWS: "*" }, Action: "sns:Publish" }) },
  },
  {
    name: "sns-subscription-https",
    types: ["aws:sns/topicSubscription:TopicSubscription"],
    description: "Notifications travel over TLS.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set protocol to https",
    check: noneOf("protocol", ["http"]),
    ok: { protocol: "https" },
    bad: { protocol: "http" },
  },
  {
    name: "budget-notifies",
    types: ["aws:budgets/budget:Budget"],
    description: "A budget tells somebody before it is spent, and when it will be.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set limitAmount, and notifications of ACTUAL and FORECASTED with subscribers",
    check: all(
      either(set("limitAmount"), set("plannedLimits"), set("autoAdjustData")),
      some("notifications", all(is("notificationType", "ACTUAL"), subscribed)),
      some("notifications", all(is("notificationType", "FORECASTED"), subscribed)),
    ),
    ok: {
      limitAmount: "600",
      notifications: [
        {
          notificationType: "ACTUAL",
          threshold: 80,
          subscriberSnsTopicArns: ["arn:aws:sns:eu-west-1:111122223333:costs"],
        },
        { notificationType: "FORECASTED", threshold: 100, subscriberEmailAddresses: ["team@example.com"] },
      ],
    },
    bad: { limitAmount: "600", notifications: [] },
  },
];

function policy(statement: Record<string, unknown>): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Resource: "*", ...statement }] });
}
