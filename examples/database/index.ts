import * as aws from "@pulumi/aws";
import { Database } from "platform-components/data";
import { account } from "platform-components/iam";
import { EncryptionKey } from "platform-components/kms";
import { ExistingNetwork } from "platform-components/network";

// PostgreSQL in the subnets of a VPC that exists, with an RDS Proxy that pools connections.
const provider = new aws.Provider("database-aws", {
  region: "us-east-1",
  allowedAccountIds: ["111122223333"],
  defaultTags: {
    tags: { project: "orders", environment: "dev", owner: "orders", "cost-center": "orders", "data-class": "internal" },
  },
});
const opts = { providers: [provider] };
const home = account("111122223333", "us-east-1");

const key = new EncryptionKey(
  "orders",
  {
    account: home,
    description: "Orders",
    deletionProtection: false,
    services: ["logs.us-east-1.amazonaws.com"],
    viaServices: ["rds", "secretsmanager"],
  },
  opts,
);
const network = new ExistingNetwork(
  "orders",
  {
    vpcId: "vpc-0123456789abcdef0",
    publicSubnetIds: [],
    privateSubnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
  },
  opts,
);
const size = { instanceClass: "db.t4g.small", allocatedStorage: 20, maxAllocatedStorage: 50 };
const database = new Database(
  "orders",
  {
    account: home,
    engine: { kind: "instance", ...size, multiAz: false },
    version: "17",
    network,
    admit: { application: "sg-0123456789abcdef0" },
    kmsKeyArn: key.arn,
    logs: { retentionInDays: 30, kmsKeyArn: key.arn },
    backups: { retentionDays: 7, window: "03:00-04:00", maintenanceWindow: "sun:04:30-sun:05:30" },
    deletionProtection: false,
    names: { database: "orders", username: "orders_owner" },
    databaseInsights: "standard",
    proxy: true,
  },
  opts,
);

export const { endpoint } = database;
