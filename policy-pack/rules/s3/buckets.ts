import { lacking } from "../../checks/complaints.ts";
import {
  all,
  atMost,
  each,
  either,
  fail,
  is,
  isNot,
  oneOf,
  onType,
  pass,
  set,
  some,
  unset,
  value,
  when,
} from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { customerKey } from "../../checks/kms.ts";
import { type Check, levels, service } from "../../checks/rule.ts";
import { known, word } from "../../checks/values.ts";

const bucket = "aws:s3/bucket:Bucket";
const encryption = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const versioned = "aws:s3/bucketVersioning:BucketVersioning";
const directory = "aws:s3/directoryBucket:DirectoryBucket";
const lifecycle = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";

const applies = isNot("status", "Disabled");

/** Names of log buckets, as a whole word: S3 server access logs do not support SSE-KMS with a customer managed key. */
const logWord =
  /^(?:(?:access|audit|alb|cdn|elb|flow|lb|server|vpc|waf)?logs?|logging|(?:cloud)?trails?|audits?|delivery)$/;
const isLogStore: Check = ({ resource }) => {
  const words = resource.name.replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase();
  return words.split(/[^a-z]+/).some((each) => logWord.test(each)) ? pass : fail("is not a log bucket");
};

/** A rule encrypts with a customer managed key, and outside DSSE-KMS with a bucket key. */
const encryptsWithKey = all(
  oneOf("applyServerSideEncryptionByDefault.sseAlgorithm", ["aws:kms", "aws:kms:dsse"]),
  customerKey("applyServerSideEncryptionByDefault.kmsMasterKeyId"),
  either(is("bucketKeyEnabled", true), is("applyServerSideEncryptionByDefault.sseAlgorithm", "aws:kms:dsse")),
);
const inlineEncryption = "serverSideEncryptionConfiguration";

function isEmpty(filter: unknown): boolean {
  if (typeof filter === "object" && filter !== null) return Object.values(filter).every(isEmpty);
  return filter === "" || filter === null || filter === undefined;
}

/** A rule of a lifecycle covers the whole bucket: its filter names no prefix, tag or size. */
const coversBucket = all(unset("prefix"), value("filter", isEmpty, "pass"));

const directoryBucket = example(directory, "fast", {});

export const s3Buckets = service("Amazon S3", [
  {
    name: "s3-sse-kms",
    types: [encryption, bucket],
    description: "S3 buckets, except log buckets, set a KMS key and, unless DSSE-KMS, a bucket key.",
    why: "With S3 managed keys, permission to get an object is enough to read it; there is no key policy as a second control. Without a bucket key, KMS request costs rise.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["S3.17", "CKV_AWS_19", "CKV_AWS_145"],
    fix: "set rules with sseAlgorithm aws:kms, kmsMasterKeyId and bucketKeyEnabled",
    check: either(
      all(
        onType([encryption], all(set("rules"), each("rules", encryptsWithKey))),
        onType([bucket], when(set(inlineEncryption), each(`${inlineEncryption}.rule`, encryptsWithKey))),
      ),
      isLogStore,
    ),
    ok: {
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "key" },
          bucketKeyEnabled: true,
        },
      ],
    },
    bad: { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
    absent: "fail",
    unknown: "undecided",
  },
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
]);
