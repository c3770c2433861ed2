import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Bucket } from "../data/bucket.ts";
import { type Account, arn } from "../iam/account.ts";
import { type Statement, serviceStatement } from "../iam/policy-document.ts";
import { ServiceRole } from "../iam/service-role.ts";
import type { LogRetention } from "../logs/log-retention.ts";
import { outputs } from "../outputs.ts";
import type { FlowLogTarget } from "./network.ts";

/** Destination of flow logs. */
export type FlowLogDestination =
  | {
      /** An S3 bucket, as Parquet for Athena. */
      destination: "s3";
      /** Whether S3 refuses to delete the bucket while it holds logs. */
      deletionProtection: boolean;
    }
  | {
      /** A CloudWatch Logs log group, at about twice the price per GB. */
      destination: "cloudwatch";
      /** Retention and KMS key of the log group. */
      retention: LogRetention;
    };

/** Arguments of FlowLogs. */
export interface FlowLogsArgs {
  /** Account of the VPC. */
  account: Account;
  /** ID of the VPC. */
  vpcId: pulumi.Input<string>;
  /** Destination of the flow logs. */
  destination: FlowLogDestination;
}

/** Flow logs of a VPC: all traffic, aggregated per minute. */
export class FlowLogs extends pulumi.ComponentResource {
  /** Where the flow logs go. */
  readonly target: FlowLogTarget;

  constructor(name: string, args: FlowLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:network:FlowLogs", name, {}, opts);
    const { account, destination } = args;
    const child = { parent: this };

    const traffic = {
      vpcId: args.vpcId,
      trafficType: "ALL",
      maxAggregationInterval: 60,
      logFormat: fields.map((field) => `\${${field}}`).join(" "),
      tags: { Name: name },
    };
    if (destination.destination === "s3") {
      const bucket = deliveryBucket(name, account, destination.deletionProtection, child);
      this.target = { kind: "bucket", bucketName: bucket.bucketName };
      new aws.ec2.FlowLog(
        name,
        {
          ...traffic,
          logDestinationType: "s3",
          logDestination: bucket.arn,
          destinationOptions: { fileFormat: "parquet", hiveCompatiblePartitions: true, perHourPartition: true },
        },
        // The policy includes the statements that AWS would otherwise add for log delivery.
        { ...child, dependsOn: bucket },
      );
    } else {
      const { retentionInDays, kmsKeyArn } = destination.retention;
      const group = new aws.cloudwatch.LogGroup(name, { retentionInDays, kmsKeyId: kmsKeyArn }, child);
      const role = deliveryRole(name, account, group, child);
      new aws.ec2.FlowLog(
        name,
        { ...traffic, logDestinationType: "cloud-watch-logs", logDestination: group.arn, iamRoleArn: role.arn },
        child,
      );
      this.target = { kind: "logGroup", logGroupName: group.name };
    }

    this.registerOutputs(outputs(this));
  }
}

/** Default fields, and fields for connections through NAT gateways, load balancers and nodes, and for the cost of traffic. */
const fields = [
  ...["version", "account-id", "interface-id", "srcaddr", "dstaddr", "srcport", "dstport", "protocol", "packets"],
  ...["bytes", "start", "end", "action", "log-status", "vpc-id", "subnet-id", "instance-id", "tcp-flags", "type"],
  ...["pkt-srcaddr", "pkt-dstaddr", "region", "az-id", "pkt-src-aws-service", "pkt-dst-aws-service"],
  ...["flow-direction", "traffic-path"],
];

/** SSE-S3 suffices, since flow logs contain addresses and byte counts but no content. */
function deliveryBucket(
  name: string,
  account: Account,
  deletionProtection: boolean,
  child: pulumi.ComponentResourceOptions,
): Bucket {
  return new Bucket(
    name,
    {
      encryption: { kind: "sse-s3" },
      deletionProtection,
      removable: true,
      lifecycle: [{ id: "expire", expirationDays: 365 }],
      statements: (bucketArn) => deliveryStatements(account, bucketArn),
    },
    child,
  );
}

function deliveryStatements(account: Account, bucketArn: pulumi.Output<string>): Statement[] {
  const service = "delivery.logs.amazonaws.com";
  const ArnLike = { "aws:SourceArn": arn(account, "logs", "*") };
  return [
    serviceStatement(account, service, {
      Sid: "LogDeliveryWrite",
      Action: "s3:PutObject",
      Resource: pulumi.interpolate`${bucketArn}/AWSLogs/aws-account-id=${account.accountId}/*`,
      Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" }, ArnLike },
    }),
    serviceStatement(account, service, {
      Sid: "LogDeliveryCheck",
      Action: ["s3:GetBucketAcl", "s3:ListBucket"],
      Resource: bucketArn,
      Condition: { ArnLike },
    }),
  ];
}

/** The role must not create log groups: a recreated one would have no retention and no KMS key. */
function deliveryRole(
  name: string,
  account: Account,
  group: aws.cloudwatch.LogGroup,
  child: pulumi.ComponentResourceOptions,
): ServiceRole {
  return new ServiceRole(
    name,
    {
      account,
      service: "vpc-flow-logs.amazonaws.com",
      trustCondition: {
        StringEquals: { "aws:SourceAccount": account.accountId },
        ArnLike: { "aws:SourceArn": arn(account, "ec2", "vpc-flow-log/*") },
      },
      statements: [
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          Resource: [group.arn, pulumi.interpolate`${group.arn}:*`],
        },
        // The action takes no resource: beside a log group's ARN it has no effect (Service Authorization Reference).
        { Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" },
      ],
    },
    child,
  );
}
