import { postgres } from "../../components/versions.ts";
import { all, any, is, isNot, matches, noneOf, set, some, unset, value, when } from "../checks.ts";
import { type Check, levels, type ResourceRule } from "../rule.ts";

const instance = "aws:rds/instance:Instance";
const cluster = "aws:rds/cluster:Cluster";
const member = "aws:rds/clusterInstance:ClusterInstance";
const globalCluster = "aws:rds/globalCluster:GlobalCluster";
const parameterGroups = [
  "aws:rds/parameterGroup:ParameterGroup",
  "aws:rds/clusterParameterGroup:ClusterParameterGroup",
];

/** A replica and a restored store inherit what their source has. */
const inherits = any(set("replicateSourceDb"), set("replicationSourceIdentifier"), set("snapshotIdentifier"));
/** An instance of Aurora takes from its cluster what a lone instance says itself. */
const ofCluster = set("clusterIdentifier");

const parameter = (name: string, accepts: (value: string) => boolean): Check =>
  when(
    matches("family", /postgres/),
    some(
      "parameters",
      all(
        is("name", name),
        value("value", (found) => accepts(String(found)), "fail"),
      ),
    ),
  );

const supportedEngine = value(
  "engineVersion",
  (version) => Object.keys(postgres).includes(String(version).split(".")[0] ?? ""),
  "fail",
);

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
    check: any(is("storageEncrypted", true), inherits),
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
    check: any(set("kmsKeyId"), inherits),
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
    check: all(set("dbSubnetGroupName"), noneOf("dbSubnetGroupName", ["default"])),
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
      any(is("manageMasterUserPassword", true), set("passwordWo"), set("masterPasswordWo"), inherits),
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
    check: is("iamDatabaseAuthenticationEnabled", true),
    ok: { iamDatabaseAuthenticationEnabled: true },
    bad: { iamDatabaseAuthenticationEnabled: false },
  },
  {
    name: "rds-force-ssl",
    types: parameterGroups,
    description: "PostgreSQL refuses connections without TLS.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["RDS.38", "CKV2_AWS_69"],
    fix: "set parameters with rds.force_ssl 1",
    check: parameter("rds.force_ssl", (found) => found === "1"),
    ok: { family: "postgres17", parameters: [{ name: "rds.force_ssl", value: "1" }] },
    bad: { family: "postgres17", parameters: [{ name: "rds.force_ssl", value: "0" }] },
  },
  {
    name: "rds-query-logging",
    types: parameterGroups,
    description: "PostgreSQL logs changes of structure, and queries that take too long.",
    severity: "low",
    levels: levels("-/A/M"),
    controls: ["CKV2_AWS_30", "CKV2_AWS_27"],
    fix: "set parameters with log_statement ddl and log_min_duration_statement",
    check: all(
      parameter("log_statement", (found) => ["ddl", "mod", "all"].includes(found)),
      parameter("log_min_duration_statement", (found) => Number(found) >= 0),
    ),
    ok: {
      family: "postgres17",
      parameters: [
        { name: "log_statement", value: "ddl" },
        { name: "log_min_duration_statement", value: "1000" },
      ],
    },
    bad: { family: "postgres17", parameters: [{ name: "log_statement", value: "none" }] },
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
    name: "rds-ca-current",
    types: [instance, member],
    description: "A database shows a certificate that has not expired.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_211"],
    fix: "leave caCertIdentifier unset, or set it to rds-ca-rsa2048-g1",
    check: matches("caCertIdentifier", /^rds-ca-(?:rsa2048|rsa4096|ecc384)-g1$/, "pass"),
    ok: { caCertIdentifier: "rds-ca-rsa2048-g1" },
    bad: { caCertIdentifier: "rds-ca-2019" },
  },
  {
    name: "rds-engine-supported",
    types: [instance, cluster, globalCluster],
    description:
      "A database runs a PostgreSQL version in standard support, and does not slide into the paid extension.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_250", "CKV_AWS_388"],
    fix: `set engineVersion to ${Object.keys(postgres).join(", ")} and engineLifecycleSupport to open-source-rds-extended-support-disabled`,
    check: any(inherits, all(supportedEngine, matches("engineLifecycleSupport", /disabled$/))),
    ok: { engineVersion: "17.6", engineLifecycleSupport: "open-source-rds-extended-support-disabled" },
    bad: { engineVersion: "11.22" },
  },
  {
    name: "rds-no-default-parameter-group",
    types: [instance, member],
    description: "A database has parameters of its own, since the default ones cannot be changed.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set parameterGroupName, or dbParameterGroupName, to a group of your own",
    check: any(ownGroup("parameterGroupName"), ownGroup("dbParameterGroupName"), ofCluster),
    ok: { parameterGroupName: "platform" },
    bad: { parameterGroupName: "default.postgres17" },
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
    types: ["aws:rds/snapshot:Snapshot", "aws:rds/clusterSnapshot:ClusterSnapshot"],
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

function ownGroup(path: string): Check {
  return matches(path, /^(?!default[.:])/);
}

function commonNames(): string[] {
  return ["postgres", "admin", "root", "master", "administrator", "rdsadmin"];
}
