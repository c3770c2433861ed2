import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { FileSystem } from "platform-components/data";
import { account } from "platform-components/iam";
import { EncryptionKey } from "platform-components/kms";
import { Vpc } from "platform-components/network";

// A stack such as dev has everything; dev.network and dev.files are its parts, and the second reads what the first has.
const [system = "", part] = pulumi.getStack().split(".");
const isPart = (name: string) => part === undefined || part === name;
const tags = { project: "parts", environment: "dev", owner: "parts", "cost-center": "parts", "data-class": "internal" };
const settings: aws.ProviderArgs = { region: "us-east-1", allowedAccountIds: ["111122223333"], defaultTags: { tags } };
const opts = { providers: [new aws.Provider("parts-aws", settings)] };
const home = { account: account("111122223333", "us-east-1"), deletionProtection: false };
const zones = ["a", "b"];

function network(): Contract {
  const flowLogs = { destination: "s3", deletionProtection: false } as const;
  const addresses = { account: home.account, cidrBlock: "10.4.0.0/16", zones, nat: "none" } as const;
  return new Vpc("parts", { ...addresses, flowLogs, interfaceEndpoints: [] }, opts);
}

/** What the part network hands to the others. */
interface Contract {
  vpcId: pulumi.Output<string>;
  databaseSubnetIds: pulumi.Output<string[]>;
}

function handedOver(): Contract {
  const stack = new pulumi.StackReference(`organization/${pulumi.getProject()}/${system}.network`);
  const contract = stack.requireOutput("contract");
  const databaseSubnetIds = contract.apply((of): string[] => of.databaseSubnetIds);
  return { vpcId: contract.apply((of): string => of.vpcId), databaseSubnetIds };
}

const { vpcId, databaseSubnetIds } = isPart("network") ? network() : handedOver();

function files(): FileSystem {
  const key = { ...home, description: "Files of parts", viaServices: ["elasticfilesystem"] };
  const roleArns = ["arn:aws:iam::111122223333:role/application"];
  const store = {
    network: { vpcId, databaseSubnetIds },
    zones,
    admit: { application: "sg-0123456789abcdef0" },
    deletionProtection: false,
    kmsKeyArn: new EncryptionKey("parts", key, opts).arn,
    accessPoints: { shared: { path: "/shared", uid: 1000, gid: 1000, roleArns } },
  };
  return new FileSystem("parts", store, opts);
}

export const contract = { vpcId, databaseSubnetIds };
export const fileSystemId = isPart("files") ? files().fileSystemId : undefined;
