import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import type { Statement } from "../iam/policy-document.ts";

/** Server-side encryption: with a customer managed key, or with S3's own where the writer supports nothing else (access logs). */
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

/** One lifecycle rule over a prefix; days count from the object's creation. */
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
  /** Whether S3 refuses to delete the bucket while it holds objects; false deletes them with the bucket. */
  deletionProtection: boolean;
  /** Lifecycle rules, added to the two that every bucket has: uploads abandoned for 7 days and versions replaced for 90 days go. @default [] */
  lifecycle?: readonly LifecycleRule[];
  /** Statements of the bucket policy, given the bucket's ARN, added to the one that denies plaintext. @default none */
  statements?: (bucketArn: pulumi.Output<string>) => Statement[];
  /** Where S3 writes this bucket's server access logs. @default none */
  accessLogs?: {
    /** Name of the bucket that receives the logs. */
    bucket: pulumi.Input<string>;
    /** Prefix of the log objects' keys. */
    prefix: string;
  };
  /** Copies every new object version to a bucket of another Region. @default none */
  replication?: BucketReplication;
  /** Retention that no user can shorten; to add it to a bucket later replaces the bucket. @default none */
  objectLock?: ObjectLock;
  /** Whether CloudWatch counts requests, errors and latency, under the filter EntireBucket; about 5 USD a month. @default false */
  requestMetrics?: boolean;
}

/** Where a bucket's objects are copied to: a bucket of the same account, made with a provider of the other Region. */
export interface BucketReplication {
  /** Account and Region of the bucket that is copied. */
  account: Account;
  /** ARN of the destination bucket, which has to be versioned. */
  destinationBucketArn: pulumi.Input<string>;
  /** Region of the destination bucket, for example us-west-2. */
  destinationRegion: string;
  /** ARN of the key, of the destination's Region, that encrypts the copies; needed where the bucket has a key. @default none */
  destinationKmsKeyArn?: pulumi.Input<string>;
  /** Prefix of the keys that are copied. @default all keys */
  prefix?: string;
}
