import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { denyPlaintext, policyDocument, type Statement } from "../security/policy-document.ts";

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
}

/** A private, versioned, encrypted S3 bucket: no public access, no ACLs, TLS only. */
export class Bucket extends pulumi.ComponentResource {
  /** Name of the bucket, known only once its policy stands, so that writers find the door open. */
  readonly bucketName: pulumi.Output<string>;
  /** ARN of the bucket. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: BucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:data:Bucket", name, {}, opts);
    const { lifecycle = [] } = args;
    const child = { parent: this };

    const bucket = new aws.s3.Bucket(name, args.bucketName === undefined ? {} : { bucket: args.bucketName }, child);
    const on = { bucket: bucket.id };
    const locked = new aws.s3.BucketPublicAccessBlock(
      name,
      { ...on, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      child,
    );
    new aws.s3.BucketOwnershipControls(name, { ...on, rule: { objectOwnership: "BucketOwnerEnforced" } }, child);
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
    // Rules over noncurrent versions are refused until versioning is on.
    const rules = [housekeeping, ...lifecycle.map(lifecycleRule)];
    new aws.s3.BucketLifecycleConfiguration(name, { ...on, rules }, { ...child, dependsOn: versioning });
    const statements = [
      denyPlaintext([bucket.arn, pulumi.interpolate`${bucket.arn}/*`], "s3:*"),
      ...(args.statements?.(bucket.arn) ?? []),
    ];
    // S3 refuses a policy while the public access block is being written.
    const policy = new aws.s3.BucketPolicy(
      name,
      { ...on, policy: policyDocument(...statements) },
      { ...child, dependsOn: locked },
    );
    if (args.accessLogs !== undefined) {
      new aws.s3.BucketLogging(
        name,
        { ...on, targetBucket: args.accessLogs.bucket, targetPrefix: args.accessLogs.prefix },
        child,
      );
    }

    this.bucketName = pulumi.all([bucket.id, policy.id]).apply(([id]) => id);
    this.arn = bucket.arn;
    this.registerOutputs({ bucketName: this.bucketName, arn: this.arn });
  }
}

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
