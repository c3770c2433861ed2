import { all, either, fail, is, matches, set, some, value, when } from "../../checks/conditions.ts";
import { isReplicaInRegion } from "../../checks/rds.ts";
import { type Check, levels, service } from "../../checks/rule.ts";
import { number, word } from "../../checks/values.ts";

const instance = "aws:rds/instance:Instance";
const member = "aws:rds/clusterInstance:ClusterInstance";
const parameterGroup = "aws:rds/parameterGroup:ParameterGroup";
const parameterGroups = [parameterGroup, "aws:rds/clusterParameterGroup:ClusterParameterGroup"];

/** An Aurora instance, which has its cluster's parameter group. */
const ofCluster = set("clusterIdentifier");
const isOnValue = (found: string) => /^(?:1|on)$/i.test(found);

/** Parameter group families of an engine, for instances and clusters. */
interface Families {
  alone?: RegExp;
  clustered?: RegExp;
}

const ofPostgres: Families = { alone: /^postgres/, clustered: /postgres/ };
const ofMysql: Families = { alone: /^(?:mysql|mariadb)/, clustered: /mysql/ };
const ofSqlServer: Families = { alone: /^sqlserver/ };
const ofDb2: Families = { alone: /^db2/ };
const ofAuroraMysql: Families = { clustered: /^aurora-mysql/ };

/** The parameter group is of the engine; Aurora has TLS parameters in the cluster's group only. */
const ofFamily =
  ({ alone, clustered }: Families): Check =>
  (scope) => {
    const family = scope.resource.type === parameterGroup ? alone : clustered;
    return family === undefined ? fail("is of another engine") : matches("family", family)(scope);
  };

const parameter = (name: string, accepts: (value: string) => boolean, families = ofPostgres): Check =>
  when(
    ofFamily(families),
    some(
      "parameters",
      all(
        is("name", name),
        value("value", (found) => accepts(word(found)), "fail"),
      ),
    ),
  );

export const rdsParameters = service("Amazon RDS", [
  {
    name: "rds-force-ssl",
    types: parameterGroups,
    description: "RDS parameter groups require TLS for PostgreSQL, SQL Server, MySQL, MariaDB and Db2.",
    why: "If the server does not insist on TLS, a client can connect without it and send queries and results in clear text, where they can be captured.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["RDS.38", "RDS.39", "RDS.41", "RDS.44", "CKV2_AWS_69"],
    fix: "set in parameters rds.force_ssl to 1 for PostgreSQL and SQL Server, require_secure_transport to ON for MySQL and MariaDB, or db2comm to SSL for Db2",
    check: all(
      parameter("rds.force_ssl", isOnValue),
      parameter("rds.force_ssl", isOnValue, ofSqlServer),
      parameter("require_secure_transport", isOnValue, ofMysql),
      parameter("db2comm", (found) => /^ssl$/i.test(found), ofDb2),
    ),
    ok: { family: "postgres17", parameters: [{ name: "rds.force_ssl", value: "1" }] },
    bad: { family: "postgres17", parameters: [{ name: "rds.force_ssl", value: "0" }] },
    clauses: [
      {
        controls: ["RDS.38", "CKV2_AWS_69"],
        bad: { family: "postgres17", parameters: [{ name: "rds.force_ssl", value: "0" }] },
      },
      {
        controls: ["RDS.39", "CKV2_AWS_69"],
        ok: { family: "mysql8.4", parameters: [{ name: "require_secure_transport", value: "ON" }] },
        bad: { family: "mysql8.4", parameters: [{ name: "require_secure_transport", value: "OFF" }] },
      },
      {
        controls: ["RDS.41"],
        ok: { family: "sqlserver-se-16.0", parameters: [{ name: "rds.force_ssl", value: "1" }] },
        bad: { family: "sqlserver-se-16.0", parameters: [{ name: "rds.force_ssl", value: "0" }] },
      },
      {
        controls: ["RDS.44"],
        ok: { family: "mariadb11.4", parameters: [{ name: "require_secure_transport", value: "1" }] },
        bad: { family: "mariadb11.4", parameters: [{ name: "require_secure_transport", value: "0" }] },
      },
      {
        controls: ["CKV2_AWS_69"],
        ok: { family: "db2-ae-11.5", parameters: [{ name: "db2comm", value: "SSL" }] },
        bad: { family: "db2-ae-11.5", parameters: [{ name: "db2comm", value: "TCPIP" }] },
      },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "rds-query-logging",
    types: parameterGroups,
    description: "RDS parameter groups log DDL and slow queries in PostgreSQL, audits in Aurora MySQL.",
    why: "Without these logs a dropped table cannot be traced to a session, and the queries that overloaded the database cannot be identified afterwards.",
    severity: "low",
    levels: levels("-/A/M"),
    controls: ["RDS.45", "CKV2_AWS_27", "CKV2_AWS_30"],
    fix: "set in parameters log_statement to ddl and log_min_duration_statement to 0 or more for PostgreSQL, or server_audit_logging to 1 for Aurora MySQL",
    check: all(
      parameter("log_statement", (found) => ["ddl", "mod", "all"].includes(found)),
      parameter("log_min_duration_statement", (found) => number(found) >= 0),
      parameter("server_audit_logging", isOnValue, ofAuroraMysql),
    ),
    ok: {
      family: "postgres17",
      parameters: [
        { name: "log_statement", value: "ddl" },
        { name: "log_min_duration_statement", value: "1000" },
      ],
    },
    bad: { family: "postgres17", parameters: [{ name: "log_statement", value: "none" }] },
    clauses: [
      {
        controls: ["CKV2_AWS_30"],
        bad: { family: "postgres17", parameters: [{ name: "log_statement", value: "ddl" }] },
      },
      {
        controls: ["CKV2_AWS_27"],
        type: "aws:rds/clusterParameterGroup:ClusterParameterGroup",
        ok: {
          family: "aurora-postgresql17",
          parameters: [
            { name: "log_statement", value: "mod" },
            { name: "log_min_duration_statement", value: "0" },
          ],
        },
        bad: { family: "aurora-postgresql17", parameters: [{ name: "log_min_duration_statement", value: "1000" }] },
      },
      {
        controls: ["RDS.45"],
        type: "aws:rds/clusterParameterGroup:ClusterParameterGroup",
        ok: { family: "aurora-mysql8.0", parameters: [{ name: "server_audit_logging", value: "1" }] },
        bad: { family: "aurora-mysql8.0", parameters: [{ name: "server_audit_logging", value: "0" }] },
      },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "rds-no-default-parameter-group",
    types: [instance, member],
    description: "RDS instances outside Aurora use a custom DB parameter group.",
    why: "The parameters of a default group cannot be changed, so turning on a setting such as TLS enforcement later needs a new group and a reboot of the database.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set parameterGroupName to a custom parameter group",
    check: either(ownGroup("parameterGroupName"), ownGroup("dbParameterGroupName"), ofCluster, isReplicaInRegion),
    ok: { parameterGroupName: "platform" },
    bad: { parameterGroupName: "default.postgres17" },
    absent: "fail",
    unknown: "undecided",
  },
]);

function ownGroup(path: string): Check {
  return matches(path, /^(?!default[.:])/);
}
