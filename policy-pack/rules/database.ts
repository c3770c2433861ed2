import { all, either, is, isNot, matches, noneOf, set, unset, value, when } from "../checks/conditions.ts";
import { levels, type ResourceRule } from "../checks/rule.ts";

const instance = "aws:rds/instance:Instance";
const cluster = "aws:rds/cluster:Cluster";
const member = "aws:rds/clusterInstance:ClusterInstance";
const globalCluster = "aws:rds/globalCluster:GlobalCluster";

/** A replica and a restored store inherit what their source has. */
const inherits = either(
  ...["replicateSourceDb", "replicationSourceIdentifier", "snapshotIdentifier", "restoreToPointInTime"].map(set),
);
/** Engines that know IAM's tokens. */
const knowsTokens = matches("engine", /postgres|mysql|mariadb/, "pass");
/** A replica in the same Region is in its source's subnets, which it must not name. */
const besideSource = matches("replicateSourceDb", /^(?!arn:)/);

/** RDS and Aurora: who reaches the data, how it is encrypted, and how it is signed in to. */
export const database: readonly ResourceRule[] = [
  {
    name: "rds-not-public",
    types: [instance, member],
    description: "A database has no public address.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["RDS.2", "CIS AWS 3.0 2.3.3", "CKV_AWS_17"],
    fix: "set publiclyAccessible to false",
    check: isNot("publiclyAccessible", true),
    ok: { publiclyAccessible: false },
    bad: { publiclyAccessible: true },
  },
  {
    name: "rds-storage-encrypted",
    types: [instance, cluster, globalCluster],
    description: "A database is encrypted at rest.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["RDS.3", "RDS.27", "CIS AWS 3.0 2.3.1", "CKV_AWS_16", "CKV_AWS_96", "CKV_AWS_140"],
    fix: "set storageEncrypted to true",
    check: either(is("storageEncrypted", true), inherits),
    ok: { storageEncrypted: true },
    bad: { engine: "postgres" },
  },
  {
    name: "rds-cmk",
    types: [instance, cluster],
    description: "A database is encrypted with a customer managed key.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_327"],
    fix: "set kmsKeyId",
    check: either(set("kmsKeyId"), inherits),
    ok: { kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1" },
    bad: { storageEncrypted: true },
  },
  {
    name: "rds-in-vpc",
    types: [instance, cluster],
    description: "A database lives in subnets that were chosen for it.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["RDS.18"],
    fix: "set dbSubnetGroupName to a group of your own",
    check: either(all(set("dbSubnetGroupName"), noneOf("dbSubnetGroupName", ["default"])), besideSource),
    ok: { dbSubnetGroupName: "platform" },
    bad: { dbSubnetGroupName: "default" },
  },
  {
    name: "rds-managed-master-password",
    types: [instance, cluster],
    description: "The master password is made, kept and rotated by AWS, so that no state holds it.",
    severity: "critical",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set manageMasterUserPassword to true and no password",
    check: all(
      either(is("manageMasterUserPassword", true), set("passwordWo"), set("masterPasswordWo"), inherits),
      unset("password"),
      unset("masterPassword"),
    ),
    ok: { manageMasterUserPassword: true },
    bad: { password: "correct horse" },
  },
  {
    name: "rds-custom-admin-name",
    types: [instance, cluster],
    description: "The administrator's name is not the one that everybody tries first.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["RDS.24", "RDS.25"],
    fix: "set username, or masterUsername, to a name of your own",
    check: all(noneOf("username", commonNames()), noneOf("masterUsername", commonNames())),
    ok: { username: "platform_admin" },
    bad: { username: "postgres" },
  },
  {
    name: "rds-iam-auth",
    types: [instance, cluster],
    description: "Programs may sign in to a database with their role.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["RDS.10", "RDS.12", "CKV_AWS_161", "CKV_AWS_162"],
    fix: "set iamDatabaseAuthenticationEnabled to true",
    check: when(knowsTokens, is("iamDatabaseAuthenticationEnabled", true)),
    ok: { iamDatabaseAuthenticationEnabled: true },
    bad: { iamDatabaseAuthenticationEnabled: false },
  },
  {
    name: "rds-proxy-tls",
    types: ["aws:rds/proxy:Proxy"],
    description: "A database proxy takes TLS connections only.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["RDS.43"],
    fix: "set requireTls to true",
    check: is("requireTls", true),
    ok: { requireTls: true },
    bad: { requireTls: false },
  },
  {
    name: "rds-apply-immediately-off",
    types: [instance, cluster],
    description: "Changes that interrupt a database wait for its maintenance window.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: [],
    fix: "leave applyImmediately unset",
    check: isNot("applyImmediately", true),
    ok: { applyImmediately: false },
    bad: { applyImmediately: true },
  },
  {
    name: "rds-snapshot-not-shared",
    types: [
      "aws:rds/snapshot:Snapshot",
      "aws:rds/clusterSnapshot:ClusterSnapshot",
      "aws:rds/snapshotCopy:SnapshotCopy",
      "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy",
    ],
    description: "A snapshot is not public.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["RDS.1", "CKV_AWS_302"],
    fix: "remove all from sharedAccounts",
    check: value("sharedAccounts", (accounts) => Array.isArray(accounts) && !accounts.includes("all"), "pass"),
    ok: { sharedAccounts: ["111122223333"] },
    bad: { sharedAccounts: ["all"] },
  },
];

function commonNames(): string[] {
  return ["postgres", "admin", "root", "master", "administrator", "rdsadmin"];
}
