import { all, either, is, isNot, matches, value } from "../../checks/conditions.ts";
import { customerKey } from "../../checks/kms.ts";
import { inheritsFromSource } from "../../checks/rds.ts";
import { levels, service } from "../../checks/rule.ts";

const instance = "aws:rds/instance:Instance";
const cluster = "aws:rds/cluster:Cluster";
const globalCluster = "aws:rds/globalCluster:GlobalCluster";
const key = "arn:aws:kms:eu-west-1:111122223333:key/1";
const member = "aws:rds/clusterInstance:ClusterInstance";

export const rdsEncryption = service("Amazon RDS", [
  {
    name: "rds-storage-encrypted",
    types: [instance, cluster, globalCluster],
    description: "RDS instances, clusters and global clusters are encrypted at rest.",
    why: "Storage, backups and snapshots of an unencrypted database hold readable data, and encryption can be added later only by restoring into a new database.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["RDS.3", "RDS.27", "CIS AWS 3.0 2.3.1", "CKV_AWS_16", "CKV_AWS_96", "CKV_AWS_140"],
    fix: "set storageEncrypted to true",
    check: either(is("storageEncrypted", true), inheritsFromSource),
    ok: { storageEncrypted: true },
    bad: { engine: "postgres" },
    clauses: [
      { controls: ["RDS.3", "CKV_AWS_16"], bad: { storageEncrypted: false } },
      {
        controls: ["RDS.27", "CKV_AWS_96"],
        type: "aws:rds/cluster:Cluster",
        ok: { storageEncrypted: true },
        bad: { storageEncrypted: undefined },
      },
      {
        controls: ["CKV_AWS_140"],
        type: "aws:rds/globalCluster:GlobalCluster",
        ok: { sourceDbClusterIdentifier: "arn:aws:rds:eu-west-1:111122223333:cluster:main" },
        bad: { sourceDbClusterIdentifier: undefined },
      },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "rds-cmk",
    types: [instance, cluster],
    description: "RDS instances and clusters specify a customer managed key for encryption.",
    why: "The policy of the AWS managed key cannot be edited, so access to the data cannot be revoked at the key, and snapshots cannot be shared cross-account.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_327"],
    fix: "set kmsKeyId to the ARN of a customer managed key",
    check: either(customerKey("kmsKeyId"), inheritsFromSource),
    ok: { kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1" },
    bad: { storageEncrypted: true },
    absent: "fail",
    unknown: "pass",
  },
  {
    name: "rds-snapshot-not-shared",
    types: [
      "aws:rds/snapshot:Snapshot",
      "aws:rds/clusterSnapshot:ClusterSnapshot",
      "aws:rds/snapshotCopy:SnapshotCopy",
      "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy",
    ],
    description: "RDS snapshots and snapshot copies are not shared with all AWS accounts.",
    why: "Any AWS account can restore a public snapshot and read every row of the database in it.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["RDS.1", "CKV_AWS_302"],
    fix: "remove all from sharedAccounts",
    check: value("sharedAccounts", (accounts) => Array.isArray(accounts) && !accounts.includes("all"), "pass"),
    ok: { sharedAccounts: ["111122223333"] },
    bad: { sharedAccounts: ["all"] },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "rds-snapshot-copy-encrypted",
    types: ["aws:rds/snapshotCopy:SnapshotCopy", "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy"],
    description: "RDS snapshot copies specify a customer managed key.",
    why: "Without a key, the copy of an unencrypted snapshot is unencrypted too, and every account with which the copy is shared can restore the database from it.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["RDS.4", "CKV_AWS_266"],
    fix: "set kmsKeyId",
    check: customerKey("kmsKeyId"),
    ok: { kmsKeyId: key },
    bad: { sourceDbSnapshotIdentifier: "main" },
    clauses: [
      { controls: ["RDS.4", "CKV_AWS_266"], bad: { kmsKeyId: undefined } },
      {
        controls: ["RDS.4"],
        type: "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy",
        ok: { kmsKeyId: key },
        bad: { kmsKeyId: undefined },
      },
    ],
    absent: "fail",
    unknown: "pass",
  },
  {
    name: "rds-ca-current",
    types: [instance, member],
    description: "RDS instances that set caCertIdentifier use a current certificate authority.",
    why: "Clients that verify the server certificate reject one issued by an expired authority, and their applications lose the connection to the database.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_211"],
    fix: "leave caCertIdentifier unset, or set it to rds-ca-rsa2048-g1, rds-ca-rsa4096-g1 or rds-ca-ecc384-g1",
    check: matches("caCertIdentifier", /^rds-ca-(?:rsa2048|rsa4096|ecc384)-g1$/, "pass"),
    ok: { caCertIdentifier: "rds-ca-rsa2048-g1" },
    bad: { caCertIdentifier: "rds-ca-2019" },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "rds-snapshot-encrypted",
    types: ["aws:rds/clusterSnapshot:ClusterSnapshot", "aws:rds/snapshot:Snapshot"],
    description: "RDS snapshots in the state are encrypted.",
    why: "A snapshot of an unencrypted database stays unencrypted after the database is replaced, and each account that it is shared with restores all rows from it.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["RDS.4", "CKV_AWS_146"],
    fix: "set storageEncrypted of the database before the snapshot is taken, or declare an encrypted copy of it",
    // A snapshot takes the state of its database; only a state says which.
    check: all(isNot("storageEncrypted", false), isNot("encrypted", false)),
    ok: { dbClusterIdentifier: "main", storageEncrypted: true },
    bad: { dbClusterIdentifier: "main", storageEncrypted: false },
    absent: "pass",
    unknown: "undecided",
  },
]);
