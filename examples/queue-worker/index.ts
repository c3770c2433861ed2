import * as aws from "@pulumi/aws";
import { account, ServiceRole } from "platform-components/iam";
import { EncryptionKey } from "platform-components/kms";
import { Queue } from "platform-components/messaging";

// A queue with a dead-letter queue, and the IAM role of the worker that receives its messages.
const provider = new aws.Provider("queue-aws", {
  region: "us-east-1",
  allowedAccountIds: ["111122223333"],
  defaultTags: {
    tags: { project: "jobs", environment: "dev", owner: "jobs", "cost-center": "jobs", "data-class": "internal" },
  },
});
const opts = { providers: [provider] };

const key = new EncryptionKey(
  "jobs",
  { account: account("111122223333", "us-east-1"), description: "Jobs", deletionProtection: false },
  opts,
);
const queue = new Queue(
  "jobs",
  { encryption: { kind: "sse-kms", kmsKeyArn: key.arn }, visibilityTimeoutSeconds: 120, maxReceiveCount: 3 },
  opts,
);
const worker = new ServiceRole(
  "worker",
  {
    account: account("111122223333", "us-east-1"),
    service: "ecs-tasks.amazonaws.com",
    statements: [
      { Effect: "Allow", Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage"], Resource: queue.arn },
      { Effect: "Allow", Action: "kms:Decrypt", Resource: key.arn },
    ],
  },
  opts,
);

export const { queueUrl } = queue;
export const workerRoleArn = worker.arn;
