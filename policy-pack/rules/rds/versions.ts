import { all, either, is, isNot, matches, not, set, value } from "../../checks/conditions.ts";
import { inheritsFromSource } from "../../checks/rds.ts";
import { levels, service } from "../../checks/rule.ts";
import { postgres } from "../../checks/supported-versions.ts";
import { word } from "../../checks/values.ts";

const instance = "aws:rds/instance:Instance";
const cluster = "aws:rds/cluster:Cluster";
const globalCluster = "aws:rds/globalCluster:GlobalCluster";
const member = "aws:rds/clusterInstance:ClusterInstance";

const isMysql = matches("engine", /mysql/);

/** Engines whose supported versions the pack does not list. */
const isOtherEngine = all(set("engine"), not(matches("engine", /postgres|mysql/), "is PostgreSQL or MySQL"));

const supportedEngine = value(
  "engineVersion",
  (version) => Object.hasOwn(postgres, word(version).split(".")[0] ?? ""),
  "fail",
);

export const rdsVersions = service("Amazon RDS", [
  {
    name: "rds-engine-supported",
    types: [instance, cluster, globalCluster],
    description: "RDS PostgreSQL and MySQL versions are in standard support.",
    why: "A version past standard support no longer gets community fixes and is either upgraded by AWS or kept in RDS Extended Support at an additional charge.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_250", "CKV_AWS_388"],
    fix: "set engineVersion to PostgreSQL 14, 15, 16, 17 or 18, MySQL 8.4 or Aurora MySQL 3",
    check: either(
      supportedEngine,
      all(isMysql, matches("engineVersion", /^8\.(?:4|0\.mysql_aurora\.3)/)),
      inheritsFromSource,
      isOtherEngine,
    ),
    ok: { engineVersion: "17.6" },
    bad: { engineVersion: "11.22" },
    clauses: [
      { controls: ["CKV_AWS_250"], bad: { engine: "postgres", engineVersion: "13.2" } },
      { controls: ["CKV_AWS_388"], bad: { engine: "aurora-postgresql", engineVersion: "11.8" } },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "rds-no-extended-support",
    types: [instance, cluster, globalCluster],
    description: "RDS PostgreSQL and MySQL databases are not enrolled in RDS Extended Support.",
    why: "By default a database whose version leaves standard support is enrolled in Extended Support, which is charged by vCPU and hour until the version is upgraded.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: [],
    fix: "set engineLifecycleSupport to open-source-rds-extended-support-disabled",
    check: either(
      is("engineLifecycleSupport", "open-source-rds-extended-support-disabled"),
      inheritsFromSource,
      isOtherEngine,
    ),
    ok: { engineLifecycleSupport: "open-source-rds-extended-support-disabled" },
    bad: { engineLifecycleSupport: "open-source-rds-extended-support" },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "rds-minor-upgrades",
    types: [instance, member, cluster],
    description: "RDS instances and clusters do not disable automatic minor version upgrades.",
    why: "Minor versions carry the security fixes of the engine. A database that skips them keeps known vulnerabilities until it is upgraded by hand.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["RDS.13", "RDS.35", "CIS AWS 3.0 2.3.2"],
    fix: "set autoMinorVersionUpgrade to true",
    check: isNot("autoMinorVersionUpgrade", false),
    ok: { autoMinorVersionUpgrade: true },
    bad: { autoMinorVersionUpgrade: false },
    clauses: [
      { controls: ["RDS.13"], bad: { autoMinorVersionUpgrade: false } },
      {
        controls: ["RDS.35"],
        type: "aws:rds/cluster:Cluster",
        ok: { autoMinorVersionUpgrade: true },
        bad: { autoMinorVersionUpgrade: false },
      },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "rds-apply-immediately-off",
    types: [instance, cluster],
    description: "RDS instances and clusters do not apply modifications immediately.",
    why: "A new instance class or engine version that is applied at once restarts the database during working hours instead of in its maintenance window.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: [],
    fix: "leave applyImmediately unset",
    check: isNot("applyImmediately", true),
    ok: { applyImmediately: false },
    bad: { applyImmediately: true },
    absent: "pass",
    unknown: "undecided",
  },
]);
