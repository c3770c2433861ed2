import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { AuditTrail, type AuditTrailArgs } from "../../../components/audit/audit-trail.ts";
import { account } from "../../../components/iam/account.ts";
import { at, deploy, type Registered, refusal } from "../../harness.ts";

const minimal: AuditTrailArgs = {
  account: account("111122223333", "us-east-1"),
  trailName: "gen-ai-trail",
  retentionDays: 365,
  logs: { retentionInDays: 90, kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/logs" },
  deletionProtection: true,
  topicArn: "arn:aws:sns:us-east-1:111122223333:alarms",
  runbookBaseUrl: "https://wiki.example.com/runbooks",
};
const trailArn = "arn:aws:cloudtrail:us-east-1:111122223333:trail/gen-ai-trail";

const make = (args: Partial<AuditTrailArgs> = {}) =>
  deploy(() => {
    const trail = new AuditTrail("audit", { ...minimal, ...args });
    return { trailArn: trail.trailArn, bucketName: trail.bucketName, logGroupName: trail.logGroupName };
  });

/** Statements of a policy for CloudTrail, by Sid. */
function forTrail({ inputs }: Registered): Record<string, { Action: unknown; Resource: unknown; Condition: unknown }> {
  const { Statement } = JSON.parse(String(inputs.policy)) as {
    Statement: {
      Sid: string;
      Principal: { Service?: string };
      Action: unknown;
      Resource: unknown;
      Condition: unknown;
    }[];
  };
  const mine = Statement.filter(({ Principal }) => Principal.Service === "cloudtrail.amazonaws.com");
  return Object.fromEntries(mine.map((each) => [each.Sid, each]));
}

describe("AuditTrail", () => {
  it("GEN-CMP-01: is gen-ai-trail for all Regions and global services, with a separate bucket", async () => {
    const { one, outputs } = await make();
    const { inputs } = one(aws.cloudtrail.Trail);
    assert.equal(inputs.name, "gen-ai-trail");
    assert.equal(inputs.isMultiRegionTrail, true);
    assert.equal(inputs.includeGlobalServiceEvents, true);
    assert.equal(inputs.s3BucketName, one(aws.s3.Bucket).outputs.bucket);
    assert.equal(outputs.trailArn, trailArn);
    assert.equal(outputs.bucketName, inputs.s3BucketName);
  });

  it("OOD-44: validates log files, and encrypts them with a separate KMS key", async () => {
    const { one } = await make();
    const { inputs } = one(aws.cloudtrail.Trail);
    assert.equal(inputs.enableLogFileValidation, true);
    assert.equal(inputs.kmsKeyId, one(aws.kms.Key).outputs.arn);
    assert.equal(
      at(
        one(aws.s3.BucketServerSideEncryptionConfiguration),
        "rules.0.applyServerSideEncryptionByDefault.kmsMasterKeyId",
      ),
      one(aws.kms.Key).outputs.arn,
    );
  });

  it("GEN-CMP-01: records management events and S3 data events, except for its bucket", async () => {
    const quiet = "arn:aws:s3:::access-logs";
    const { one } = await make({ quietBuckets: [quiet] });
    assert.deepEqual(one(aws.cloudtrail.Trail).inputs.advancedEventSelectors, [
      { name: "Management events", fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] },
      {
        name: "S3 objects",
        fieldSelectors: [
          { field: "eventCategory", equals: ["Data"] },
          { field: "resources.type", equals: ["AWS::S3::Object"] },
          {
            field: "resources.ARN",
            notStartsWiths: [`${one(aws.s3.Bucket).outputs.arn}/`, "arn:aws:s3:::access-logs/"],
          },
        ],
      },
    ]);
  });

  it("GEN-CMP-01: allows CloudTrail to use bucket and key for this trail only", async () => {
    const { one } = await make();
    const bucketArn = one(aws.s3.Bucket).outputs.arn;
    const onBucket = forTrail(one(aws.s3.BucketPolicy));
    assert.deepEqual(Object.keys(onBucket), ["TrailCheck", "TrailWrite"]);
    assert.deepEqual(onBucket.TrailCheck?.Condition, { StringEquals: { "aws:SourceArn": trailArn } });
    assert.equal(onBucket.TrailWrite?.Resource, `${bucketArn}/AWSLogs/111122223333/*`);
    assert.deepEqual(onBucket.TrailWrite?.Condition, {
      StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceArn": trailArn },
    });
    const onKey = forTrail(one(aws.kms.Key));
    assert.equal(onKey.TrailEncrypt?.Action, "kms:GenerateDataKey*");
    assert.deepEqual(onKey.TrailEncrypt?.Condition, {
      StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:*:111122223333:trail/*" },
      StringEquals: { "aws:SourceArn": trailArn },
    });
    assert.deepEqual(onKey.TrailDecrypt?.Action, ["kms:Decrypt", "kms:DescribeKey"]);
    assert.deepEqual(onKey.TrailDecrypt?.Condition, { StringEquals: { "aws:SourceArn": trailArn } });
  });

  it("GEN-CMP-02: sends events to an encrypted CloudWatch Logs log group with the given retention", async () => {
    const { one } = await make();
    const group = one(aws.cloudwatch.LogGroup);
    assert.equal(group.inputs.retentionInDays, 90);
    assert.equal(group.inputs.kmsKeyId, "arn:aws:kms:us-east-1:111122223333:key/logs");
    assert.equal(one(aws.cloudtrail.Trail).inputs.cloudWatchLogsGroupArn, `${group.outputs.arn}:*`);
    const { Statement } = JSON.parse(String(one(aws.iam.RolePolicy).inputs.policy));
    assert.deepEqual(Statement, [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: `${group.outputs.arn}:log-stream:111122223333_CloudTrail_us-east-1*`,
      },
    ]);
  });

  it("starts after its bucket policy and its log group's role", async () => {
    const { one } = await make();
    const { propertyDependencies } = one(aws.cloudtrail.Trail);
    assert.ok(propertyDependencies.s3BucketName?.includes(one(aws.s3.BucketPolicy).urn));
    assert.ok(propertyDependencies.cloudWatchLogsRoleArn?.includes(one(aws.iam.RolePolicy).urn));
  });

  it("uses Object Lock and is retained with deletion protection", async () => {
    const kept = await make();
    const lock = kept.one(aws.s3.BucketObjectLockConfiguration);
    assert.deepEqual(at(lock, "rule.defaultRetention"), { mode: "GOVERNANCE", days: 365 });
    assert.equal(kept.one(aws.cloudwatch.LogGroup).inputs.skipDestroy, true);
    const passing = await make({ deletionProtection: false });
    assert.deepEqual(passing.of(aws.s3.BucketObjectLockConfiguration), []);
    assert.equal(passing.one(aws.cloudwatch.LogGroup).inputs.skipDestroy, false);
  });

  it("sets retention and access logs of the bucket", async () => {
    const { one } = await make({ retentionDays: 2557, accessLogs: { bucket: "logs", prefix: "trail/" } });
    const rules = one(aws.s3.BucketLifecycleConfiguration).inputs.rules as { id: string; expiration?: unknown }[];
    assert.deepEqual(rules.find(({ id }) => id === "trail")?.expiration, { days: 2557 });
    assert.equal(one(aws.s3.BucketLogging).inputs.targetBucket, "logs");
  });

  it("reports every fault at once", async () => {
    assert.equal(
      await refusal(() => new AuditTrail("audit", { ...minimal, trailName: "gen ai", retentionDays: 30 })),
      `AuditTrail "audit":
  - trailName must be 3 to 128 letters and digits with single ._- between them, got "gen ai"
  - retentionDays must be a whole number from 90, got 30`,
    );
  });
});
