import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { denyPlaintext, policyDocument } from "../iam/policy-document.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import type { BucketArgs, BucketEncryption, LifecycleRule } from "./bucket-args.ts";
import { bucketFaults } from "./bucket-faults.ts";
import { replicate } from "./bucket-replication.ts";

export type { BucketArgs, LifecycleRule } from "./bucket-args.ts";

/**
 * A private, versioned, encrypted S3 bucket: all public access is blocked, ACLs are disabled, and requests need TLS.
 *
 * @example
 * import { Bucket } from "./bucket.ts";
 *
 * declare const kmsKeyArn: string;
 *
 * const bucket = new Bucket("documents", {
 *   encryption: { kind: "sse-kms", kmsKeyArn },
 *   lifecycle: [{ id: "archive", transitions: [{ days: 90, storageClass: "GLACIER_IR" }], expirationDays: 365 }],
 *   requestMetrics: true,
 * });
 * export const { bucketName } = bucket;
 */
export class Bucket extends pulumi.ComponentResource {
  /** Name of the bucket, known when its policy exists, so that writers have access. */
  readonly bucketName: pulumi.Output<string>;
  /** ARN of the bucket, known when versioning is on, which replication requires. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: BucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:data:Bucket", name, {}, opts);
    const { lifecycle = [], objectLock, replication, requestMetrics = false } = args;
    refuse(this, name, bucketFaults(args));
    const child = { parent: this };

    const bucket = new aws.s3.Bucket(
      name,
      {
        ...(args.bucketName !== undefined && { bucket: args.bucketName }),
        ...(objectLock && { objectLockEnabled: true }),
      },
      child,
    );
    const on = { bucket: bucket.id };
    const versioning = new aws.s3.BucketVersioning(
      name,
      { ...on, versioningConfiguration: { status: "Enabled" } },
      child,
    );
    new aws.s3.BucketServerSideEncryptionConfiguration(
      name,
      { ...on, rules: [encryptionRule(args.encryption)] },
      child,
    );
    // S3 accepts rules for noncurrent versions only with versioning.
    const versioned = { ...child, dependsOn: versioning };
    const rules = [housekeeping, ...lifecycle.map(lifecycleRule)];
    new aws.s3.BucketLifecycleConfiguration(name, { ...on, rules }, versioned);
    const policy = this.access(name, bucket, args.statements);
    if (args.accessLogs !== undefined) {
      const { bucket: targetBucket, prefix: targetPrefix } = args.accessLogs;
      new aws.s3.BucketLogging(name, { ...on, targetBucket, targetPrefix }, child);
    }
    if (requestMetrics) new aws.s3.BucketMetric(name, { ...on, name: entireBucket }, child);
    if (objectLock !== undefined)
      new aws.s3.BucketObjectLockConfiguration(name, { ...on, rule: { defaultRetention: objectLock } }, versioned);
    if (replication !== undefined)
      replicate(
        name,
        { bucket, encryption: args.encryption, locked: objectLock !== undefined },
        replication,
        versioned,
      );

    this.bucketName = pulumi.all([bucket.id, policy.id]).apply(([id]) => id);
    this.arn = pulumi.all([bucket.arn, versioning.id]).apply(([arn]) => arn);
    this.registerOutputs(outputs(this));
  }

  /** Block Public Access, disabled ACLs, and the bucket policy. */
  private access(name: string, bucket: aws.s3.Bucket, statements: BucketArgs["statements"]): aws.s3.BucketPolicy {
    const child = { parent: this };
    const on = { bucket: bucket.id };
    const blocked = new aws.s3.BucketPublicAccessBlock(
      name,
      { ...on, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      child,
    );
    new aws.s3.BucketOwnershipControls(name, { ...on, rule: { objectOwnership: "BucketOwnerEnforced" } }, child);
    const policy = policyDocument(
      denyPlaintext([bucket.arn, pulumi.interpolate`${bucket.arn}/*`], "s3:*"),
      ...(statements?.(bucket.arn) ?? []),
    );
    // S3 refuses a policy while the public access block is being created.
    return new aws.s3.BucketPolicy(name, { ...on, policy }, { ...child, dependsOn: blocked });
  }
}

/** The FilterId dimension of the request metrics of a bucket. */
export const entireBucket = "EntireBucket";

const housekeeping: aws.types.input.s3.BucketLifecycleConfigurationRule = {
  id: "housekeeping",
  status: "Enabled",
  filter: { prefix: "" },
  abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
  noncurrentVersionExpiration: { noncurrentDays: 90 },
};

function encryptionRule(encryption: BucketEncryption): aws.types.input.s3.BucketServerSideEncryptionConfigurationRule {
  return encryption.kind === "sse-s3"
    ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
    : {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: encryption.kmsKeyArn },
        bucketKeyEnabled: true,
      };
}

function lifecycleRule(rule: LifecycleRule): aws.types.input.s3.BucketLifecycleConfigurationRule {
  return {
    id: rule.id,
    status: "Enabled",
    filter: { prefix: rule.prefix ?? "" },
    transitions: rule.transitions ?? [],
    ...(rule.expirationDays !== undefined && { expiration: { days: rule.expirationDays } }),
  };
}
