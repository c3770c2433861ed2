import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { denyPlaintext, policyDocument, type Statement } from "../iam/policy-document.ts";
import { refuse } from "../refusal.ts";
import { bucketFaults } from "./bucket-faults.ts";
import { type BucketReplication, replicate } from "./bucket-replication.ts";

/** Server-side encryption: with a customer managed key, or with S3's own where the writer supports nothing else (access logs). */
export type BucketEncryption = { kind: "sse-kms"; kmsKeyArn: pulumi.Input<string> } | { kind: "sse-s3" };

/** One lifecycle rule over a prefix; days count from the object's creation. */
export interface LifecycleRule {
  /** Name of the rule. */
  id: string;
  /** Prefix of the keys it applies to. @default all keys */
  prefix?: string;
  /** Moves to a cheaper storage class. @default none */
  transitions?: {
    days: number;
    storageClass: "STANDARD_IA" | "INTELLIGENT_TIERING" | "GLACIER_IR" | "GLACIER" | "DEEP_ARCHIVE";
  }[];
  /** Days until an object expires. @default never */
  expirationDays?: number;
}

/** How long S3 keeps every new object version from being deleted or overwritten. */
export interface ObjectLock {
  /** Who may lift it: with GOVERNANCE whoever has s3:BypassGovernanceRetention, with COMPLIANCE nobody, not even AWS. */
  mode: "GOVERNANCE" | "COMPLIANCE";
  /** Days from the version's creation. */
  days: number;
}

export interface BucketArgs {
  /** Physical name, globally unique. @default auto-named */
  bucketName?: string;
  /** Encryption at rest. */
  encryption: BucketEncryption;
  /** Lifecycle rules, added to the two that every bucket has: uploads abandoned for 7 days and versions replaced for 90 days go. @default [] */
  lifecycle?: readonly LifecycleRule[];
  /** Statements of the bucket policy, given the bucket's ARN, added to the one that denies plaintext. @default none */
  statements?: (bucketArn: pulumi.Output<string>) => Statement[];
  /** Where S3 writes this bucket's server access logs. @default none */
  accessLogs?: { bucket: pulumi.Input<string>; prefix: string };
  /** Copies every new object version to a bucket of another Region. @default none */
  replication?: BucketReplication;
  /** Retention that no user can shorten; to add it to a bucket later replaces the bucket. @default none */
  objectLock?: ObjectLock;
  /** Whether CloudWatch counts requests, errors and latency, under the filter EntireBucket; about 5 USD a month. @default false */
  requestMetrics?: boolean;
}

/** A private, versioned, encrypted S3 bucket: no public access, no ACLs, TLS only. */
export class Bucket extends pulumi.ComponentResource {
  /** Name of the bucket, known only once its policy stands, so that writers find the door open. */
  readonly bucketName: pulumi.Output<string>;
  /** ARN of the bucket, known only once versioning is on, so that another bucket may replicate to it. */
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
    // S3 refuses what speaks of versions until versioning is on.
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
    this.registerOutputs({ bucketName: this.bucketName, arn: this.arn });
  }

  /** Nobody from outside, no ACLs, TLS only, and what the statements allow. */
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
    // S3 refuses a policy while the public access block is being written.
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
