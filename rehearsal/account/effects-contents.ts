import type { Effect } from "./effect.ts";
import type { Place, Thing } from "./thing.ts";
import { stringsAt } from "./values.ts";
import type { View } from "./view.ts";

const bucketType = "aws:s3/bucket:Bucket";

/** What writes into a bucket from the day it exists: type, and the input that names the bucket or its ARN. */
const writers: readonly (readonly [type: string, path: string])[] = [
  ["aws:s3/bucketLogging:BucketLogging", "targetBucket"],
  ["aws:s3/bucketReplicationConfig:BucketReplicationConfig", "rules.destination.bucket"],
  ["aws:s3/inventory:Inventory", "destination.bucket.bucketArn"],
  ["aws:lb/loadBalancer:LoadBalancer", "accessLogs.bucket"],
  ["aws:lb/loadBalancer:LoadBalancer", "connectionLogs.bucket"],
  ["aws:lb/loadBalancer:LoadBalancer", "healthCheckLogs.bucket"],
  ["aws:ec2/flowLog:FlowLog", "logDestination"],
  ["aws:cloudtrail/trail:Trail", "s3BucketName"],
  ["aws:cfg/deliveryChannel:DeliveryChannel", "s3BucketName"],
  ["aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "logDestinationConfigs"],
  ["aws:cloudfront/distribution:Distribution", "loggingConfig.bucket"],
  [
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",
    "deliveryDestinationConfiguration.destinationResourceArn",
  ],
  ["aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "extendedS3Configuration.bucketArn"],
  ["aws:bcmdata/export:Export", "export.destinationConfigurations.s3Destinations.s3Bucket"],
  [
    "aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration",
    "loggingConfig.s3Config.bucketName",
  ],
];

const vaultType = "aws:backup/vault:Vault";

/** Buckets that receive logs and vaults of a backup plan are not empty; a repository has images as soon as a pipeline runs. */
export const filling: readonly Effect[] = [
  ...writers.map(
    ([type, path]): Effect => ({
      on: "create",
      types: [type],
      happen: ({ inputs, place }, account) => ({
        filled: stringsAt(inputs, path).flatMap((text) => bucketOf(text, place, account)),
      }),
    }),
  ),
  {
    on: "create",
    types: ["aws:s3/bucketObject:BucketObject", "aws:s3/bucketObjectv2:BucketObjectv2"],
    happen: intoBucket,
  },
  {
    on: "create",
    types: ["aws:ecr/repository:Repository"],
    happen: (thing) => ({ filled: [thing] }),
  },
  {
    on: "create",
    types: ["aws:backup/plan:Plan"],
    happen: ({ inputs, place }, account) => ({
      filled: [
        ...account
          .all(vaultType, place)
          .filter(({ outputs }) => stringsAt(inputs, "rules.targetVaultName").includes(String(outputs["name"]))),
        ...stringsAt(inputs, "rules.copyActions.destinationVaultArn").flatMap((arn) => account.find(arn) ?? []),
      ],
    }),
  },
];

function intoBucket({ inputs, place }: Thing, account: View) {
  return { filled: stringsAt(inputs, "bucket").flatMap((text) => bucketOf(text, place, account)) };
}

/** The bucket that a name, an ARN or a domain name of it means. */
function bucketOf(text: string, near: Place, account: View): Thing[] {
  const name = text.replace(/^arn:aws[a-z-]*:s3:::/, "").split(/[/]|\.s3[.-]/)[0];
  return account.all(bucketType, near, "world").filter(({ outputs }) => outputs["bucket"] === name);
}
