import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import type { Statement } from "../iam/policy-document.ts";

/** Server-side encryption: SSE-KMS, or SSE-S3 for buckets that receive access logs. */
export type BucketEncryption =
  | {
      /** SSE-KMS with a customer managed key. */
      kind: "sse-kms";
      /** ARN of the KMS key. */
      kmsKeyArn: pulumi.Input<string>;
    }
  | {
      /** SSE-S3. */
      kind: "sse-s3";
    };

/** A lifecycle rule; days count from the creation of the object. */
export interface LifecycleRule {
  /** Name of the rule. */
  id: string;
  /** Prefix of the keys it applies to. @default all keys */
  prefix?: string;
  /** Moves to a cheaper storage class. @default none */
  transitions?: {
    /** Days from the creation of the object to the transition. */
    days: number;

    /** Storage class that the object moves to. */
    storageClass: "STANDARD_IA" | "INTELLIGENT_TIERING" | "GLACIER_IR" | "GLACIER" | "DEEP_ARCHIVE";
  }[];
  /** Days until an object expires. @default never */
  expirationDays?: number;
}

/** Default retention of S3 Object Lock. */
export interface ObjectLock {
  /** Retention mode: with GOVERNANCE principals with s3:BypassGovernanceRetention can remove it, with COMPLIANCE no user and not AWS. */
  mode: "GOVERNANCE" | "COMPLIANCE";
  /** Days from the version's creation. */
  days: number;
}

/** Arguments of Bucket. */
export interface BucketArgs {
  /** Physical name, globally unique. @default auto-named */
  bucketName?: string;
  /** Encryption at rest. */
  encryption: BucketEncryption;
  /** Lifecycle rules besides the two of every bucket, which abort multipart uploads after 7 days and expire noncurrent versions after 90 days. @default [] */
  lifecycle?: readonly LifecycleRule[];
  /** Statements of the bucket policy, given the bucket's ARN, besides the one that denies requests without TLS. @default none */
  statements?: (bucketArn: pulumi.Output<string>) => Statement[];
  /** Destination of the server access logs. @default none */
  accessLogs?: {
    /** Name of the bucket that receives the logs. */
    bucket: pulumi.Input<string>;
    /** Prefix of the log objects' keys. */
    prefix: string;
  };
  /** Replication to a bucket of another Region. @default none */
  replication?: BucketReplication;
  /** S3 Object Lock; adding it to an existing bucket replaces the bucket. @default none */
  objectLock?: ObjectLock;
  /** Whether CloudWatch has request metrics under the filter EntireBucket, about 5 USD a month. @default false */
  requestMetrics?: boolean;
}

/** Replication destination: a bucket of the same account in another Region. */
export interface BucketReplication {
  /** Account and Region of the source bucket. */
  account: Account;
  /** ARN of the destination bucket, which must have versioning. */
  destinationBucketArn: pulumi.Input<string>;
  /** Region of the destination bucket, for example us-west-2. */
  destinationRegion: string;
  /** ARN of the KMS key in the destination's Region; required where the source bucket uses SSE-KMS. @default none */
  destinationKmsKeyArn?: pulumi.Input<string>;
  /** Prefix of the keys that are copied. @default all keys */
  prefix?: string;
}
