import { lacking } from "../../checks/complaints.ts";
import { all, atLeast, atMost, either, is, isNot, set } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { levels, service } from "../../checks/rule.ts";
import { known, word } from "../../checks/values.ts";

const instance = "aws:rds/instance:Instance";
const cluster = "aws:rds/cluster:Cluster";

const isReplica = either(set("replicateSourceDb"), set("replicationSourceIdentifier"));

/** A read replica without backups: its retention period is zero unless set. */
const isReplicaWithoutBackups = all(set("replicateSourceDb"), atMost("backupRetentionPeriod", 0, "pass"));
const auroraCluster = example(cluster, "memory", {});

const memberOf = (name: string) =>
  example("aws:rds/clusterInstance:ClusterInstance", name, {}, { clusterIdentifier: auroraCluster });

export const rdsBackups = service("Amazon RDS", [
  {
    name: "rds-backup-retention",
    types: [instance, cluster],
    description: "RDS databases except replicas retain backups at least 1 day in dev, 7 days elsewhere.",
    why: "Point-in-time restore reaches back only as far as the retention period, so data corruption noticed later cannot be undone from automated backups.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["RDS.11", "RDS.50", "CKV_AWS_133"],
    fix: "set backupRetentionPeriod to at least 1 in dev, and to at least 7 in staging and prod",
    check: either(atLeast("backupRetentionPeriod", { dev: 1, staging: 7, prod: 7 }), isReplica),
    ok: { backupRetentionPeriod: 7 },
    bad: { backupRetentionPeriod: 0 },
    clauses: [
      { controls: ["RDS.11", "CKV_AWS_133"], bad: { backupRetentionPeriod: 0 } },
      {
        controls: ["RDS.50"],
        type: "aws:rds/cluster:Cluster",
        ok: { backupRetentionPeriod: 7 },
        bad: { backupRetentionPeriod: 3 },
      },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "rds-deletion-protection",
    types: [instance, cluster, "aws:rds/globalCluster:GlobalCluster"],
    description: "RDS instances, clusters and global clusters have deletion protection enabled.",
    why: "A single API call or an accidental destroy removes the database while applications depend on it, and recovery means a restore from a snapshot.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["RDS.7", "RDS.8", "CKV_AWS_139", "CKV_AWS_293"],
    fix: "set deletionProtection to true",
    check: is("deletionProtection", true),
    ok: { deletionProtection: true },
    bad: { deletionProtection: false },
    clauses: [
      {
        controls: ["RDS.7", "CKV_AWS_139"],
        type: "aws:rds/cluster:Cluster",
        ok: { deletionProtection: true },
        bad: { deletionProtection: false },
      },
      { controls: ["RDS.8", "CKV_AWS_293"], bad: { deletionProtection: undefined } },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "rds-final-snapshot",
    types: [instance, cluster],
    description: "RDS instances and clusters except replicas take a final snapshot on deletion.",
    why: "Deleting a database without a final snapshot discards every change since the last retained backup, or all data if no backup is retained.",
    severity: "high",
    levels: levels("-/A/M"),
    controls: [],
    fix: "set finalSnapshotIdentifier and leave skipFinalSnapshot unset",
    check: either(all(isNot("skipFinalSnapshot", true), set("finalSnapshotIdentifier")), isReplica),
    ok: { finalSnapshotIdentifier: "platform-final" },
    bad: { skipFinalSnapshot: true },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "rds-no-delete-automated-backups",
    types: [instance, cluster],
    description: "RDS instances and clusters retain automated backups after deletion.",
    why: "Otherwise RDS removes the automated backups together with the database, and a database deleted by mistake cannot be restored to a point in time.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: [],
    fix: "set deleteAutomatedBackups to false",
    check: either(is("deleteAutomatedBackups", false), isReplicaWithoutBackups),
    ok: { deleteAutomatedBackups: false },
    bad: { deleteAutomatedBackups: true },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "rds-copy-tags-to-snapshot",
    types: [instance, cluster],
    description: "RDS instances and clusters copy their tags to snapshots.",
    why: "Untagged snapshots are missing from cost reports by tag, and access policies and cleanup jobs that select resources by tag do not apply to them.",
    severity: "low",
    levels: levels("M/M/M"),
    controls: ["RDS.16", "RDS.17", "RDS.47", "RDS.48", "CKV_AWS_313", "CKV2_AWS_60"],
    fix: "set copyTagsToSnapshot to true",
    check: is("copyTagsToSnapshot", true),
    ok: { copyTagsToSnapshot: true },
    bad: { copyTagsToSnapshot: false },
    clauses: [
      {
        controls: ["RDS.16", "RDS.47", "RDS.48", "CKV_AWS_313"],
        type: "aws:rds/cluster:Cluster",
        ok: { copyTagsToSnapshot: true },
        bad: { copyTagsToSnapshot: false },
      },
      { controls: ["RDS.17", "CKV2_AWS_60"], bad: { copyTagsToSnapshot: undefined } },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "rds-multi-az",
    types: [instance],
    description: "RDS instances that are not read replicas have Multi-AZ enabled.",
    why: "A failure of the host or of its Availability Zone leaves a single-AZ database unavailable until it is repaired or restored from a backup.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["RDS.5", "CIS AWS 5.0 2.2.4", "CKV_AWS_157"],
    fix: "set multiAz to true",
    check: either(is("multiAz", true), isReplica),
    ok: { multiAz: true },
    bad: { multiAz: false },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "aurora-two-instances",
    description: "Aurora clusters have at least two instances.",
    why: "With one instance there is no replica to promote; when it fails, the database is unavailable until Aurora has recreated the instance.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["RDS.15"],
    fix: "declare a second ClusterInstance whose clusterIdentifier is the cluster",
    find: (graph) =>
      lacking(
        graph.of(cluster).filter(({ props }) => word(known(props, "engine") ?? "aurora").startsWith("aurora")),
        (each) => graph.referrers(each, "clusterIdentifier", "aws:rds/clusterInstance:ClusterInstance").length > 1,
        "has no second instance",
      ),
    ok: [auroraCluster, memberOf("memory-1"), memberOf("memory-2")],
    bad: [auroraCluster, memberOf("memory-1")],
  },
]);
