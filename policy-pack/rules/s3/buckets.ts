import { lacking } from "../../checks/complaints.ts";
import { all, atMost, is, isNot, onType, set, some, unset, value, when } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { levels, service } from "../../checks/rule.ts";
import { known, word } from "../../checks/values.ts";

const bucket = "aws:s3/bucket:Bucket";
const versioned = "aws:s3/bucketVersioning:BucketVersioning";
const directory = "aws:s3/directoryBucket:DirectoryBucket";
const lifecycle = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";

const applies = isNot("status", "Disabled");

function isEmpty(filter: unknown): boolean {
  if (typeof filter === "object" && filter !== null) return Object.values(filter).every(isEmpty);
  return filter === "" || filter === null || filter === undefined;
}

/** A rule of a lifecycle covers the whole bucket: its filter names no prefix, tag or size. */
const coversBucket = all(unset("prefix"), value("filter", isEmpty, "pass"));

const noted = example(bucket, "data", {});
const directoryBucket = example(directory, "fast", {});

export const s3Buckets = service("Amazon S3", [
  {
    name: "s3-versioning",
    types: [versioned, bucket],
    description: "S3 buckets that declare versioning enable it.",
    why: "With versioning suspended or off, an overwritten or deleted object cannot be restored, whether the cause was a bug, a mistake or ransomware.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: ["S3.14", "CKV_AWS_21"],
    fix: "set versioningConfiguration.status to Enabled, or versioning.enabled to true on a bucket that declares it inline",
    check: all(
      onType([versioned], is("versioningConfiguration.status", "Enabled")),
      onType(
        [bucket],
        value("versioning", (inline) => known(inline, "enabled") === true, "pass"),
      ),
    ),
    ok: { versioningConfiguration: { status: "Enabled" } },
    bad: { versioningConfiguration: { status: "Suspended" } },
    clauses: [
      { controls: ["S3.14", "CKV_AWS_21"], bad: { versioningConfiguration: { status: "Suspended" } } },
      {
        controls: ["CKV_AWS_21"],
        type: "aws:s3/bucket:Bucket",
        ok: { versioning: { enabled: true } },
        bad: { versioning: {} },
      },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "s3-lifecycle-bounded",
    types: ["aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"],
    description: "S3 lifecycles abort all incomplete uploads within 7 days, expire noncurrent versions.",
    why: "Parts of incomplete multipart uploads and noncurrent versions do not appear in a normal listing but are billed until a rule removes them.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: ["S3.10", "CKV_AWS_300"],
    fix: "set rules with noncurrentVersionExpiration.noncurrentDays and, without a filter, abortIncompleteMultipartUpload.daysAfterInitiation of at most 7",
    check: all(
      some("rules", all(applies, coversBucket, atMost("abortIncompleteMultipartUpload.daysAfterInitiation", 7))),
      some("rules", all(applies, set("noncurrentVersionExpiration.noncurrentDays"))),
    ),
    ok: {
      rules: [
        {
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          noncurrentVersionExpiration: { noncurrentDays: 90 },
        },
      ],
    },
    bad: { rules: [{ id: "archive", status: "Enabled" }] },
    clauses: [
      { controls: ["CKV_AWS_300"], bad: { rules: [{ noncurrentVersionExpiration: { noncurrentDays: 90 } }] } },
      {
        controls: ["CKV_AWS_300"],
        bad: {
          rules: [
            {
              filter: { prefix: "uploads/" },
              abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
              noncurrentVersionExpiration: { noncurrentDays: 90 },
            },
          ],
        },
      },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "s3-force-destroy-off",
    types: [bucket],
    description: "S3 buckets do not set forceDestroy to true.",
    why: "Deleting or replacing the bucket in the program deletes every object and version in it, where S3 would otherwise refuse to delete a bucket with contents.",
    severity: "high",
    levels: levels("-/A/M"),
    controls: [],
    fix: "leave forceDestroy unset",
    check: isNot("forceDestroy", true),
    ok: { forceDestroy: false },
    bad: { forceDestroy: true },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "s3-object-lock-for-audit",
    types: ["aws:s3/bucket:Bucket"],
    description: "S3 buckets tagged data-class audit or backup have Object Lock enabled.",
    why: "Without Object Lock, no retention period can protect object versions, so an intruder or a faulty script with delete permission can erase audit records and backups.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: [],
    fix: "set objectLockEnabled to true",
    check: when(
      value("tags.data-class", (kind) => /^(?:audit|backup)$/.test(word(kind)), "fail"),
      is("objectLockEnabled", true),
    ),
    ok: { tags: { "data-class": "audit" }, objectLockEnabled: true },
    bad: { tags: { "data-class": "audit" }, objectLockEnabled: false },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "s3-directory-bucket-bounded",
    description: "S3 directory buckets have a lifecycle configuration.",
    why: "Storage in S3 Express One Zone costs more per GB than in S3 Standard; without expiration, temporary objects accumulate and their cost grows every month.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: ["S3.25"],
    fix: "declare a BucketLifecycleConfiguration whose bucket is this directory bucket",
    find: (graph) =>
      lacking(
        graph.of(directory),
        (each) => graph.referrers(each, "bucket", lifecycle).length > 0,
        "has no lifecycle configuration",
      ),
    ok: [directoryBucket, example(lifecycle, "fast", {}, { bucket: directoryBucket })],
    bad: [directoryBucket],
  },
  {
    name: "s3-mfa-delete",
    types: [versioned],
    // Off: only the root user of the account can turn MFA delete on, with the command line.
    description: "S3 bucket versioning requires MFA to delete versions.",
    why: "A stolen key of an administrator can otherwise delete every version of every object, and with them the copies that versioning was meant to keep.",
    severity: "low",
    levels: levels("-/-/-"),
    controls: ["S3.20"],
    fix: "set versioningConfiguration.mfaDelete to Enabled",
    check: is("versioningConfiguration.mfaDelete", "Enabled"),
    ok: { versioningConfiguration: { status: "Enabled", mfaDelete: "Enabled" } },
    bad: { versioningConfiguration: { status: "Enabled" } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "s3-event-notifications",
    // Off, because CloudTrail data events record the same: the configuration can turn it on.
    description: "S3 buckets send event notifications.",
    why: "Without notifications, an application or a security tool learns of new, changed or deleted objects only by listing the bucket.",
    severity: "low",
    levels: levels("-/-/-"),
    controls: ["S3.11"],
    fix: "declare a BucketNotification whose bucket is this bucket",
    find: (graph) =>
      lacking(
        graph.of(bucket),
        (each) => graph.referrers(each, "bucket", "aws:s3/bucketNotification:BucketNotification").length > 0,
        "sends no event notifications",
      ),
    ok: [
      noted,
      example("aws:s3/bucketNotification:BucketNotification", "data", { eventbridge: true }, { bucket: noted }),
    ],
    bad: [noted],
  },
]);
