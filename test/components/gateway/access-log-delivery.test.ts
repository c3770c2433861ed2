import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { AccessLogDelivery } from "../../../components/gateway/access-log-delivery.ts";
import { account } from "../../../components/iam/account.ts";
import { at, deploy } from "../../harness.ts";

const args = {
  account: account("111122223333", "us-east-1"),
  distributionArn: "arn:aws:cloudfront::111122223333:distribution/E1",
  retentionDays: 400,
};

describe("AccessLogDelivery", () => {
  it("delivers access logs by date to a bucket without ACLs", async () => {
    const { one } = await deploy(() => new AccessLogDelivery("site", args));
    const source = one(aws.cloudwatch.LogDeliverySource);
    assert.equal(source.inputs["logType"], "ACCESS_LOGS");
    assert.equal(source.inputs["resourceArn"], "arn:aws:cloudfront::111122223333:distribution/E1");
    const destination = one(aws.cloudwatch.LogDeliveryDestination);
    assert.equal(
      at(destination, "deliveryDestinationConfiguration.destinationResourceArn"),
      one(aws.s3.Bucket).outputs["arn"],
    );
    const delivery = one(aws.cloudwatch.LogDelivery);
    assert.equal(delivery.inputs["deliverySourceName"], source.outputs["name"]);
    assert.equal(delivery.inputs["deliveryDestinationArn"], destination.outputs["arn"]);
    assert.deepEqual(delivery.inputs["s3DeliveryConfigurations"], [
      { suffixPath: "{DistributionId}/{yyyy}/{MM}/{dd}/{HH}", enableHiveCompatiblePath: false },
    ]);
    assert.equal(at(one(aws.s3.BucketOwnershipControls), "rule.objectOwnership"), "BucketOwnerEnforced");
  });

  it("logs client, request and response, without cookies", async () => {
    const { one } = await deploy(() => new AccessLogDelivery("site", args));
    const fields = one(aws.cloudwatch.LogDelivery).inputs["recordFields"];
    assert.ok(Array.isArray(fields));
    for (const field of ["date", "time", "c-ip", "cs-method", "cs-uri-stem", "sc-status", "ssl-protocol"]) {
      assert.ok(fields.includes(field), field);
    }
    assert.equal(fields.includes("cs(Cookie)"), false);
    assert.equal(new Set(fields).size, fields.length);
  });

  it("allows deliveries of its account, before the delivery", async () => {
    const { one } = await deploy(() => new AccessLogDelivery("site", args));
    const policy = one(aws.s3.BucketPolicy);
    const { Statement } = JSON.parse(String(policy.inputs["policy"]));
    assert.deepEqual(Statement[1], {
      Effect: "Allow",
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Sid: "AWSLogDeliveryWrite",
      Action: "s3:PutObject",
      Resource: `${one(aws.s3.Bucket).outputs["arn"]}/AWSLogs/111122223333/*`,
      Condition: {
        StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceAccount": "111122223333" },
        ArnLike: { "aws:SourceArn": "arn:aws:logs:us-east-1:111122223333:delivery-source:*" },
      },
    });
    assert.ok(one(aws.cloudwatch.LogDeliveryDestination).dependencies.includes(policy.urn));
  });

  it("sets the retention of the logs", async () => {
    const { one } = await deploy(() => new AccessLogDelivery("site", args));
    assert.deepEqual(at(one(aws.s3.BucketLifecycleConfiguration), "rules.1.expiration"), { days: 400 });
  });
});
