import { all, each, either, fail, is, oneOf, onType, pass, set, when } from "../../checks/conditions.ts";
import { customerKey } from "../../checks/kms.ts";
import { type Check, levels, service } from "../../checks/rule.ts";

const bucket = "aws:s3/bucket:Bucket";
const encryption = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";

/** Names of log buckets, as a whole word: S3 server access logs do not support SSE-KMS with a customer managed key. */
const logWord =
  /^(?:(?:access|audit|alb|cdn|elb|flow|lb|server|vpc|waf)?logs?|logging|(?:cloud)?trails?|audits?|delivery)$/;
const isLogStore: Check = ({ resource }) => {
  const words = resource.name.replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase();
  return words.split(/[^a-z]+/).some((each) => logWord.test(each)) ? pass : fail("is not a log bucket");
};

const algorithm = "applyServerSideEncryptionByDefault.sseAlgorithm";

/** A rule encrypts with a customer managed key. */
const encryptsWithKey = all(
  oneOf(algorithm, ["aws:kms", "aws:kms:dsse"]),
  customerKey("applyServerSideEncryptionByDefault.kmsMasterKeyId"),
);
const inlineEncryption = "serverSideEncryptionConfiguration";

/** A check of each encryption rule of a bucket, separate or inline. */
const ofRules = (check: Check): Check =>
  all(
    onType([encryption], each("rules", check)),
    onType([bucket], when(set(inlineEncryption), each(`${inlineEncryption}.rule`, check))),
  );

export const s3Encryption = service("Amazon S3", [
  {
    name: "s3-sse-kms",
    types: [encryption, bucket],
    description: "S3 buckets, except log buckets, are encrypted with a customer managed KMS key.",
    why: "With S3 managed keys, permission to get an object is enough to read it; there is no key policy as a second control.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["S3.17", "CKV_AWS_19", "CKV_AWS_145"],
    fix: "set rules with sseAlgorithm aws:kms and kmsMasterKeyId",
    check: either(all(onType([encryption], set("rules")), ofRules(encryptsWithKey)), isLogStore),
    ok: {
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "key" },
          bucketKeyEnabled: true,
        },
      ],
    },
    bad: { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
    clauses: [
      {
        controls: ["S3.17", "CKV_AWS_145"],
        bad: { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
      },
      {
        controls: ["CKV_AWS_145"],
        type: "aws:s3/bucket:Bucket",
        ok: {
          serverSideEncryptionConfiguration: {
            rule: {
              applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "key" },
              bucketKeyEnabled: true,
            },
          },
        },
        bad: {
          serverSideEncryptionConfiguration: {
            rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
          },
        },
      },
      { controls: ["CKV_AWS_19"], bad: { rules: [] } },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "s3-bucket-key",
    types: [encryption, bucket],
    description: "S3 buckets with SSE-KMS have a bucket key enabled.",
    why: "Without a bucket key, S3 calls KMS for each object: the request costs rise, and a busy bucket reaches the request quota of KMS.",
    severity: "low",
    levels: levels("A/A/A"),
    controls: [],
    fix: "set bucketKeyEnabled in rules to true",
    check: ofRules(when(is(algorithm, "aws:kms"), is("bucketKeyEnabled", true))),
    ok: {
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" }, bucketKeyEnabled: true }],
    },
    bad: { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }] },
    absent: "pass",
    unknown: "undecided",
  },
]);
