import * as aws from "@pulumi/aws";
import { account } from "platform-components/iam";
import { EncryptionKey } from "platform-components/kms";
import { Queue } from "platform-components/messaging";
import { Observability } from "platform-components/observability";

// Alarms by severity, a dashboard and e-mail to the on-call engineer, for an encrypted queue.
const tags = {
  project: "billing",
  environment: "dev",
  owner: "billing",
  "cost-center": "billing",
  "data-class": "internal",
};
const settings: aws.ProviderArgs = { region: "us-east-1", allowedAccountIds: ["111122223333"], defaultTags: { tags } };
const opts = { providers: [new aws.Provider("billing-aws", settings)] };
const home = account("111122223333", "us-east-1");

const publishers = ["cloudwatch", "events", "budgets", "costalerts", "sns", "logs.us-east-1"];
const services = publishers.map((service) => `${service}.amazonaws.com`);
const key = { account: home, description: "Billing", deletionProtection: false, services };
const kmsKeyArn = new EncryptionKey("billing", key, opts).arn;
const delivery = { visibilityTimeoutSeconds: 60, maxReceiveCount: 5 };
const queue = new Queue("billing", { encryption: { kind: "sse-kms", kmsKeyArn }, ...delivery }, opts);
const email = { protocol: "email", endpoint: "billing@example.com" } as const;
const { queueName, deadLetterQueueName } = queue;
const observability = new Observability(
  "billing",
  {
    account: home,
    monitored: [{ kind: "queue", name: "billing", queueName, deadLetterQueueName }],
    notifications: { critical: [{ name: "on-call", ...email }], warning: [{ name: "team", ...email }] },
    kmsKeyArn,
    logs: { retentionInDays: 30, kmsKeyArn },
    logGroups: {},
    runbookBaseUrl: "https://wiki.example.com/runbooks",
    dashboardName: "billing",
  },
  opts,
);

export const { criticalTopicArn, dashboardName } = observability;
