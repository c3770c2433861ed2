import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { InvocationLogging } from "../../../components/bedrock/invocation-logging.ts";
import { account } from "../../../components/iam/account.ts";
import { deploy } from "../../harness.ts";

const args = {
  account: account("111122223333", "us-east-1"),
  logs: { retentionInDays: 365, kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/1" },
};

describe("InvocationLogging", () => {
  it("logs prompts and responses to a log group with retention and a KMS key", async () => {
    const { one } = await deploy(() => new InvocationLogging("models", args));
    const group = one(aws.cloudwatch.LogGroup);
    assert.equal(group.inputs.retentionInDays, 365);
    assert.equal(group.inputs.kmsKeyId, args.logs.kmsKeyArn);
    assert.deepEqual(one(aws.bedrockmodel.InvocationLoggingConfiguration).inputs.loggingConfig, {
      cloudwatchConfig: { logGroupName: group.outputs.name, roleArn: one(aws.iam.Role).outputs.arn },
      textDataDeliveryEnabled: true,
      embeddingDataDeliveryEnabled: false,
      imageDataDeliveryEnabled: false,
      videoDataDeliveryEnabled: false,
    });
  });

  it("allows Bedrock to write one log stream for the account, before logging is enabled", async () => {
    const { one } = await deploy(() => new InvocationLogging("models", args));
    const [trust] = JSON.parse(String(one(aws.iam.Role).inputs.assumeRolePolicy)).Statement;
    assert.deepEqual(trust.Principal, { Service: "bedrock.amazonaws.com" });
    assert.deepEqual(trust.Condition, {
      StringEquals: { "aws:SourceAccount": "111122223333" },
      ArnLike: { "aws:SourceArn": "arn:aws:bedrock:us-east-1:111122223333:*" },
    });
    assert.deepEqual(JSON.parse(String(one(aws.iam.RolePolicy).inputs.policy)).Statement, [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: `${one(aws.cloudwatch.LogGroup).outputs.arn}:log-stream:aws/bedrock/modelinvocations`,
      },
    ]);
    const { dependencies } = one(aws.bedrockmodel.InvocationLoggingConfiguration);
    assert.ok(dependencies.includes(one(aws.iam.RolePolicy).urn));
  });
});
