import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Bucket } from "../data/bucket.ts";
import { type Account, arn } from "../iam/account.ts";
import { type Statement, serviceStatement } from "../iam/policy-document.ts";
import { outputs } from "../outputs.ts";

/** Arguments of AccessLogDelivery. */
export interface AccessLogDeliveryArgs {
  /** Account of the distribution in us-east-1, the Region of CloudFront's log deliveries. */
  account: Account;
  /** ARN of the distribution. */
  distributionArn: pulumi.Input<string>;
  /** Retention of the access logs in days. */
  retentionDays: number;
}

/** Standard access logs (v2) of a CloudFront distribution in an S3 bucket, without cookies. */
export class AccessLogDelivery extends pulumi.ComponentResource {
  /** Name of the bucket. */
  readonly bucketName: pulumi.Output<string>;

  constructor(name: string, args: AccessLogDeliveryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:gateway:AccessLogDelivery", name, {}, opts);
    const { account, retentionDays } = args;
    const child = { parent: this };

    const bucket = new Bucket(
      `${name}-logs`,
      {
        encryption: { kind: "sse-s3" },
        lifecycle: [{ id: "expire", expirationDays: retentionDays }],
        statements: (bucketArn) => [delivery(account, bucketArn)],
      },
      child,
    );
    const source = new aws.cloudwatch.LogDeliverySource(
      name,
      { logType: "ACCESS_LOGS", resourceArn: args.distributionArn, tags: { Name: name } },
      child,
    );
    const destination = new aws.cloudwatch.LogDeliveryDestination(
      name,
      {
        // The name is known when the bucket policy allows the delivery; otherwise CloudWatch Logs would change the policy.
        deliveryDestinationConfiguration: {
          destinationResourceArn: pulumi.interpolate`arn:${account.partition}:s3:::${bucket.bucketName}`,
        },
        outputFormat: "json",
        tags: { Name: name },
      },
      child,
    );
    new aws.cloudwatch.LogDelivery(
      name,
      {
        deliverySourceName: source.name,
        deliveryDestinationArn: destination.arn,
        recordFields,
        s3DeliveryConfigurations: [
          { suffixPath: "{DistributionId}/{yyyy}/{MM}/{dd}/{HH}", enableHiveCompatiblePath: false },
        ],
        tags: { Name: name },
      },
      child,
    );

    this.bucketName = bucket.bucketName;
    this.registerOutputs(outputs(this));
  }
}

/** Fields of the access log: those of legacy logs without cookies, which contain sessions. */
const recordFields = [
  ...["date", "time", "x-edge-location", "x-edge-request-id", "c-ip", "c-port", "x-forwarded-for"],
  ...["cs-method", "cs-protocol", "cs-protocol-version", "cs(Host)", "x-host-header", "cs-uri-stem", "cs-uri-query"],
  ...["cs(Referer)", "cs(User-Agent)", "cs-bytes", "sc-status", "sc-bytes", "sc-content-type", "sc-content-len"],
  ...["x-edge-result-type", "x-edge-response-result-type", "x-edge-detailed-result-type"],
  ...["time-taken", "time-to-first-byte", "ssl-protocol", "ssl-cipher"],
];

/** Bucket policy statement for deliveries of this account, in the form that CloudWatch Logs would add. */
function delivery(account: Account, bucketArn: pulumi.Output<string>): Statement {
  return serviceStatement(account, "delivery.logs.amazonaws.com", {
    Sid: "AWSLogDeliveryWrite",
    Action: "s3:PutObject",
    Resource: pulumi.interpolate`${bucketArn}/AWSLogs/${account.accountId}/*`,
    Condition: {
      StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" },
      ArnLike: { "aws:SourceArn": arn(account, "logs", "delivery-source:*") },
    },
  });
}
