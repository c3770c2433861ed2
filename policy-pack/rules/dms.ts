import { is, oneOf } from "../checks/conditions.ts";
import { customerKey } from "../checks/kms.ts";
import { type Check, levels, service } from "../checks/rule.ts";
import { text } from "../checks/values.ts";

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
    ? { kind: "pass" }
    : oneOf("sslMode", ["require", "verify-ca", "verify-full"])(scope);

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
]);
