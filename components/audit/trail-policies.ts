import * as pulumi from "@pulumi/pulumi";
import { type Account, arn } from "../iam/account.ts";
import type { Statement } from "../iam/policy-document.ts";

/** Service principal of CloudTrail. */
export const cloudTrail = "cloudtrail.amazonaws.com";

/** A trail of the account, by name. */
export interface TrailIdentity {
  account: Account;
  trailName: string;
}

/** Statements of a key policy that let CloudTrail encrypt the log files of one trail. */
export function trailEncryption({ account, trailName }: TrailIdentity): Statement[] {
  const trails = `arn:${account.partition}:cloudtrail:*:${account.accountId}:trail/*`;
  return [
    allow(
      { account, trailName },
      { Sid: "TrailEncrypt", Action: "kms:GenerateDataKey*", Resource: "*" },
      { StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": trails } },
    ),
    // CloudTrail checks kms:Decrypt when a trail's bucket has an S3 Bucket Key.
    allow({ account, trailName }, { Sid: "TrailDecrypt", Action: ["kms:Decrypt", "kms:DescribeKey"], Resource: "*" }),
  ];
}

/** Statements of a bucket policy that let CloudTrail deliver the log files of one trail. */
export function trailDelivery(trail: TrailIdentity, bucketArn: pulumi.Output<string>): Statement[] {
  const Resource = pulumi.interpolate`${bucketArn}/AWSLogs/${trail.account.accountId}/*`;
  return [
    allow(trail, { Sid: "TrailCheck", Action: "s3:GetBucketAcl", Resource: bucketArn }),
    allow(
      trail,
      { Sid: "TrailWrite", Action: "s3:PutObject", Resource },
      { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
    ),
  ];
}

function allow(
  { account, trailName }: TrailIdentity,
  grant: Pick<Statement, "Sid" | "Action" | "Resource">,
  condition: NonNullable<Statement["Condition"]> = {},
): Statement {
  const source = { "aws:SourceArn": arn(account, "cloudtrail", `trail/${trailName}`) };
  return {
    Effect: "Allow",
    Principal: { Service: cloudTrail },
    ...grant,
    Condition: { ...condition, StringEquals: { ...condition["StringEquals"], ...source } },
  };
}
