import { lacking } from "../checks/complaints.ts";
import { all, is, onType, set, when } from "../checks/conditions.ts";
import { example } from "../checks/example.ts";
import { notPublic } from "../checks/policy-document.ts";
import { type Graph, levels, type StackResource, service } from "../checks/rule.ts";
import { known, text } from "../checks/values.ts";

const table = "aws:dynamodb/table:Table";
const scaling = "aws:appautoscaling/target:Target";
const replica = "aws:dynamodb/tableReplica:TableReplica";
const key = "arn:aws:kms:eu-west-1:111122223333:key/1";

/** Whether a table has on-demand capacity or an auto scaling target. */
function isScalable(graph: Graph, each: StackResource): boolean {
  if (known(each.props, "billingMode") === "PAY_PER_REQUEST") return true;
  const name = text(each.props, "name");
  return (
    graph.referrers(each, "resourceId", scaling).length > 0 ||
    (name !== undefined && graph.of(scaling).some(({ props }) => text(props, "resourceId") === `table/${name}`))
  );
}

const provisionedTable = example(table, "usage", { billingMode: "PROVISIONED", name: "usage" });

export const dynamodb = service("Amazon DynamoDB", [
  {
    name: "dynamodb-pitr",
    types: [table, replica],
    description: "DynamoDB tables and replicas have point-in-time recovery enabled.",
    why: "After a faulty deployment or accidental deletes, the table can be restored only to the last backup, if there is one, and later writes are lost.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["DynamoDB.2", "CKV_AWS_28", "CKV_AWS_165"],
    fix: "set pointInTimeRecovery.enabled, or pointInTimeRecovery of a replica, to true",
    check: all(
      onType([table], is("pointInTimeRecovery.enabled", true)),
      onType([replica], is("pointInTimeRecovery", true)),
    ),
    ok: { pointInTimeRecovery: { enabled: true } },
    bad: { pointInTimeRecovery: { enabled: false } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "dynamodb-cmk",
    types: [table, replica],
    description: "DynamoDB tables and replicas are encrypted with the KMS key in kmsKeyArn.",
    why: "DynamoDB then uses a key whose policy the account cannot change, so access to the items cannot be restricted or revoked through KMS.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_119", "CKV_AWS_271"],
    fix: "set serverSideEncryption.enabled to true and serverSideEncryption.kmsKeyArn, or kmsKeyArn of a replica",
    check: all(
      onType([table], all(is("serverSideEncryption.enabled", true), set("serverSideEncryption.kmsKeyArn"))),
      onType([replica], set("kmsKeyArn")),
    ),
    ok: { serverSideEncryption: { enabled: true, kmsKeyArn: key } },
    bad: { serverSideEncryption: { enabled: true } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "dynamodb-deletion-protection",
    types: [table, replica],
    description: "DynamoDB tables and replicas have deletion protection enabled.",
    why: "A single DeleteTable call from a script, the console or a Pulumi run removes the table and all of its items.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["DynamoDB.6"],
    fix: "set deletionProtectionEnabled to true",
    check: is("deletionProtectionEnabled", true),
    ok: { deletionProtectionEnabled: true },
    bad: { deletionProtectionEnabled: false },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "dynamodb-on-demand-cap",
    types: [table],
    description: "DynamoDB on-demand tables in dev and staging set onDemandThroughput.",
    why: "A retry loop or load test outside production can consume on-demand capacity up to the table quota of the account, and every request is billed.",
    severity: "low",
    levels: levels("A/A/-"),
    controls: [],
    fix: "set onDemandThroughput with maxReadRequestUnits and maxWriteRequestUnits",
    check: when(is("billingMode", "PAY_PER_REQUEST"), set("onDemandThroughput")),
    ok: { billingMode: "PAY_PER_REQUEST", onDemandThroughput: { maxReadRequestUnits: 1000 } },
    bad: { billingMode: "PAY_PER_REQUEST" },
    absent: "pass",
    unknown: "pass",
  },
  {
    name: "dynamodb-policy-not-public",
    types: ["aws:dynamodb/resourcePolicy:ResourcePolicy"],
    description: "DynamoDB resource policies allow any principal only under a restricting condition.",
    why: "Callers from other AWS accounts can use the actions of the statement on the table, for example read or change its items.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set policy with the IAM roles that use the table",
    check: notPublic("policy"),
    ok: { policy: policy({ AWS: "arn:aws:iam::111122223333:role/api" }) },
    bad: { policy: policy({ AWS: "*" }) },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "dynamodb-capacity-mode",
    description: "DynamoDB tables use on-demand capacity or Application Auto Scaling.",
    why: "A fixed capacity throttles requests when traffic rises above it, and is paid in full when traffic falls below it.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["DynamoDB.1", "CKV2_AWS_16"],
    fix: "set billingMode to PAY_PER_REQUEST, or declare an appautoscaling Target whose resourceId is the table",
    find: (graph) =>
      lacking(
        graph.of(table),
        (each) => isScalable(graph, each),
        "has provisioned capacity without an auto scaling target",
      ),
    ok: [provisionedTable, example("aws:appautoscaling/target:Target", "usage", { resourceId: "table/usage" })],
    bad: [provisionedTable],
  },
]);

function policy(Principal: Record<string, string>): string {
  return JSON.stringify({ Statement: [{ Effect: "Allow", Principal, Action: "dynamodb:GetItem", Resource: "*" }] });
}
