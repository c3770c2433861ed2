import { all, atMost, each, either, is, isNot, noneOf, oneOf, onType, set, some, unset } from "../checks/conditions.ts";
import { type Check, levels, type ResourceRule } from "../checks/rule.ts";

const bucket = "aws:s3/bucket:Bucket";
const acl = "aws:s3/bucketAcl:BucketAcl";
const objects = ["aws:s3/bucketObject:BucketObject", "aws:s3/bucketObjectv2:BucketObjectv2"];
const versioned = "aws:s3/bucketVersioning:BucketVersioning";
const blocks = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

/** AWS's groups of everybody: with an account somewhere, or without any. */
const everybody = ["AllUsers", "AuthenticatedUsers"].map((name) => `http://acs.amazonaws.com/groups/global/${name}`);
const applies = isNot("status", "Disabled");

/** Stores of logs and trails: S3 writes access logs with its own key only. */
const isLogStore: Check = ({ resource }) =>
  /log|trail|audit|delivery/i.test(resource.name) ? { kind: "pass" } : { kind: "fail", wrong: "holds data" };

/** S3 buckets: their settings are resources of their own. */
export const storage: readonly ResourceRule[] = [
  {
    name: "s3-public-access-block-complete",
    types: [
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
      "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
    ],
    description: "A bucket refuses every kind of public access.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [
      "S3.1",
      "S3.8",
      "CIS AWS 3.0 2.1.4",
      "CKV_AWS_53",
      "CKV_AWS_54",
      "CKV_AWS_55",
      "CKV_AWS_56",
      "CKV2_AWS_6",
    ],
    fix: `set ${blocks.join(", ")} to true`,
    check: all(...blocks.map((block) => is(block, true))),
    ok: Object.fromEntries(blocks.map((block) => [block, true])),
    bad: { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true },
  },
  {
    name: "s3-no-public-acl",
    types: [bucket, acl, ...objects],
    description: "No ACL opens a bucket to everyone.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["S3.2", "S3.3", "CKV_AWS_20", "CKV_AWS_57", "CKV_AWS_375", "CKV2_AWS_43"],
    fix: "leave acl unset, and everybody out of grants and accessControlPolicy.grants",
    check: all(
      noneOf("acl", ["public-read", "public-read-write", "authenticated-read", "website"]),
      each("grants", noneOf("uri", everybody)),
      each("accessControlPolicy.grants", noneOf("grantee.uri", everybody)),
    ),
    ok: { acl: "private" },
    bad: { acl: "public-read" },
  },
  {
    name: "s3-acls-disabled",
    types: ["aws:s3/bucketOwnershipControls:BucketOwnershipControls"],
    description: "ACLs are off: the bucket's owner owns every object, and policies alone decide.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["S3.12", "CKV2_AWS_65"],
    fix: "set rule.objectOwnership to BucketOwnerEnforced",
    check: is("rule.objectOwnership", "BucketOwnerEnforced"),
    ok: { rule: { objectOwnership: "BucketOwnerEnforced" } },
    bad: { rule: { objectOwnership: "ObjectWriter" } },
  },
  {
    name: "s3-sse-kms",
    types: ["aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"],
    description: "Data in a bucket is encrypted with a customer managed key; stores of logs may use S3's own.",
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
  },
  {
    name: "s3-versioning",
    types: [versioned, bucket],
    description: "A bucket keeps what is overwritten and deleted.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: ["S3.14", "CKV_AWS_21"],
    fix: "set versioningConfiguration.status to Enabled, or versioning.enabled to true where the bucket says it",
    check: all(
      onType([versioned], is("versioningConfiguration.status", "Enabled")),
      onType([bucket], isNot("versioning.enabled", false)),
    ),
    ok: { versioningConfiguration: { status: "Enabled" } },
    bad: { versioningConfiguration: { status: "Suspended" } },
  },
  {
    name: "s3-lifecycle-bounded",
    types: ["aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"],
    description: "Abandoned uploads and replaced versions go away by themselves.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: ["S3.10", "S3.13", "CKV_AWS_300", "CKV2_AWS_61"],
    fix: "set rules with abortIncompleteMultipartUpload of 7 days and noncurrentVersionExpiration",
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
  },
  {
    name: "s3-force-destroy-off",
    types: [bucket],
    description: "A bucket is not emptied by its own deletion.",
    severity: "high",
    levels: levels("-/A/M"),
    controls: [],
    fix: "leave forceDestroy unset",
    check: isNot("forceDestroy", true),
    ok: { forceDestroy: false },
    bad: { forceDestroy: true },
  },
  {
    name: "s3-website-hosting-off",
    types: [bucket, "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration"],
    description: "A bucket is no web server: CloudFront serves what is public.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "leave website unset",
    check: all(unset("website"), unset("indexDocument"), unset("redirectAllRequestsTo")),
    ok: { bucket: "platform" },
    bad: { website: { indexDocument: "index.html" } },
  },
];
