import { all, is, matches, onType, set, when } from "../checks/conditions.ts";
import { notPublic } from "../checks/policy-document.ts";
import { levels, type ResourceRule } from "../checks/rule.ts";

const table = "aws:dynamodb/table:Table";
const replica = "aws:dynamodb/tableReplica:TableReplica";
const key = "arn:aws:kms:eu-west-1:111122223333:key/1";

/** DynamoDB and EFS. */
export const tables: readonly ResourceRule[] = [
  {
    name: "dynamodb-pitr",
    types: [table, replica],
    description: "A table can be restored to any second of the last weeks.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["DynamoDB.2", "CKV_AWS_28", "CKV_AWS_165"],
    fix: "set pointInTimeRecovery.enabled, or a replica's pointInTimeRecovery, to true",
    check: all(
      onType([table], is("pointInTimeRecovery.enabled", true)),
      onType([replica], is("pointInTimeRecovery", true)),
    ),
    ok: { pointInTimeRecovery: { enabled: true } },
    bad: { pointInTimeRecovery: { enabled: false } },
  },
  {
    name: "dynamodb-cmk",
    types: [table, replica],
    description: "A table is encrypted with a customer managed key.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_119", "CKV_AWS_271"],
    fix: "set serverSideEncryption.enabled and kmsKeyArn, or a replica's kmsKeyArn",
    check: all(
      onType([table], all(is("serverSideEncryption.enabled", true), set("serverSideEncryption.kmsKeyArn"))),
      onType([replica], set("kmsKeyArn")),
    ),
    ok: { serverSideEncryption: { enabled: true, kmsKeyArn: key } },
    bad: { serverSideEncryption: { enabled: true } },
  },
  {
    name: "dynamodb-deletion-protection",
    types: [table, replica],
    description: "A table cannot be deleted by one call.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["DynamoDB.6"],
    fix: "set deletionProtectionEnabled to true",
    check: is("deletionProtectionEnabled", true),
    ok: { deletionProtectionEnabled: true },
    bad: { deletionProtectionEnabled: false },
  },
  {
    name: "dynamodb-on-demand-cap",
    types: [table],
    description: "A table that is paid by request has an end to its requests.",
    severity: "low",
    levels: levels("A/A/-"),
    controls: [],
    fix: "set onDemandThroughput",
    check: when(is("billingMode", "PAY_PER_REQUEST"), set("onDemandThroughput")),
    ok: { billingMode: "PAY_PER_REQUEST", onDemandThroughput: { maxReadRequestUnits: 1000 } },
    bad: { billingMode: "PAY_PER_REQUEST" },
  },
  {
    name: "dynamodb-policy-not-public",
    types: ["aws:dynamodb/resourcePolicy:ResourcePolicy"],
    description: "A table's policy admits nobody who is not named.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set policy with the roles that use the table",
    check: notPublic("policy"),
    ok: { policy: policy({ AWS: "arn:aws:iam::111122223333:role/api" }) },
    bad: { policy: policy({ AWS: "*" }) },
  },
  {
    name: "efs-encrypted",
    types: ["aws:efs/fileSystem:FileSystem"],
    description: "A file system is encrypted with a customer managed key.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["EFS.1", "EFS.8", "CIS AWS 3.0 2.4.1", "CKV_AWS_42", "CKV_AWS_184"],
    fix: "set encrypted to true and kmsKeyId",
    check: all(is("encrypted", true), set("kmsKeyId")),
    ok: { encrypted: true, kmsKeyId: key },
    bad: { encrypted: false },
  },
  {
    name: "efs-automatic-backup",
    types: ["aws:efs/backupPolicy:BackupPolicy"],
    description: "A file system is backed up by itself.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["EFS.7"],
    fix: "set backupPolicy.status to ENABLED",
    check: is("backupPolicy.status", "ENABLED"),
    ok: { backupPolicy: { status: "ENABLED" } },
    bad: { backupPolicy: { status: "DISABLED" } },
  },
  {
    name: "efs-access-point-confined",
    types: ["aws:efs/accessPoint:AccessPoint"],
    description: "An access point leads to one directory, as one user.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["EFS.3", "EFS.4", "CKV_AWS_329", "CKV_AWS_330"],
    fix: "set rootDirectory.path to a directory and posixUser",
    check: all(matches("rootDirectory.path", /^\/.+/), set("posixUser")),
    ok: { rootDirectory: { path: "/app" }, posixUser: { uid: 1000, gid: 1000 } },
    bad: { rootDirectory: { path: "/" }, posixUser: { uid: 1000, gid: 1000 } },
  },
];

function policy(Principal: Record<string, string>): string {
  return JSON.stringify({ Statement: [{ Effect: "Allow", Principal, Action: "dynamodb:GetItem", Resource: "*" }] });
}
