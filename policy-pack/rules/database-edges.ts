import { all, isNot, noneOf, set, value } from "../checks/conditions.ts";
import { levels, type ResourceRule } from "../checks/rule.ts";
import { text } from "../checks/values.ts";

const key = "arn:aws:kms:eu-west-1:111122223333:key/1";

/** What is grave among the events that a kind of source has. */
const grave = (source: string): readonly string[] =>
  ({
    "db-instance": ["failure", "maintenance", "configuration change"],
    "db-cluster": ["failure", "maintenance"],
    "db-parameter-group": ["configuration change"],
    "db-security-group": ["failure", "configuration change"],
  })[source] ?? [];

/** Databases: copies of snapshots, events and ports; and caches without servers. */
export const databaseEdges: readonly ResourceRule[] = [
  {
    name: "elasticache-serverless-limits",
    types: ["aws:elasticache/serverlessCache:ServerlessCache"],
    description: "A serverless cache has an end to its size and its requests.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set cacheUsageLimits",
    check: set("cacheUsageLimits"),
    ok: { cacheUsageLimits: { dataStorage: { maximum: 10, unit: "GB" } } },
    bad: { engine: "valkey" },
  },
  {
    name: "rds-non-default-port",
    types: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
    description: "A database listens where nobody looks first.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: ["RDS.23"],
    fix: "set port to another one than the engines' own, such as 5432 and 3306",
    check: all(set("port"), noneOf("port", [1433, 1521, 3306, 5432])),
    ok: { port: 5433 },
    bad: { port: 5432 },
  },
  {
    name: "rds-snapshot-copy-encrypted",
    types: ["aws:rds/snapshotCopy:SnapshotCopy"],
    description: "A copy of a snapshot is encrypted with a customer managed key.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["RDS.4", "CKV_AWS_266"],
    fix: "set kmsKeyId",
    check: set("kmsKeyId"),
    ok: { kmsKeyId: key },
    bad: { sourceDbSnapshotIdentifier: "main" },
  },
  {
    name: "rds-event-subscription",
    types: ["aws:rds/eventSubscription:EventSubscription"],
    description: "Somebody hears of a database's failures, maintenance and changes.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: ["RDS.19", "RDS.20", "RDS.21", "RDS.22"],
    fix: "set eventCategories to what sourceType has of failure, maintenance and configuration change, and leave enabled unset",
    check: all(isNot("enabled", false), (scope) =>
      value(
        "eventCategories",
        (events) =>
          Array.isArray(events) &&
          grave(text(scope.value, "sourceType") ?? "db-instance").every((each) => events.includes(each)),
        "pass",
      )(scope),
    ),
    ok: { eventCategories: ["failure", "maintenance", "configuration change"] },
    bad: { eventCategories: ["backup"] },
  },
];
