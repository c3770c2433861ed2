import { all, atLeast, either, includes, is, isNot, matches, set, value } from "../../checks/conditions.ts";
import { type Check, levels, service } from "../../checks/rule.ts";
import { read, text } from "../../checks/values.ts";

const instance = "aws:rds/instance:Instance";
const cluster = "aws:rds/cluster:Cluster";
const member = "aws:rds/clusterInstance:ClusterInstance";

/** The log types by engine: the error log, and the audit log where Security Hub requires it. */
const requiredLogs: Record<string, readonly string[]> = {
  postgres: ["postgresql"],
  oracle: ["alert"],
  db2: ["diag.log"],
  "aurora-mysql": ["audit"],
  maria: ["audit", "error"],
  sqlserver: ["agent", "error"],
};

/** The properties that name the source of a database, which then has the engine. */
const sources = ["replicateSourceDb", "snapshotIdentifier", "restoreToPointInTime", "s3Import"];

const exportsLogs: Check = (scope) => {
  const takesEngine = sources.some((path) => read(scope.value, path).state !== "absent");
  if (takesEngine && read(scope.value, "engine").state === "absent") return set("enabledCloudwatchLogsExports")(scope);
  const [engine = "postgres"] =
    /aurora-mysql|maria|sqlserver|oracle|db2|mysql/.exec(text(scope.value, "engine") ?? "") ?? [];
  const upgrades = engine === "postgres" && scope.resource.type === instance ? ["upgrade"] : [];
  return includes("enabledCloudwatchLogsExports", ...(requiredLogs[engine] ?? ["error"]), ...upgrades)(scope);
};

/** Instance classes without Performance Insights for MySQL and MariaDB; a replica has no engine property. */
const withoutPerformanceInsights = all(
  matches("instanceClass", /^db\.t(?:2|3|4g)\.(?:micro|small)$/),
  either(matches("engine", /^(?:mysql|mariadb)$/), set("replicateSourceDb")),
);

/** Event categories that Security Hub requires, by source type. */
const importantEvents = (source: string): readonly string[] =>
  ({
    "db-instance": ["failure", "maintenance", "configuration change"],
    "db-cluster": ["failure", "maintenance"],
    "db-parameter-group": ["configuration change"],
    "db-security-group": ["failure", "configuration change"],
  })[source] ?? [];

export const rdsMonitoring = service("Amazon RDS", [
  {
    name: "rds-log-exports",
    types: [instance, cluster],
    description: "RDS instances and clusters export the logs of their engine to CloudWatch Logs.",
    why: "RDS keeps engine logs on the instance for a limited time only, so errors cannot be investigated after the logs rotate or the instance is deleted.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["RDS.9", "RDS.34", "RDS.36", "RDS.37", "RDS.40", "RDS.42", "CKV_AWS_129", "CKV_AWS_324", "CKV_AWS_325"],
    fix: "set enabledCloudwatchLogsExports to postgresql for PostgreSQL (with upgrade on instances), error for MySQL, audit and error for MariaDB, audit for Aurora MySQL, agent and error for SQL Server, alert for Oracle, diag.log for Db2",
    check: exportsLogs,
    ok: { enabledCloudwatchLogsExports: ["postgresql", "upgrade"] },
    bad: { enabledCloudwatchLogsExports: [] },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "rds-enhanced-monitoring",
    types: [instance, member],
    description: "RDS instances have Enhanced Monitoring enabled.",
    why: "The standard CloudWatch metrics do not show which operating system process uses the CPU or memory when a database slows down.",
    severity: "low",
    levels: levels("-/A/M"),
    controls: ["RDS.6", "CKV_AWS_118"],
    fix: "set monitoringInterval to at least 1, and monitoringRoleArn",
    check: all(atLeast("monitoringInterval", 1), set("monitoringRoleArn")),
    ok: { monitoringInterval: 60, monitoringRoleArn: "arn:aws:iam::111122223333:role/monitoring" },
    bad: { monitoringInterval: 0 },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "rds-performance-insights",
    types: [instance, member],
    description: "RDS instances enable Performance Insights with a KMS key where the class supports it.",
    why: "Without a history of database load by query and wait event, a slowdown can be analyzed only while it lasts.",
    severity: "low",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_353", "CKV_AWS_354"],
    fix: "set performanceInsightsEnabled to true, and performanceInsightsKmsKeyId",
    check: either(
      all(is("performanceInsightsEnabled", true), set("performanceInsightsKmsKeyId")),
      withoutPerformanceInsights,
    ),
    ok: { performanceInsightsEnabled: true, performanceInsightsKmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1" },
    bad: { performanceInsightsEnabled: true },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "rds-event-subscription",
    types: ["aws:rds/eventSubscription:EventSubscription"],
    description: "RDS event subscriptions are enabled and cover the critical events of their source type.",
    why: "A disabled subscription, or one without failure, maintenance or configuration change events, sends no notification when a database fails or is changed.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: ["RDS.19", "RDS.20", "RDS.21", "RDS.22"],
    fix: "set eventCategories to include those of failure, maintenance and configuration change that sourceType has, and leave enabled unset",
    check: all(isNot("enabled", false), (scope) =>
      value(
        "eventCategories",
        (events) =>
          Array.isArray(events) &&
          importantEvents(text(scope.value, "sourceType") ?? "db-instance").every((each) => events.includes(each)),
        "pass",
      )(scope),
    ),
    ok: { eventCategories: ["failure", "maintenance", "configuration change"] },
    bad: { eventCategories: ["backup"] },
    absent: "pass",
    unknown: "undecided",
  },
]);
