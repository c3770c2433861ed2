import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import { FileSystem } from "platform-components/data";
import { account } from "platform-components/iam";
import { EncryptionKey } from "platform-components/kms";
import { AwsxNetwork } from "platform-components/network/awsx-network";

// A VPC of the package awsx, hardened, and EFS in its isolated subnets; other components take it as any network.
const provider = new aws.Provider("catalog-aws", {
  region: "us-east-1",
  allowedAccountIds: ["111122223333"],
  defaultTags: {
    tags: {
      project: "catalog",
      environment: "dev",
      owner: "catalog",
      "cost-center": "catalog",
      "data-class": "internal",
    },
  },
});
const opts = { providers: [provider, new awsx.Provider("catalog-awsx")] };
const home = account("111122223333", "us-east-1");
const deletionProtection = false;

const network = new AwsxNetwork(
  "catalog",
  {
    account: home,
    cidrBlock: "10.3.0.0/16",
    zones: ["a", "b"],
    subnets: {
      public: ["10.3.0.0/24", "10.3.1.0/24"],
      private: ["10.3.16.0/20", "10.3.32.0/20"],
      database: ["10.3.8.0/24", "10.3.9.0/24"],
    },
    nat: "none",
    flowLogs: { destination: "s3", deletionProtection },
    interfaceEndpoints: [],
  },
  opts,
);
const description = "Files of the catalog";
const key = { account: home, description, deletionProtection, viaServices: ["elasticfilesystem"] };
const files = new FileSystem(
  "catalog",
  {
    network,
    zones: ["a", "b"],
    admit: { application: "sg-0123456789abcdef0" },
    deletionProtection,
    kmsKeyArn: new EncryptionKey("catalog", key, opts).arn,
    accessPoints: {
      images: { path: "/images", uid: 1000, gid: 1000, roleArns: ["arn:aws:iam::111122223333:role/application"] },
    },
  },
  opts,
);

export const { fileSystemId } = files;
