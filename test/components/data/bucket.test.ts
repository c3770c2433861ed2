import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { Bucket, type LifecycleRule } from "../../../components/data/bucket.ts";
import { at, deploy } from "../../harness.ts";

const sse = { encryption: { kind: "sse-s3" } } as const;

describe("Bucket", () => {
  it("blocks every kind of public access, ACLs and plaintext", async () => {
    const { one } = await deploy(() => new Bucket("logs", sse));
    const { bucket, ...blocks } = one(aws.s3.BucketPublicAccessBlock).inputs;
    assert.equal(bucket, one(aws.s3.Bucket).outputs.bucket);
    assert.deepEqual(Object.values(blocks), [true, true, true, true]);
    assert.equal(at(one(aws.s3.BucketOwnershipControls), "rule.objectOwnership"), "BucketOwnerEnforced");
    const policy = JSON.parse(String(one(aws.s3.BucketPolicy).inputs.policy));
    assert.deepEqual(policy.Statement[0].Condition, { Bool: { "aws:SecureTransport": "false" } });
    assert.equal(policy.Statement[0].Effect, "Deny");
  });

  it("encrypts with the key it is given", async () => {
    const kmsKeyArn = "arn:aws:kms:us-east-1:111122223333:key/1";
    const { one } = await deploy(() => new Bucket("data", { encryption: { kind: "sse-kms", kmsKeyArn } }));
    assert.deepEqual(at(one(aws.s3.BucketServerSideEncryptionConfiguration), "rules.0"), {
      applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
      bucketKeyEnabled: true,
    });
  });

  it("adds lifecycle rules to the housekeeping ones, after versioning is on", async () => {
    const archive: LifecycleRule = {
      id: "archive",
      transitions: [{ days: 30, storageClass: "STANDARD_IA" }],
      expirationDays: 365,
    };
    const { one } = await deploy(() => new Bucket("data", { ...sse, lifecycle: [archive] }));
    const configuration = one(aws.s3.BucketLifecycleConfiguration);
    assert.deepEqual(at(configuration, "rules.1.expiration"), { days: 365 });
    assert.equal(at(configuration, "rules.0.abortIncompleteMultipartUpload.daysAfterInitiation"), 7);
    assert.ok(configuration.dependencies.includes(one(aws.s3.BucketVersioning).urn));
  });

  it("logs access only where it is told to", async () => {
    const { of } = await deploy(() => {
      new Bucket("quiet", sse);
      new Bucket("heard", { ...sse, accessLogs: { bucket: "audit", prefix: "heard/" } });
    });
    assert.deepEqual(
      of(aws.s3.BucketLogging).map((each) => [each.name, each.inputs.targetBucket]),
      [["heard", "audit"]],
    );
  });
});
