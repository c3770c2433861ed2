import { complain } from "../../checks/complaints.ts";
import { all, atLeast, either, is, matches } from "../../checks/conditions.ts";
import { example, resourcePolicyText } from "../../checks/example.ts";
import { admitsAnyone, isConfined } from "../../checks/iam-policy.ts";
import { customerKey } from "../../checks/kms.ts";
import { document } from "../../checks/policy-document.ts";
import { type Complaint, type Graph, levels, service } from "../../checks/rule.ts";
import { known } from "../../checks/values.ts";

const logGroups = ["aws:cloudwatch/logGroup:LogGroup"];
const logGroup = "aws:cloudwatch/logGroup:LogGroup";
const trail = "aws:cloudtrail/trail:Trail";

/** Output of ECS tasks: for troubleshooting, not an audit record, and often with personal data. */
const isTaskOutput = all(matches("name", /^\/ecs\//), atLeast("retentionInDays", { dev: 7, staging: 30, prod: 30 }));

/** Log groups of the class DELIVERY keep events for one day, regardless of retentionInDays. */
const isDeliveryClass = is("logGroupClass", "DELIVERY");

function deletableAuditLogs(graph: Graph): Complaint[] {
  return graph
    .of(trail)
    .flatMap((each) => graph.targets(each, "cloudWatchLogsGroupArn", logGroup))
    .filter(({ props }) => ["skipDestroy", "deletionProtectionEnabled"].every((path) => known(props, path) !== true))
    .map(complain("stores CloudTrail logs and has neither skipDestroy nor deletion protection"));
}

const retainedGroup = example(logGroup, "flows", { retentionInDays: 365 });
const trailTo = example(trail, "trail", {}, { cloudWatchLogsGroupArn: retainedGroup });
const lockedGroup = example(logGroup, "flows", { retentionInDays: 365, skipDestroy: true });

export const logsGroups = service("Amazon CloudWatch Logs", [
  {
    name: "log-group-retention",
    types: logGroups,
    description: "CloudWatch log groups outside the DELIVERY class set the minimum retention or longer.",
    why: "Logs without retention are stored and billed forever, and logs that expire too early are gone when an incident is discovered weeks later.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_66", "CKV_AWS_338"],
    fix: "set retentionInDays to at least 7 in dev, 30 in staging and 365 in prod, or 30 in prod for groups under /ecs/",
    check: either(atLeast("retentionInDays", { dev: 7, staging: 30, prod: 365 }), isTaskOutput, isDeliveryClass),
    ok: { retentionInDays: 365 },
    bad: { name: "/platform/api" },
    clauses: [
      { controls: ["CKV_AWS_66"], bad: { retentionInDays: undefined } },
      { controls: ["CKV_AWS_338"], bad: { retentionInDays: 180 } },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "log-group-cmk",
    types: logGroups,
    description: "CloudWatch log groups set the KMS key that encrypts them.",
    why: "Without a customer managed key, every principal with a logs read permission sees the events, and access cannot be withdrawn through a key policy or by disabling the key.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_158"],
    fix: "set kmsKeyId to the ARN of a customer managed key",
    check: customerKey("kmsKeyId"),
    ok: { kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1" },
    bad: { name: "/platform/api" },
    absent: "fail",
    unknown: "pass",
  },
  {
    name: "log-resource-policy-narrow",
    types: ["aws:cloudwatch/logResourcePolicy:LogResourcePolicy"],
    description: "CloudWatch Logs resource policies allow services and * only with a caller condition.",
    why: "An AWS service acts for every customer. Without a source condition, another account can use the service to write events into these log groups (confused deputy).",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set policyDocument with a condition on aws:SourceAccount",
    check: document("policyDocument", (statement) =>
      statement.allows &&
      !isConfined(statement) &&
      (admitsAnyone(statement) || statement.principals.some(({ kind }) => kind === "Service"))
        ? "allows an AWS service without a condition on its source account or ARN"
        : undefined,
    ),
    ok: {
      policyDocument: resourcePolicyText({
        Principal: { Service: "delivery.logs.amazonaws.com" },
        Action: "logs:PutLogEvents",
        Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
      }),
    },
    bad: {
      policyDocument: resourcePolicyText({
        Principal: { Service: "delivery.logs.amazonaws.com" },
        Action: "logs:PutLogEvents",
      }),
    },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "log-group-skip-destroy",
    description: "CloudTrail log groups set skipDestroy or deletionProtectionEnabled.",
    why: "Destroying the stack, or renaming the log group, deletes its searchable audit events, and metric filters and alarms built on them stop working.",
    severity: "low",
    levels: levels("-/A/M"),
    controls: [],
    fix: "set skipDestroy or deletionProtectionEnabled to true",
    find: deletableAuditLogs,
    ok: [lockedGroup, example(trail, "trail", {}, { cloudWatchLogsGroupArn: lockedGroup })],
    bad: [retainedGroup, trailTo],
  },
]);
