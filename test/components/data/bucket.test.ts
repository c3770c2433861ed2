import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { serverAccessLogDelivery } from "../../../components/data/access-logs.ts";
import { Bucket, type BucketArgs, type LifecycleRule } from "../../../components/data/bucket.ts";
import { account } from "../../../components/iam/account.ts";
import { at, deploy, refusal } from "../../harness.ts";

const home = account("111122223333", "us-east-1");
const key = "arn:aws:kms:us-east-1:111122223333:key/1";
const drKey = "arn:aws:kms:us-west-2:111122223333:key/2";
const toWest = { account: home, destinationRegion: "us-west-2", destinationKmsKeyArn: drKey };
const sse = { encryption: { kind: "sse-s3" } } as const;

function replicated() {
  const dr = new Bucket("configuration-dr", {
    bucketName: "aivo-configuration-dr",
    encryption: { kind: "sse-kms", kmsKeyArn: drKey },
  });
  new Bucket("configuration", {
    bucketName: "aivo-configuration",
    encryption: { kind: "sse-kms", kmsKeyArn: key },
    replication: { ...toWest, destinationBucketArn: dr.arn },
  });
}

describe("Bucket", () => {
  it("blocks public access, ACLs and requests without TLS", async () => {
    const { one } = await deploy(() => new Bucket("logs", sse));
    const { bucket, ...blocks } = one(aws.s3.BucketPublicAccessBlock).inputs;
    assert.equal(bucket, one(aws.s3.Bucket).outputs.bucket);
    assert.deepEqual(Object.values(blocks), [true, true, true, true]);
    assert.equal(at(one(aws.s3.BucketOwnershipControls), "rule.objectOwnership"), "BucketOwnerEnforced");
    const policy = JSON.parse(String(one(aws.s3.BucketPolicy).inputs.policy));
    assert.deepEqual(policy.Statement[0].Condition, { Bool: { "aws:SecureTransport": "false" } });
    assert.equal(policy.Statement[0].Effect, "Deny");
  });

  it("encrypts with the given key", async () => {
    const kmsKeyArn = "arn:aws:kms:us-east-1:111122223333:key/1";
    const { one } = await deploy(() => new Bucket("data", { encryption: { kind: "sse-kms", kmsKeyArn } }));
    assert.deepEqual(at(one(aws.s3.BucketServerSideEncryptionConfiguration), "rules.0"), {
      applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
      bucketKeyEnabled: true,
    });
  });

  it("adds lifecycle rules to the default ones, after versioning", async () => {
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

  it("logs access only where it is set", async () => {
    const { of } = await deploy(() => {
      new Bucket("quiet", sse);
      new Bucket("heard", { ...sse, accessLogs: { bucket: "audit", prefix: "heard/" } });
    });
    assert.deepEqual(
      of(aws.s3.BucketLogging).map((each) => [each.name, each.inputs.targetBucket]),
      [["heard", "audit"]],
    );
  });

  it("has request metrics only where they are set", async () => {
    const { of } = await deploy(() => {
      new Bucket("quiet", sse);
      new Bucket("counted", { ...sse, requestMetrics: true });
    });
    const metrics = of(aws.s3.BucketMetric);
    assert.deepEqual(
      metrics.map((each) => [each.name, each.inputs.name, each.inputs.filter]),
      [["counted", "EntireBucket", undefined]],
    );
    assert.equal(metrics[0]?.inputs.bucket, of(aws.s3.Bucket)[1]?.outputs.bucket);
  });

  it("AUT-S3-03 AGT-STO-01 transitions objects by age, and expires them after a year", async () => {
    const archive: LifecycleRule = {
      id: "archive-old-data",
      transitions: [
        { days: 30, storageClass: "STANDARD_IA" },
        { days: 90, storageClass: "GLACIER" },
      ],
      expirationDays: 365,
    };
    const { one } = await deploy(() => new Bucket("data", { ...sse, lifecycle: [archive] }));
    assert.deepEqual(at(one(aws.s3.BucketLifecycleConfiguration), "rules.1"), {
      id: "archive-old-data",
      status: "Enabled",
      filter: { prefix: "" },
      transitions: [
        { days: 30, storageClass: "STANDARD_IA" },
        { days: 90, storageClass: "GLACIER" },
      ],
      expiration: { days: 365 },
    });
  });

  it("AUT-S3-05 allows S3's log delivery for the account under the prefix", async () => {
    const { one } = await deploy(() => {
      const prefix = "s3-access-logs/";
      const logs = new Bucket("logs", {
        bucketName: "auterity-prod-logs",
        ...sse,
        statements: (bucketArn) => [serverAccessLogDelivery(home, bucketArn, prefix)],
      });
      new Bucket("data", { bucketName: "auterity-prod-data", ...sse, accessLogs: { bucket: logs.bucketName, prefix } });
    });
    const logging = one(aws.s3.BucketLogging);
    assert.equal(logging.inputs.targetBucket, "auterity-prod-logs");
    assert.equal(logging.inputs.targetPrefix, "s3-access-logs/");
    assert.ok(logging.dependencies.includes(one(aws.s3.BucketPolicy, "logs").urn));
    assert.deepEqual(JSON.parse(String(one(aws.s3.BucketPolicy, "logs").inputs.policy)).Statement[1], {
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Sid: "AccessLogDelivery",
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::auterity-prod-logs/s3-access-logs/*",
      Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
    });
  });

  it("GEN-S3-01 uses SSE-S3 where it is set", async () => {
    const { one } = await deploy(() => new Bucket("documents", { bucketName: "gen-ai-documents", ...sse }));
    assert.equal(one(aws.s3.Bucket).inputs.bucket, "gen-ai-documents");
    assert.equal(at(one(aws.s3.BucketVersioning), "versioningConfiguration.status"), "Enabled");
    const rule = at(one(aws.s3.BucketServerSideEncryptionConfiguration), "rules.0");
    assert.deepEqual(rule, { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } });
  });

  it("AIV-STO-01 AIV-DR-04 replicates new versions and delete markers to another Region with its key", async () => {
    const { one } = await deploy(replicated);
    const configuration = one(aws.s3.BucketReplicationConfig);
    assert.equal(configuration.inputs.bucket, "aivo-configuration");
    assert.equal(configuration.inputs.role, one(aws.iam.Role, "configuration-replication").outputs.arn);
    assert.deepEqual(configuration.inputs.rules, [
      {
        id: "replication",
        status: "Enabled",
        filter: { prefix: "" },
        deleteMarkerReplication: { status: "Enabled" },
        sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
        destination: {
          bucket: "arn:aws:s3:::aivo-configuration-dr",
          metrics: { status: "Enabled" },
          encryptionConfiguration: { replicaKmsKeyId: drKey },
        },
      },
    ]);
    for (const bucket of ["configuration", "configuration-dr"])
      assert.ok(configuration.dependencies.includes(one(aws.s3.BucketVersioning, bucket).urn), bucket);
  });

  it("allows replication to read one bucket and write to the other, each with its key", async () => {
    const { one } = await deploy(replicated);
    const { Statement } = JSON.parse(String(one(aws.iam.RolePolicy, "configuration-replication").inputs.policy));
    const source = "arn:aws:s3:::aivo-configuration";
    const copy = "arn:aws:s3:::aivo-configuration-dr";
    const context = "kms:EncryptionContext:aws:s3:arn";
    assert.deepEqual(Statement, [
      { Effect: "Allow", Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"], Resource: source },
      {
        Effect: "Allow",
        Action: ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
        Resource: `${source}/*`,
      },
      {
        Effect: "Allow",
        Action: ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
        Resource: `${copy}/*`,
      },
      {
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: key,
        Condition: {
          StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" },
          StringLike: { [context]: [source, `${source}/*`] },
        },
      },
      {
        Effect: "Allow",
        Action: ["kms:Encrypt", "kms:GenerateDataKey"],
        Resource: drKey,
        Condition: {
          StringEquals: { "kms:ViaService": "s3.us-west-2.amazonaws.com" },
          StringLike: { [context]: [copy, `${copy}/*`] },
        },
      },
    ]);
  });

  it("replicates without KMS keys, and replicates locks", async () => {
    const { one } = await deploy(
      () =>
        new Bucket("audit", {
          ...sse,
          objectLock: { mode: "GOVERNANCE", days: 30 },
          replication: {
            account: home,
            destinationBucketArn: "arn:aws:s3:::audit-dr",
            destinationRegion: "us-west-2",
            prefix: "trail/",
          },
        }),
    );
    const rule = "rules.0";
    const configuration = one(aws.s3.BucketReplicationConfig);
    assert.equal(at(configuration, `${rule}.filter.prefix`), "trail/");
    assert.equal(at(configuration, `${rule}.sourceSelectionCriteria`), undefined);
    assert.equal(at(configuration, `${rule}.destination.encryptionConfiguration`), undefined);
    const policy = String(one(aws.iam.RolePolicy).inputs.policy);
    assert.ok(!policy.includes("kms:"));
    assert.match(policy, /"s3:GetObjectRetention","s3:GetObjectLegalHold"/);
  });

  it("enables Object Lock at creation", async () => {
    const { one, of } = await deploy(() => {
      new Bucket("audit", { ...sse, objectLock: { mode: "COMPLIANCE", days: 365 } });
      new Bucket("data", sse);
    });
    assert.equal(one(aws.s3.Bucket, "audit").inputs.objectLockEnabled, true);
    assert.ok(!("objectLockEnabled" in one(aws.s3.Bucket, "data").inputs));
    const configuration = one(aws.s3.BucketObjectLockConfiguration);
    assert.deepEqual(at(configuration, "rule.defaultRetention"), { mode: "COMPLIANCE", days: 365 });
    assert.ok(configuration.dependencies.includes(one(aws.s3.BucketVersioning, "audit").urn));
    assert.equal(of(aws.s3.BucketReplicationConfig).length, 0);
  });

  it("reports every fault of its arguments at once", async () => {
    const { destinationKmsKeyArn: _, ...keyless } = toWest;
    const faulty: BucketArgs = {
      encryption: { kind: "sse-kms", kmsKeyArn: key },
      lifecycle: [
        { id: "housekeeping", expirationDays: 1 },
        { id: "archive", transitions: [{ days: 90, storageClass: "GLACIER" }], expirationDays: 90 },
        { id: "archive", expirationDays: 0 },
      ],
      replication: { ...keyless, destinationBucketArn: "arn:aws:s3:::aivo-configuration-dr" },
      objectLock: { mode: "GOVERNANCE", days: 0.5 },
    };
    assert.equal(
      await refusal(() => new Bucket("data", faulty)),
      [
        'Bucket "data":',
        '  - lifecycle[0].id must be used once, and not be housekeeping, got "housekeeping"',
        "  - lifecycle[1] must have whole numbers of days that increase from transition to transition and expiration, got 90, 90",
        '  - lifecycle[2].id must be used once, and not be housekeeping, got "archive"',
        "  - lifecycle[2] must have whole numbers of days that increase from transition to transition and expiration, got 0",
        "  - replication.destinationKmsKeyArn must be a key of the destination's Region where encryption is sse-kms, got none",
        "  - objectLock.days must be a whole number from 1 to 36500, got 0.5",
      ].join("\n"),
    );
  });
});
