import * as aws from "@pulumi/aws";
import { Bucket } from "platform-components/data";
import { account } from "platform-components/iam";
import { EncryptionKey } from "platform-components/kms";

// A bucket whose objects are copied to a second Region, each with a key of its Region.
const tags = {
  project: "copies",
  environment: "dev",
  owner: "copies",
  "cost-center": "copies",
  "data-class": "internal",
};
const region = (name: string, region: aws.Region) => {
  const defaultTags = { tags };
  const provider = new aws.Provider(name, { region, allowedAccountIds: ["111122223333"], defaultTags });
  return { account: account("111122223333", region), opts: { providers: [provider] } };
};
const east = region("copies-us-east-1", "us-east-1");
const west = region("copies-us-west-2", "us-west-2");
const deletionProtection = false;
const viaServices = ["s3"];

const target = { account: west.account, description: "Copies", deletionProtection, viaServices };
const copyKey = new EncryptionKey("copies-west", target, west.opts);
const source = { account: east.account, description: "Documents", deletionProtection, viaServices };
const key = new EncryptionKey("copies-east", source, east.opts);

const copy = new Bucket(
  "copies-west",
  { encryption: { kind: "sse-kms", kmsKeyArn: copyKey.arn }, deletionProtection },
  west.opts,
);
const documents = new Bucket(
  "copies-east",
  {
    encryption: { kind: "sse-kms", kmsKeyArn: key.arn },
    deletionProtection,
    replication: {
      account: east.account,
      destinationBucketArn: copy.arn,
      destinationRegion: "us-west-2",
      destinationKmsKeyArn: copyKey.arn,
    },
  },
  east.opts,
);

export const { bucketName } = documents;
