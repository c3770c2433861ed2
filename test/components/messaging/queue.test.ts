import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { Queue, type QueueArgs } from "../../../components/messaging/queue.ts";
import { deploy, refusal } from "../../harness.ts";

const key = "arn:aws:kms:us-east-1:111122223333:key/1";
const rule = "arn:aws:events:us-east-1:111122223333:rule/spot-interruption";
const topic = "arn:aws:sns:us-east-1:111122223333:orders";
const plain: QueueArgs = { encryption: { kind: "sse-sqs" } };
const orders: QueueArgs = {
  queueName: "orders",
  encryption: { kind: "sse-kms", kmsKeyArn: key },
  sources: {
    interruptions: { service: "events.amazonaws.com", arn: rule },
    orders: { service: "sns.amazonaws.com", arn: topic },
  },
  visibilityTimeoutSeconds: 120,
  maxReceiveCount: 3,
  messageRetentionSeconds: 86_400,
};

describe("Queue", () => {
  it("moves failed messages to a dead-letter queue with a retention of 14 days", async () => {
    const { one } = await deploy(() => new Queue("jobs", plain));
    const queue = one(aws.sqs.Queue, "jobs");
    const deadLetters = one(aws.sqs.Queue, "jobs-dead-letter");
    assert.deepEqual(JSON.parse(String(queue.inputs.redrivePolicy)), {
      deadLetterTargetArn: deadLetters.outputs.arn,
      maxReceiveCount: 5,
    });
    assert.equal(queue.inputs.visibilityTimeoutSeconds, 30);
    assert.equal(queue.inputs.messageRetentionSeconds, 345_600);
    assert.equal(deadLetters.inputs.messageRetentionSeconds, 1_209_600);
    assert.ok(!("redrivePolicy" in deadLetters.inputs));
    const allow = one(aws.sqs.RedriveAllowPolicy);
    assert.equal(allow.inputs.queueUrl, deadLetters.outputs.url);
    assert.deepEqual(JSON.parse(String(allow.inputs.redriveAllowPolicy)), {
      redrivePermission: "byQueue",
      sourceQueueArns: [queue.outputs.arn],
    });
  });

  it("AIV-EKS-06 allows the listed rules and topics to send, and denies requests without TLS", async () => {
    const { one } = await deploy(() => new Queue("orders", orders));
    const arn = "arn:aws:sqs:us-east-1:111122223333:orders";
    assert.deepEqual(JSON.parse(String(one(aws.sqs.QueuePolicy, "orders").inputs.policy)).Statement, [
      {
        Sid: "DenyPlaintext",
        Effect: "Deny",
        Principal: "*",
        Action: "sqs:*",
        Resource: arn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: arn,
        Condition: { ArnEquals: { "aws:SourceArn": rule } },
      },
      {
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: arn,
        Condition: { ArnEquals: { "aws:SourceArn": topic } },
      },
    ]);
    const shut = JSON.parse(String(one(aws.sqs.QueuePolicy, "orders-dead-letter").inputs.policy));
    assert.equal(shut.Statement.length, 1);
    assert.equal(shut.Statement[0].Effect, "Deny");
  });

  it("is encrypted with SSE-KMS or SSE-SQS, as is its dead-letter queue", async () => {
    const encryptionOf = async (args: QueueArgs) =>
      (await deploy(() => new Queue("jobs", args)))
        .of(aws.sqs.Queue)
        .map(({ inputs }) => [inputs.kmsMasterKeyId, inputs.sqsManagedSseEnabled]);
    assert.deepEqual(await encryptionOf(orders), [
      [key, undefined],
      [key, undefined],
    ]);
    assert.deepEqual(await encryptionOf(plain), [
      [undefined, true],
      [undefined, true],
    ]);
  });

  it("sets name, times and receives from its arguments, and outputs both queues", async () => {
    const { one, outputs } = await deploy(() => {
      const { queueUrl, arn, deadLetterQueueUrl, deadLetterArn, deadLetterQueueName } = new Queue("jobs", orders);
      return { queueUrl, arn, deadLetterQueueUrl, deadLetterArn, deadLetterQueueName };
    });
    const { inputs } = one(aws.sqs.Queue, "jobs");
    assert.deepEqual([inputs.visibilityTimeoutSeconds, inputs.messageRetentionSeconds], [120, 86_400]);
    assert.equal(JSON.parse(String(inputs.redrivePolicy)).maxReceiveCount, 3);
    assert.deepEqual(outputs, {
      queueUrl: "https://sqs.us-east-1.amazonaws.com/111122223333/orders",
      arn: "arn:aws:sqs:us-east-1:111122223333:orders",
      deadLetterQueueUrl: "https://sqs.us-east-1.amazonaws.com/111122223333/orders-dead-letter",
      deadLetterArn: "arn:aws:sqs:us-east-1:111122223333:orders-dead-letter",
      deadLetterQueueName: "orders-dead-letter",
    });
  });

  it("outputs its URL after its policy", async () => {
    const { one } = await deploy(() => {
      const { queueUrl } = new Queue("jobs", plain);
      new aws.ssm.Parameter("url", { type: "String", value: queueUrl });
    });
    assert.ok(one(aws.ssm.Parameter).dependencies.includes(one(aws.sqs.QueuePolicy, "jobs").urn));
  });

  it("reports every fault of its arguments at once", async () => {
    const message = await refusal(
      () =>
        new Queue("jobs", {
          ...plain,
          queueName: "orders.fifo",
          visibilityTimeoutSeconds: 43_201,
          maxReceiveCount: 0,
          messageRetentionSeconds: 59,
        }),
    );
    assert.equal(
      message,
      [
        'Queue "jobs":',
        '  - queueName must be 1 to 68 letters, digits, underscores and hyphens, got "orders.fifo"',
        "  - visibilityTimeoutSeconds must be a whole number from 0 to 43200, got 43201",
        "  - maxReceiveCount must be a whole number from 1 to 10, got 0",
        "  - messageRetentionSeconds must be a whole number from 60 to 1209600, got 59",
      ].join("\n"),
    );
  });
});
