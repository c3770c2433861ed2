import * as aws from "@pulumi/aws";
import { FileSystem } from "platform-components/data";
import { account } from "platform-components/iam";
import { EncryptionKey } from "platform-components/kms";
import { ExistingNetwork } from "platform-components/network";

// A file system in a VPC that another program created.
const provider = new aws.Provider("files-aws", {
  region: "us-east-1",
  allowedAccountIds: ["111122223333"],
  defaultTags: {
    tags: { project: "files", environment: "dev", owner: "files", "cost-center": "files", "data-class": "internal" },
  },
});
const opts = { providers: [provider] };

const key = new EncryptionKey(
  "files",
  {
    account: account("111122223333", "us-east-1"),
    description: "Files",
    deletionProtection: false,
    viaServices: ["elasticfilesystem"],
  },
  opts,
);
const network = new ExistingNetwork(
  "files",
  {
    vpcId: "vpc-0123456789abcdef0",
    publicSubnetIds: [],
    privateSubnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
  },
  opts,
);
const files = new FileSystem(
  "files",
  {
    network,
    zones: ["a", "b"],
    admit: { application: "sg-0123456789abcdef0" },
    deletionProtection: false,
    kmsKeyArn: key.arn,
    accessPoints: {
      models: { path: "/models", uid: 1000, gid: 1000, roleArns: ["arn:aws:iam::111122223333:role/application"] },
    },
  },
  opts,
);

export const { fileSystemId } = files;
