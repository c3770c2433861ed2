import { fail, is, isNot, oneOf, pass, undecided } from "../checks/conditions.ts";
import { json } from "../checks/json.ts";
import { customerKey } from "../checks/kms.ts";
import { type Check, levels, service } from "../checks/rule.ts";
import { known, list, read, text, word } from "../checks/values.ts";

const instance = ["aws:dms/replicationInstance:ReplicationInstance"];
const endpoint = ["aws:dms/endpoint:Endpoint"];
const key = "arn:aws:kms:eu-west-1:111122223333:key/1";

/** Engines of AWS' own APIs and Redis, which have no property sslMode or another one. */
const withoutSslMode = [
  "s3",
  "dynamodb",
  "kinesis",
  "kafka",
  "opensearch",
  "elasticsearch",
  "neptune",
  "redshift",
  "redis",
];

const overTls: Check = (scope) =>
  withoutSslMode.includes(text(scope.value, "engineName") ?? "")
    ? pass
    : oneOf("sslMode", ["require", "verify-ca", "verify-full"])(scope);

/** LOGGER_SEVERITY_DEFAULT and what says more: https://docs.aws.amazon.com/securityhub/latest/userguide/dms-controls.html */
const thorough = /^LOGGER_SEVERITY_(?:DEFAULT|DEBUG|DETAILED_DEBUG)$/;
const ends = ["SOURCE_CAPTURE", "SOURCE_UNLOAD", "TARGET_APPLY", "TARGET_LOAD"];

/** Logging is on, and no component that reads the source or writes the target is told to say less. */
const logsBoth: Check = ({ value: props }) => {
  const found = read(props, "replicationTaskSettings");
  if (found.state === "unknown") return undecided("replicationTaskSettings");
  const logging = known(found.state === "known" ? json(word(found.value)) : undefined, "Logging");
  if (known(logging, "EnableLogging") !== true) return fail("has no logging in its replicationTaskSettings");
  const low = list(logging, "LogComponents").find(
    (each) => ends.includes(text(each, "Id") ?? "") && !thorough.test(text(each, "Severity") ?? ""),
  );
  return low === undefined ? pass : fail(`logs ${text(low, "Id")} with the severity ${text(low, "Severity")}`);
};

const settings = (Severity: string, Id = "TARGET_APPLY") => ({
  replicationTaskSettings: JSON.stringify({ Logging: { EnableLogging: true, LogComponents: [{ Id, Severity }] } }),
});

export const dms = service("AWS DMS", [
  {
    name: "dms-not-public",
    types: instance,
    description: "DMS replication instances are not publicly accessible.",
    why: "The instance holds connections to source and target, so a flaw in it that can be reached from the internet leads to both databases.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["DMS.1", "CKV_AWS_89"],
    fix: "set publiclyAccessible to false",
    check: is("publiclyAccessible", false),
    ok: { publiclyAccessible: false },
    bad: { publiclyAccessible: true },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "dms-minor-upgrades",
    types: instance,
    description: "DMS replication instances upgrade minor versions automatically.",
    why: "Fixes of the replication engine are missed otherwise, and a known fault can lose changes of a long migration.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["DMS.6", "CKV_AWS_222"],
    fix: "set autoMinorVersionUpgrade to true",
    check: is("autoMinorVersionUpgrade", true),
    ok: { autoMinorVersionUpgrade: true },
    bad: { autoMinorVersionUpgrade: false },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "dms-tls",
    types: endpoint,
    description: "DMS endpoints use TLS.",
    why: "Whole tables and the password of the source cross the network in plaintext, often over a VPN from another data center.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["DMS.9"],
    fix: "set sslMode to require, verify-ca or verify-full",
    check: overTls,
    ok: { sslMode: "verify-full" },
    bad: { sslMode: "none" },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "dms-multi-az",
    types: instance,
    description: "DMS replication instances in prod are in two Availability Zones.",
    why: "A migration that runs for weeks stops with the zone of its only instance, and may have to load its tables again.",
    severity: "medium",
    levels: levels("-/-/A"),
    controls: ["DMS.13"],
    fix: "set multiAz to true",
    check: is("multiAz", true),
    ok: { multiAz: true },
    bad: { multiAz: false },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "dms-cmk",
    types: instance,
    description: "DMS replication instances use a customer managed key.",
    why: "Changes wait on the storage of the instance, under a key whose policy the account cannot narrow to the migration.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_212"],
    fix: "set kmsKeyArn",
    check: customerKey("kmsKeyArn"),
    ok: { kmsKeyArn: key },
    bad: { replicationInstanceId: "shop" },
    absent: "fail",
    unknown: "pass",
  },
  {
    name: "dms-redis-tls",
    types: endpoint,
    description: "DMS endpoints for Redis keep TLS.",
    why: "The endpoint writes every migrated value, and its token, in plaintext to the cache otherwise.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["DMS.12"],
    fix: "leave redisSettings.sslSecurityProtocol unset, or set it to ssl-encryption",
    check: isNot("redisSettings.sslSecurityProtocol", "plaintext"),
    ok: { redisSettings: { sslSecurityProtocol: "ssl-encryption" } },
    bad: { redisSettings: { sslSecurityProtocol: "plaintext" } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "dms-mongodb-authenticated",
    types: endpoint,
    description: "DMS endpoints for MongoDB authenticate.",
    why: "A source that asks for no user lets each host that reaches it copy the same documents.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["DMS.11"],
    fix: "leave mongodbSettings.authType unset, or set it to password",
    check: isNot("mongodbSettings.authType", "no"),
    ok: { mongodbSettings: { authType: "password" } },
    bad: { mongodbSettings: { authType: "no" } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "dms-task-logged",
    types: ["aws:dms/replicationTask:ReplicationTask"],
    description: "DMS replication tasks log the source and the target.",
    why: "Rows that a task skips or cannot apply are named in its log only, so a migration without one ends with data missing.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["DMS.7", "DMS.8"],
    fix: "set Logging.EnableLogging to true in replicationTaskSettings, and no lower severity than LOGGER_SEVERITY_DEFAULT for its components",
    check: logsBoth,
    ok: settings("LOGGER_SEVERITY_DEFAULT"),
    bad: settings("LOGGER_SEVERITY_ERROR"),
    clauses: [
      { controls: ["DMS.7"], bad: settings("LOGGER_SEVERITY_WARNING", "TARGET_LOAD") },
      { controls: ["DMS.8"], bad: settings("LOGGER_SEVERITY_ERROR", "SOURCE_CAPTURE") },
    ],
    absent: "fail",
    unknown: "undecided",
  },
]);
