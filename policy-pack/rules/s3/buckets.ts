import { lacking } from "../../checks/complaints.ts";
import {
  all,
  atMost,
  each,
  either,
  is,
  isNot,
  oneOf,
  onType,
  set,
  some,
  value,
  when,
} from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { type Check, levels, service } from "../../checks/rule.ts";
import { word } from "../../checks/values.ts";

const bucket = "aws:s3/bucket:Bucket";
const versioned = "aws:s3/bucketVersioning:BucketVersioning";
const directory = "aws:s3/directoryBucket:DirectoryBucket";
const lifecycle = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";

const applies = isNot("status", "Disabled");

/** Log buckets: S3 server access logs do not support SSE-KMS with a customer managed key. */
const isLogStore: Check = ({ resource }) =>
  /log|trail|audit|delivery/i.test(resource.name) ? { kind: "pass" } : { kind: "fail", wrong: "is not a log bucket" };

const directoryBucket = example(directory, "fast", {});

export const s3Buckets = service("Amazon S3", [
  {
    name: "s3-sse-kms",
    types: ["aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"],
    description: "S3 buckets, except log buckets, set a KMS key and, unless DSSE-KMS, a bucket key.",
    why: "With S3 managed keys, permission to get an object is enough to read it; there is no key policy as a second control. Without a bucket key, KMS request costs rise.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["S3.17", "CKV_AWS_19", "CKV_AWS_145"],
    fix: "set rules with sseAlgorithm aws:kms, kmsMasterKeyId and bucketKeyEnabled",
    check: either(
      all(
        set("rules"),
        each(
          "rules",
          all(
            oneOf("applyServerSideEncryptionByDefault.sseAlgorithm", ["aws:kms", "aws:kms:dsse"]),
            set("applyServerSideEncryptionByDefault.kmsMasterKeyId"),
            either(is("bucketKeyEnabled", true), is("applyServerSideEncryptionByDefault.sseAlgorithm", "aws:kms:dsse")),
          ),
        ),
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
      onType([bucket], isNot("versioning.enabled", false)),
    ),
    ok: { versioningConfiguration: { status: "Enabled" } },
    bad: { versioningConfiguration: { status: "Suspended" } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "s3-lifecycle-bounded",
    types: ["aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"],
    description: "S3 lifecycles abort incomplete uploads within 7 days and expire noncurrent versions.",
    why: "Parts of incomplete multipart uploads and noncurrent versions do not appear in a normal listing but are billed until a rule removes them.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: ["S3.10", "S3.13", "CKV_AWS_300", "CKV2_AWS_61"],
    fix: "set rules with abortIncompleteMultipartUpload.daysAfterInitiation of at most 7 and noncurrentVersionExpiration.noncurrentDays",
    check: all(
      some("rules", all(applies, atMost("abortIncompleteMultipartUpload.daysAfterInitiation", 7))),
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
    controls: ["S3.15", "CKV_AWS_143"],
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
