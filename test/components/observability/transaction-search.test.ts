import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { TransactionSearch } from "../../../components/observability/transaction-search.ts";
import { deploy, place } from "../../harness.ts";

describe("TransactionSearch", () => {
  it("sends spans to CloudWatch Logs, after the resource policy", async () => {
    const { one } = await deploy(() => new TransactionSearch("spans", { account: place }));
    const destination = one(aws.xray.TraceSegmentDestination);
    assert.deepEqual(destination.inputs, { destination: "CloudWatchLogs" });
    assert.ok(destination.dependencies.includes(one(aws.cloudwatch.LogResourcePolicy).urn));
  });

  it("allows X-Ray to write spans of the account's traces only", async () => {
    const { one } = await deploy(() => new TransactionSearch("spans", { account: place }));
    const { Statement } = JSON.parse(String(one(aws.cloudwatch.LogResourcePolicy).inputs["policyDocument"]));
    assert.deepEqual(Statement, [
      {
        Effect: "Allow",
        Principal: { Service: "xray.amazonaws.com" },
        Action: "logs:PutLogEvents",
        Resource: [
          "arn:aws:logs:us-east-1:111122223333:log-group:aws/spans:*",
          "arn:aws:logs:us-east-1:111122223333:log-group:/aws/application-signals/data:*",
        ],
        Condition: {
          ArnLike: { "aws:SourceArn": "arn:aws:xray:us-east-1:111122223333:*" },
          StringEquals: { "aws:SourceAccount": "111122223333" },
        },
      },
    ]);
  });
});
