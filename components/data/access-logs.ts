import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import { type Statement, serviceStatement } from "../iam/policy-document.ts";

/**
 * Bucket policy statement that lets S3 write server access logs of this account's buckets under one prefix.
 * The bucket of the logs must use SSE-S3 and must not have Object Lock.
 *
 * @example
 * import { account } from "../iam/account.ts";
 * import { serverAccessLogDelivery } from "./access-logs.ts";
 * import { Bucket } from "./bucket.ts";
 *
 * declare const kmsKeyArn: string;
 *
 * const own = account("111122223333", "us-east-1");
 * const logs = new Bucket("logs", {
 *   encryption: { kind: "sse-s3" },
 *   statements: (bucketArn) => [serverAccessLogDelivery(own, bucketArn, "s3-access-logs/")],
 * });
 * new Bucket("data", {
 *   encryption: { kind: "sse-kms", kmsKeyArn },
 *   accessLogs: { bucket: logs.bucketName, prefix: "s3-access-logs/" },
 * });
 */
export function serverAccessLogDelivery(account: Account, bucketArn: pulumi.Input<string>, prefix: string): Statement {
  return serviceStatement(account, "logging.s3.amazonaws.com", {
    Sid: "AccessLogDelivery",
    Action: "s3:PutObject",
    Resource: pulumi.interpolate`${bucketArn}/${prefix}*`,
  });
}
