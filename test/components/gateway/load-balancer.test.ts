import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { LoadBalancer, type LoadBalancerArgs } from "../../../components/gateway/load-balancer.ts";
import { account } from "../../../components/iam/account.ts";
import { at, deploy } from "../../harness.ts";

const minimal: LoadBalancerArgs = {
  account: account("111122223333", "us-west-2"),
  internal: false,
  subnetIds: ["subnet-a", "subnet-b"],
  securityGroupId: "sg-1",
  firewall: { rateLimit: { limit: 1000, windowSeconds: 300 }, aclName: "api-protection" },
  logs: { retentionInDays: 90, kmsKeyArn: "arn:aws:kms:us-west-2:111122223333:key/1" },
  accessLogRetentionDays: 30,
  deletionProtection: true,
  idleTimeoutSeconds: 60,
};

describe("LoadBalancer", () => {
  it("drops invalid headers, and fails closed without the web ACL", async () => {
    const { one } = await deploy(() => new LoadBalancer("gateway", minimal));
    const { inputs } = one(aws.lb.LoadBalancer);
    assert.equal(inputs["loadBalancerType"], "application");
    assert.equal(inputs["dropInvalidHeaderFields"], true);
    assert.equal(inputs["desyncMitigationMode"], "defensive");
    assert.equal(inputs["enableWafFailOpen"], false);
    assert.equal(inputs["enableDeletionProtection"], true);
    assert.equal(inputs["xffHeaderProcessingMode"], "append");
    assert.deepEqual(inputs["securityGroups"], ["sg-1"]);
    assert.equal(inputs["name"], undefined);
  });

  it("outputs its ARN after the web ACL association", async () => {
    const { one } = await deploy(() => {
      const { arn } = new LoadBalancer("gateway", minimal);
      new aws.lb.Listener("listener", { loadBalancerArn: arn, defaultActions: [] });
    });
    const association = one(aws.wafv2.WebAclAssociation);
    assert.equal(association.inputs["webAclArn"], one(aws.wafv2.WebAcl).outputs["arn"]);
    assert.equal(association.inputs["resourceArn"], one(aws.lb.LoadBalancer).outputs["arn"]);
    assert.equal(one(aws.wafv2.WebAcl).inputs["scope"], "REGIONAL");
    assert.equal(one(aws.wafv2.WebAcl).inputs["name"], "api-protection");
    assert.ok(one(aws.lb.Listener).dependencies.includes(association.urn));
  });

  it("writes three kinds of logs to its bucket, after the bucket policy", async () => {
    const { one } = await deploy(() => new LoadBalancer("gateway", minimal));
    const balancer = one(aws.lb.LoadBalancer);
    const { bucket } = one(aws.s3.Bucket).outputs;
    assert.deepEqual(balancer.inputs["accessLogs"], { enabled: true, bucket, prefix: "access" });
    assert.deepEqual(balancer.inputs["connectionLogs"], { enabled: true, bucket, prefix: "connection" });
    assert.deepEqual(balancer.inputs["healthCheckLogs"], { enabled: true, bucket, prefix: "health" });
    for (const logs of ["accessLogs", "connectionLogs", "healthCheckLogs"]) {
      assert.ok(balancer.propertyDependencies[logs]?.includes(one(aws.s3.BucketPolicy).urn), logs);
    }
  });

  it("allows only load balancers of its account and Region to write to the bucket", async () => {
    const { one } = await deploy(() => new LoadBalancer("gateway", minimal));
    const { arn } = one(aws.s3.Bucket).outputs;
    const { Statement } = JSON.parse(String(one(aws.s3.BucketPolicy).inputs["policy"]));
    assert.deepEqual(Statement[1], {
      Sid: "LogDelivery",
      Effect: "Allow",
      Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: [
        `${arn}/access/AWSLogs/111122223333/*`,
        `${arn}/connection/AWSLogs/111122223333/*`,
        `${arn}/health/AWSLogs/111122223333/*`,
      ],
      Condition: {
        ArnLike: { "aws:SourceArn": "arn:aws:elasticloadbalancing:us-west-2:111122223333:loadbalancer/*" },
      },
    });
  });

  it("sets retention and SSE-S3 for its logs", async () => {
    const { one } = await deploy(() => new LoadBalancer("gateway", minimal));
    assert.equal(
      at(
        one(aws.s3.BucketServerSideEncryptionConfiguration),
        "rules.0.applyServerSideEncryptionByDefault.sseAlgorithm",
      ),
      "AES256",
    );
    assert.deepEqual(at(one(aws.s3.BucketLifecycleConfiguration), "rules.1.expiration"), { days: 30 });
  });
});
