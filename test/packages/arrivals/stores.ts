import * as pulumi from "@pulumi/pulumi";
import { Bucket } from "../../../components/data/bucket.ts";
import { Cache } from "../../../components/data/cache.ts";
import { Database } from "../../../components/data/database.ts";
import { Table } from "../../../components/data/table.ts";
import { account } from "../../../components/iam/account.ts";
import { Queue } from "../../../components/messaging/queue.ts";
import { Secret } from "../../../components/secrets/secret.ts";
import { arrival, backups, kmsKeyArn, logs, otherBackups, otherKey, otherLogs } from "./arrival.ts";

const home = account("111122223333", "us-east-1");
const other = account("444455556666", "eu-west-1");
const subnets = (suffix: string) => ({
  vpcId: pulumi.output(`vpc-${suffix}`),
  databaseSubnetIds: pulumi.output([`subnet-a${suffix}`, `subnet-b${suffix}`]),
});
const network = (suffix: string) => ({
  ...subnets(suffix),
  databaseSubnetGroupName: pulumi.output(`databases-${suffix}`),
});

const database = arrival(
  "platform:data:Database",
  Database,
  {
    account: home,
    engine: {
      kind: "instance",
      instanceClass: "db.t4g.small",
      allocatedStorage: 20,
      maxAllocatedStorage: 50,
      multiAz: false,
    },
    version: "17",
    network: network("1"),
    admit: { application: "sg-1" },
    kmsKeyArn,
    logs,
    backups,
    deletionProtection: true,
    names: { database: "orders", username: "orders_owner" },
    databaseInsights: "standard",
    proxy: true,
  },
  {
    account: other,
    engine: { kind: "aurora", zones: ["a", "b"], capacity: { kind: "serverless", min: 0.5, max: 16 } },
    version: "16",
    network: network("2"),
    admit: { application: "sg-1", bastion: "sg-2" },
    kmsKeyArn: otherKey,
    logs: otherLogs,
    backups: { ...otherBackups, restoredFrom: { kind: "snapshot", snapshot: "orders-1" } },
    deletionProtection: false,
    names: { identifier: "shop", database: "bills", username: "bills_owner" },
    databaseInsights: "advanced",
    proxy: false,
  },
);

const cache = arrival(
  "platform:data:Cache",
  Cache,
  {
    nodeType: "cache.t4g.micro",
    availability: "single",
    nodes: 1,
    network: subnets("1"),
    admit: { application: "sg-1" },
    users: { app: { access: "on ~* +@read" } },
    kmsKeyArn,
    logs,
    backups,
    deletionProtection: true,
  },
  {
    engine: "redis",
    nodeType: "cache.m7g.large",
    availability: "multiAz",
    nodes: 2,
    network: subnets("2"),
    admit: { application: "sg-2" },
    users: { app: { access: "on ~* +@read" }, job: { access: "on ~jobs:* +@write" } },
    kmsKeyArn: otherKey,
    logs: otherLogs,
    backups: otherBackups,
    deletionProtection: false,
    replicationGroupId: "shop",
  },
  { availability: { nodes: 2 }, nodes: { availability: "multiAz" } },
);

const bucket = arrival(
  "platform:data:Bucket",
  Bucket,
  { encryption: { kind: "sse-kms", kmsKeyArn }, deletionProtection: true },
  {
    bucketName: "shop-data",
    encryption: { kind: "sse-s3" },
    deletionProtection: false,
    removable: true,
    lifecycle: [{ id: "archive", prefix: "old/", transitions: [{ days: 30, storageClass: "GLACIER" }] }],
    statements: (bucketArn) => [
      { Effect: "Deny", Principal: "*", Action: "s3:DeleteBucket", Resource: pulumi.interpolate`${bucketArn}` },
    ],
    accessLogs: { bucket: "logs", prefix: "data/" },
    replication: {
      account: home,
      destinationBucketArn: "arn:aws:s3:::shop-copy",
      destinationRegion: "us-west-2",
      destinationKmsKeyArn: otherKey,
    },
    objectLock: { mode: "GOVERNANCE", days: 30 },
    requestMetrics: true,
  },
);

const table = arrival(
  "platform:data:Table",
  Table,
  {
    key: { hashKey: "tenant" },
    attributes: { tenant: "S", at: "N" },
    indexes: { "by-at": { hashKey: "at", projection: "ALL" } },
    kmsKeyArn,
    throughputCap: "none",
    deletionProtection: true,
  },
  {
    tableName: "orders",
    key: { hashKey: "tenant", rangeKey: "at" },
    attributes: { tenant: "B", at: "S" },
    indexes: { "by-at": { hashKey: "at", projection: ["total"] } },
    kmsKeyArn: otherKey,
    throughputCap: { read: 100, write: 50 },
    recoveryPeriodInDays: 7,
    ttlAttribute: "expires",
    stream: "NEW_IMAGE",
    deletionProtection: false,
  },
);

const queue = arrival(
  "platform:messaging:Queue",
  Queue,
  { encryption: { kind: "sse-kms", kmsKeyArn } },
  {
    queueName: "orders",
    encryption: { kind: "sse-sqs" },
    sources: { orders: { service: "sns.amazonaws.com", arn: "arn:aws:sns:us-east-1:111122223333:orders" } },
    visibilityTimeoutSeconds: 120,
    maxReceiveCount: 3,
    messageRetentionSeconds: 86_400,
  },
);

const secret = arrival(
  "platform:secrets:Secret",
  Secret,
  { account: home, description: "Keys", kmsKeyArn, deletionProtection: true },
  {
    account: other,
    description: "Other keys",
    secretName: "shop-keys",
    keys: ["OPENAI_API_KEY"],
    kmsKeyArn: otherKey,
    deletionProtection: false,
    readers: ["arn:aws:iam::111122223333:role/shop"],
    replicas: [{ region: "us-west-2", kmsKeyArn: otherKey }],
    rotation: { lambdaArn: "arn:aws:lambda:us-east-1:111122223333:function:rotate", scheduleDays: 30 },
  },
);

export const storeArrivals = [database, cache, bucket, table, queue, secret];
