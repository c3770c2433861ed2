import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Cache } from "platform-components/data";
import { account } from "platform-components/iam";
import { EncryptionKey } from "platform-components/kms";

// Valkey with one node; its user authenticates with IAM and may use the keys of the application alone.
const provider = new aws.Provider("cache-aws", {
  region: "us-east-1",
  allowedAccountIds: ["111122223333"],
  defaultTags: {
    tags: {
      project: "sessions",
      environment: "dev",
      owner: "sessions",
      "cost-center": "sessions",
      "data-class": "internal",
    },
  },
});
const opts = { providers: [provider] };

const key = new EncryptionKey(
  "sessions",
  {
    account: account("111122223333", "us-east-1"),
    description: "Sessions",
    deletionProtection: false,
    services: ["logs.us-east-1.amazonaws.com"],
    viaServices: ["elasticache"],
  },
  opts,
);
const cache = new Cache(
  "sessions",
  {
    nodeType: "cache.t4g.micro",
    availability: "single",
    nodes: 1,
    network: {
      vpcId: pulumi.output("vpc-0123456789abcdef0"),
      databaseSubnetIds: pulumi.output(["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]),
    },
    admit: { application: "sg-0123456789abcdef0" },
    users: { application: { access: "on ~sessions:* +@read +@write +@connection" } },
    kmsKeyArn: key.arn,
    logs: { retentionInDays: 30, kmsKeyArn: key.arn },
    backups: { retentionDays: 7, window: "03:00-04:00", maintenanceWindow: "sun:04:30-sun:05:30" },
    deletionProtection: false,
  },
  opts,
);

export const { primaryEndpoint, users } = cache;
