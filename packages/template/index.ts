import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { account } from "platform-components/iam";
import { Vpc } from "platform-components/network";

const config = new pulumi.Config();
const home = account(config.require("accountId"), config.require("region"));
const project = pulumi.getProject();
const tags = { project, environment: "dev", owner: project, "cost-center": project, "data-class": "internal" };

const provider = new aws.Provider("aws", {
  region: config.require<aws.Region>("region"),
  allowedAccountIds: [home.accountId],
  defaultTags: { tags },
});
const network = new Vpc(
  "network",
  {
    account: home,
    cidrBlock: "10.0.0.0/16",
    zones: ["a", "b"],
    nat: "none",
    flowLogs: { destination: "s3", deletionProtection: false },
    interfaceEndpoints: [],
  },
  { providers: [provider] },
);

export const { vpcId, privateSubnetIds } = network;
