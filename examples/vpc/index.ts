import * as aws from "@pulumi/aws";
import { account } from "platform-components/iam";
import { Vpc } from "platform-components/network";

// A VPC in two Availability Zones, with flow logs and without a NAT gateway.
const provider = new aws.Provider("vpc-aws", {
  region: "us-east-1",
  allowedAccountIds: ["111122223333"],
  defaultTags: {
    tags: {
      project: "network",
      environment: "dev",
      owner: "network",
      "cost-center": "network",
      "data-class": "internal",
    },
  },
});
const vpc = new Vpc(
  "network",
  {
    account: account("111122223333", "us-east-1"),
    cidrBlock: "10.0.0.0/16",
    zones: ["a", "b"],
    nat: "none",
    flowLogs: { destination: "s3", deletionProtection: false },
    interfaceEndpoints: ["observability"],
  },
  { providers: [provider] },
);

export const { vpcId, privateSubnetIds } = vpc;
