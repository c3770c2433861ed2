import {
  all,
  atLeast,
  atMost,
  either,
  includes,
  is,
  isNot,
  oneOf,
  only,
  set,
  value,
  when,
} from "../checks/conditions.ts";
import { type Check, levels, type ResourceRule } from "../checks/rule.ts";
import { known, number, text } from "../checks/values.ts";

const instance = "aws:rds/instance:Instance";
const [cluster, member] = ["aws:rds/cluster:Cluster", "aws:rds/clusterInstance:ClusterInstance"];
const replica = either(set("replicateSourceDb"), set("replicationSourceIdentifier"));

/** A read replica has no backups of its own unless it asks for them. */
const unsaved = all(set("replicateSourceDb"), atMost("backupRetentionPeriod", 0, "pass"));

/** Each engine calls its logs by names of its own; what went wrong is the least, and who did what where AWS asks for it. */
const least: Record<string, readonly string[]> = {
  postgres: ["postgresql"],
  oracle: ["alert"],
  db2: ["diag.log"],
  "aurora-mysql": ["audit"],
  maria: ["audit", "error"],
  sqlserver: ["agent", "error"],
};

const exported: Check = (scope) => {
  const [engine = "postgres"] =
    /aurora-mysql|maria|sqlserver|oracle|db2|mysql/.exec(text(scope.value, "engine") ?? "") ?? [];
  const upgrades = engine === "postgres" && scope.resource.type === instance ? ["upgrade"] : [];
  return includes("enabledCloudwatchLogsExports", ...(least[engine] ?? ["error"]), ...upgrades)(scope);
};

/** RDS and Aurora: backups, protection, upgrades, what is measured and what it may cost. */
export const databaseCare: readonly ResourceRule[] = [
  {
    name: "rds-multi-az",
    types: [instance],
    description: "A database has a standby in another zone.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["RDS.5", "CIS AWS 5.0 2.2.4", "CKV_AWS_157"],
    fix: "set multiAz to true",
    check: either(is("multiAz", true), replica),
    ok: { multiAz: true },
    bad: { multiAz: false },
  },
  {
    name: "rds-backup-retention",
    types: [instance, cluster],
    description: "Backups reach back a day in dev, a week in staging and prod.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["RDS.11", "RDS.50", "CKV_AWS_133"],
    fix: "set backupRetentionPeriod to at least 1 in dev, 7 in staging and prod",
    check: either(atLeast("backupRetentionPeriod", { dev: 1, staging: 7, prod: 7 }), replica),
    ok: { backupRetentionPeriod: 7 },
    bad: { backupRetentionPeriod: 0 },
  },
  {
    name: "rds-deletion-protection",
    types: [instance, cluster, "aws:rds/globalCluster:GlobalCluster"],
    description: "A database cannot be deleted by one call.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["RDS.7", "RDS.8", "CKV_AWS_139", "CKV_AWS_293"],
    fix: "set deletionProtection to true",
    check: is("deletionProtection", true),
    ok: { deletionProtection: true },
    bad: { deletionProtection: false },
  },
  {
    name: "rds-final-snapshot",
    types: [instance, cluster],
    description: "A database leaves a snapshot when it goes.",
    severity: "high",
    levels: levels("-/A/M"),
    controls: [],
    fix: "set finalSnapshotIdentifier and leave skipFinalSnapshot unset",
    check: either(all(isNot("skipFinalSnapshot", true), set("finalSnapshotIdentifier")), replica),
    ok: { finalSnapshotIdentifier: "platform-final" },
    bad: { skipFinalSnapshot: true },
  },
  {
    name: "rds-no-delete-automated-backups",
    types: [instance, cluster],
    description: "Automated backups outlive the database.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: [],
    fix: "set deleteAutomatedBackups to false",
    check: either(is("deleteAutomatedBackups", false), unsaved),
    ok: { deleteAutomatedBackups: false },
    bad: { deleteAutomatedBackups: true },
  },
  {
    name: "rds-minor-upgrades",
    types: [instance, member, cluster],
    description: "A database takes security fixes of its engine by itself.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["RDS.13", "RDS.35", "CIS AWS 3.0 2.3.2", "CKV_AWS_226"],
    fix: "set autoMinorVersionUpgrade to true",
    check: isNot("autoMinorVersionUpgrade", false),
    ok: { autoMinorVersionUpgrade: true },
    bad: { autoMinorVersionUpgrade: false },
  },
  {
    name: "rds-copy-tags-to-snapshot",
    types: [instance, cluster],
    description: "Snapshots carry the tags of their database.",
    severity: "low",
    levels: levels("M/M/M"),
    controls: ["RDS.16", "RDS.17", "RDS.47", "RDS.48", "CKV_AWS_313", "CKV2_AWS_60"],
    fix: "set copyTagsToSnapshot to true",
    check: is("copyTagsToSnapshot", true),
    ok: { copyTagsToSnapshot: true },
    bad: { copyTagsToSnapshot: false },
  },
  {
    name: "rds-log-exports",
    types: [instance, cluster],
    description: "The database's own log reaches CloudWatch.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["RDS.9", "RDS.34", "RDS.36", "RDS.37", "RDS.40", "RDS.42", "CKV_AWS_129", "CKV_AWS_324", "CKV_AWS_325"],
    fix: "set enabledCloudwatchLogsExports to postgresql, and on an instance upgrade; of other engines to audit, error, agent or alert",
    check: exported,
    ok: { enabledCloudwatchLogsExports: ["postgresql", "upgrade"] },
    bad: { enabledCloudwatchLogsExports: [] },
  },
  {
    name: "rds-enhanced-monitoring",
    types: [instance, member],
    description: "A database's machine is measured by the minute or finer.",
    severity: "low",
    levels: levels("-/A/M"),
    controls: ["RDS.6", "CKV_AWS_118"],
    fix: "set monitoringInterval and monitoringRoleArn",
    check: all(atLeast("monitoringInterval", 1), set("monitoringRoleArn")),
    ok: { monitoringInterval: 60, monitoringRoleArn: "arn:aws:iam::111122223333:role/monitoring" },
    bad: { monitoringInterval: 0 },
  },
  {
    name: "rds-storage-autoscaling-capped",
    types: [instance],
    description: "Storage grows by itself, up to a limit.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set maxAllocatedStorage above allocatedStorage and up to the cap of the environment (databaseStorageGiB)",
    check: all(
      atMost("maxAllocatedStorage", "databaseStorageGiB"),
      value(
        "maxAllocatedStorage",
        (most, { value: props }) => number(most) > number(known(props, "allocatedStorage") ?? 0),
        "fail",
      ),
    ),
    ok: { allocatedStorage: 100, maxAllocatedStorage: 200 },
    bad: { allocatedStorage: 100 },
  },
  {
    name: "rds-storage-type",
    types: [instance],
    description: "Storage is of the current kind.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set storageType to gp3",
    check: oneOf("storageType", ["gp3", "io2"]),
    ok: { storageType: "gp3" },
    bad: { storageType: "gp2" },
  },
  {
    name: "aurora-serverless-bounds",
    types: [cluster],
    description: "A serverless cluster has an end to its cost, and in prod does not start from nothing.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set serverlessv2ScalingConfiguration.maxCapacity up to the cap of the environment (auroraCapacity), and minCapacity in prod to 1 or more",
    check: when(
      set("serverlessv2ScalingConfiguration"),
      all(
        atMost("serverlessv2ScalingConfiguration.maxCapacity", "auroraCapacity"),
        only(["prod"], atLeast("serverlessv2ScalingConfiguration.minCapacity", 1)),
      ),
    ),
    ok: { serverlessv2ScalingConfiguration: { minCapacity: 1, maxCapacity: 4 } },
    bad: { serverlessv2ScalingConfiguration: { minCapacity: 0.5, maxCapacity: 256 } },
  },
  {
    name: "aurora-no-data-api-in-prod",
    types: [cluster],
    description: "Aurora in prod is reached inside the VPC, not through the Data API.",
    severity: "medium",
    levels: levels("-/-/M"),
    controls: [],
    fix: "leave enableHttpEndpoint unset",
    check: isNot("enableHttpEndpoint", true),
    ok: { enableHttpEndpoint: false },
    bad: { enableHttpEndpoint: true },
  },
];
