import { all, either, fail, is, matches, not, set, some, value, when } from "../checks/conditions.ts";
import { type Check, levels, type ResourceRule } from "../checks/rule.ts";
import { postgres } from "../checks/supported-versions.ts";
import { number, word } from "../checks/values.ts";

const instance = "aws:rds/instance:Instance";
const cluster = "aws:rds/cluster:Cluster";
const member = "aws:rds/clusterInstance:ClusterInstance";
const globalCluster = "aws:rds/globalCluster:GlobalCluster";
const parameterGroup = "aws:rds/parameterGroup:ParameterGroup";
const parameterGroups = [parameterGroup, "aws:rds/clusterParameterGroup:ClusterParameterGroup"];

/** A replica and a restored store inherit what their source has. */
const inherits = either(
  ...["replicateSourceDb", "replicationSourceIdentifier", "snapshotIdentifier", "restoreToPointInTime"].map(set),
);
const isMysql = matches("engine", /mysql/);
/** Engines whose versions the pack has no table of. */
const isOther = all(set("engine"), not(matches("engine", /postgres|mysql/), "has its versions here"));
/** MySQL and MariaDB have no Performance Insights on the smallest machines; a replica does not say its engine. */
const tooSmall = all(
  matches("instanceClass", /^db\.t(?:2|3|4g)\.(?:micro|small)$/),
  either(matches("engine", /^(?:mysql|mariadb)$/), set("replicateSourceDb")),
);
/** A replica in its source's Region has its source's parameters. */
const besideSource = matches("replicateSourceDb", /^(?!arn:)/);
/** An instance of Aurora takes from its cluster what a lone instance says itself. */
const ofCluster = set("clusterIdentifier");

const isOn = (found: string) => /^(?:1|on)$/i.test(found);
/** Families of parameter groups by engine: of lone instances, and of clusters. */
interface Families {
  alone?: RegExp;
  clustered?: RegExp;
}
const ofPostgres: Families = { alone: /^postgres/, clustered: /postgres/ };
const ofMysql: Families = { alone: /^(?:mysql|mariadb)/, clustered: /mysql/ };
const ofSqlServer: Families = { alone: /^sqlserver/ };
const ofAuroraMysql: Families = { clustered: /^aurora-mysql/ };

/** An instance of Aurora has its parameters from the cluster's group, those about TLS only there. */
const ofFamily =
  ({ alone, clustered }: Families): Check =>
  (scope) => {
    const family = scope.resource.type === parameterGroup ? alone : clustered;
    return family === undefined ? fail("has none of these parameters") : matches("family", family)(scope);
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

const supportedEngine = value(
  "engineVersion",
  (version) => postgres.includes(word(version).split(".")[0] ?? ""),
  "fail",
);

/** RDS and Aurora: versions and settings of the engine. */
export const databaseEngine: readonly ResourceRule[] = [
  {
    name: "rds-force-ssl",
    types: parameterGroups,
    description: "A database refuses connections without TLS.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["RDS.38", "RDS.39", "RDS.41", "RDS.44", "CKV2_AWS_69"],
    fix: "set parameters with rds.force_ssl 1, of MySQL and MariaDB with require_secure_transport ON",
    check: all(
      parameter("rds.force_ssl", isOn),
      parameter("rds.force_ssl", isOn, ofSqlServer),
      parameter("require_secure_transport", isOn, ofMysql),
    ),
    ok: { family: "postgres17", parameters: [{ name: "rds.force_ssl", value: "1" }] },
    bad: { family: "postgres17", parameters: [{ name: "rds.force_ssl", value: "0" }] },
  },
  {
    name: "rds-query-logging",
    types: parameterGroups,
    description: "PostgreSQL logs changes of structure, and queries that take too long; Aurora MySQL who did what.",
    severity: "low",
    levels: levels("-/A/M"),
    controls: ["RDS.45", "CKV2_AWS_30", "CKV2_AWS_27"],
    fix: "set parameters with log_statement ddl and log_min_duration_statement, of Aurora MySQL with server_audit_logging 1",
    check: all(
      parameter("log_statement", (found) => ["ddl", "mod", "all"].includes(found)),
      parameter("log_min_duration_statement", (found) => number(found) >= 0),
      parameter("server_audit_logging", isOn, ofAuroraMysql),
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
    name: "rds-engine-supported",
    types: [instance, cluster, globalCluster],
    description:
      "A PostgreSQL or MySQL database runs a version in standard support, and does not ask for the paid extension.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_250", "CKV_AWS_388"],
    fix: `set engineVersion to one of ${postgres.join(", ")} or a MySQL version of at least 8.4, and leave engineLifecycleSupport unset or disabled`,
    check: either(
      all(
        either(supportedEngine, all(isMysql, matches("engineVersion", /^8\.(?:4|0\.mysql_aurora\.3)/))),
        matches("engineLifecycleSupport", /disabled$/, "pass"),
      ),
      inherits,
      isOther,
    ),
    ok: { engineVersion: "17.6", engineLifecycleSupport: "open-source-rds-extended-support-disabled" },
    bad: { engineVersion: "11.22" },
  },
  {
    name: "rds-performance-insights",
    types: [instance, member],
    description: "What a database spends its time on is recorded.",
    severity: "low",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_353", "CKV_AWS_354"],
    fix: "set performanceInsightsEnabled to true, with performanceInsightsKmsKeyId",
    check: either(all(is("performanceInsightsEnabled", true), set("performanceInsightsKmsKeyId")), tooSmall),
    ok: { performanceInsightsEnabled: true, performanceInsightsKmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1" },
    bad: { performanceInsightsEnabled: true },
  },
  {
    name: "rds-no-default-parameter-group",
    types: [instance, member],
    description: "A database has parameters of its own, since the default ones cannot be changed.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set parameterGroupName, or dbParameterGroupName, to a group of your own",
    check: either(ownGroup("parameterGroupName"), ownGroup("dbParameterGroupName"), ofCluster, besideSource),
    ok: { parameterGroupName: "platform" },
    bad: { parameterGroupName: "default.postgres17" },
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
];

function ownGroup(path: string): Check {
  return matches(path, /^(?!default[.:])/);
}
