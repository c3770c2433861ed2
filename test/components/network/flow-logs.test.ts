import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { account } from "../../../components/iam/account.ts";
import { FlowLogs, type FlowLogsArgs } from "../../../components/network/flow-logs.ts";
import { at, deploy } from "../../harness.ts";

const key = "arn:aws:kms:us-east-1:111122223333:key/1";
const s3: FlowLogsArgs = {
  account: account("111122223333", "us-east-1"),
  vpcId: "vpc-1",
  destination: { destination: "s3", deletionProtection: true },
};
const cloudwatch: FlowLogsArgs = {
  ...s3,
  destination: { destination: "cloudwatch", retention: { retentionInDays: 90, kmsKeyArn: key } },
};
const made = (args: FlowLogsArgs) => deploy(() => new FlowLogs("flow-logs", args));

describe("FlowLogs", () => {
  it("records all traffic by the minute, with the fields for NAT gateways", async () => {
    for (const args of [s3, cloudwatch]) {
      const { vpcId, trafficType, maxAggregationInterval, logFormat } = (await made(args)).one(aws.ec2.FlowLog).inputs;
      assert.deepEqual([vpcId, trafficType, maxAggregationInterval], ["vpc-1", "ALL", 60]);
      assert.match(String(logFormat), /^\$\{version\} \$\{account-id\} .*\$\{pkt-srcaddr\} \$\{pkt-dstaddr\}/);
    }
  });

  it("writes hourly Parquet partitions for Athena, after the bucket policy", async () => {
    const { one, of } = await made(s3);
    const log = one(aws.ec2.FlowLog);
    assert.equal(log.inputs.logDestinationType, "s3");
    assert.equal(log.inputs.logDestination, one(aws.s3.Bucket).outputs.arn);
    assert.deepEqual(log.inputs.destinationOptions, {
      fileFormat: "parquet",
      hiveCompatiblePartitions: true,
      perHourPartition: true,
    });
    assert.ok(log.dependencies.includes(one(aws.s3.BucketPolicy).urn));
    assert.deepEqual(at(one(aws.s3.BucketLifecycleConfiguration), "rules.1.expiration"), { days: 365 });
    assert.equal(of(aws.cloudwatch.LogGroup).length + of(aws.iam.Role).length, 0);
  });

  it("lets log delivery write the account's flow logs, and nothing else", async () => {
    const { one } = await made(s3);
    const [, write, check, ...others] = JSON.parse(String(one(aws.s3.BucketPolicy).inputs.policy)).Statement;
    const { arn } = one(aws.s3.Bucket).outputs;
    assert.deepEqual(write, {
      Sid: "LogDeliveryWrite",
      Effect: "Allow",
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: `${arn}/AWSLogs/aws-account-id=111122223333/*`,
      Condition: {
        StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceAccount": "111122223333" },
        ArnLike: { "aws:SourceArn": "arn:aws:logs:us-east-1:111122223333:*" },
      },
    });
    assert.deepEqual([check.Action, check.Resource, others], [["s3:GetBucketAcl", "s3:ListBucket"], arn, []]);
    assert.equal(check.Condition.StringEquals["aws:SourceAccount"], "111122223333");
  });

  it("writes to an encrypted log group with retention, by a role for this group", async () => {
    const { one, of } = await made(cloudwatch);
    const group = one(aws.cloudwatch.LogGroup);
    assert.deepEqual([group.inputs.retentionInDays, group.inputs.kmsKeyId], [90, key]);
    const { logDestinationType, logDestination, iamRoleArn } = one(aws.ec2.FlowLog).inputs;
    assert.deepEqual([logDestinationType, logDestination], ["cloud-watch-logs", group.outputs.arn]);
    assert.equal(iamRoleArn, one(aws.iam.Role).outputs.arn);
    const [grant, ...others] = JSON.parse(String(one(aws.iam.RolePolicy).inputs.policy)).Statement;
    assert.deepEqual(grant.Resource, [group.outputs.arn, `${group.outputs.arn}:*`]);
    const listing = {
      Effect: "Allow",
      Action: "logs:DescribeLogGroups",
      Resource: "*",
    };
    assert.deepEqual(others, [listing]);
    assert.ok(!grant.Action.includes("logs:CreateLogGroup"));
    assert.equal(of(aws.s3.Bucket).length, 0);
  });

  it("trusts flow logs of the account only", async () => {
    const { one } = await made(cloudwatch);
    const [trust] = JSON.parse(String(one(aws.iam.Role).inputs.assumeRolePolicy)).Statement;
    assert.deepEqual(trust.Principal, { Service: "vpc-flow-logs.amazonaws.com" });
    assert.deepEqual(trust.Condition, {
      StringEquals: { "aws:SourceAccount": "111122223333" },
      ArnLike: { "aws:SourceArn": "arn:aws:ec2:us-east-1:111122223333:vpc-flow-log/*" },
    });
  });
});
