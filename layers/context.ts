import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type Account, account, iamArn } from "../components/iam/account.ts";
import { EncryptionKey } from "../components/kms/encryption-key.ts";
import type { LogRetention } from "../components/logs/log-retention.ts";
import { alarmPublishers } from "../components/observability/alarm-topic.ts";
import type { Config } from "./config.ts";
import type { StackDefinition } from "./definition.ts";

/** A Region in which the stack makes things. */
export interface Region {
  account: Account;
  /** Options of components that can be made again. */
  opts: pulumi.ComponentResourceOptions;
  /** Options of components that hold data or identity: Pulumi refuses to delete them where the definition says so. */
  stateful: pulumi.ComponentResourceOptions;
}

/** What every layer starts from. */
export interface Context {
  config: Config;
  definition: StackDefinition;
  home: Region;
  /** us-east-1, where CloudFront looks for certificates, firewalls and logs. */
  edge: Region;
  edgeLogs: LogRetention;
  /** The second Region, where the configuration names one. */
  recovery: Region | undefined;
  /** Tags that every resource carries. */
  tags: Readonly<Record<string, string>>;
  keys: { data: EncryptionKey; logs: EncryptionKey; alarms: EncryptionKey };
  logs: LogRetention;
  /** Arguments that most components take. */
  common: { account: Account; kmsKeyArn: pulumi.Output<string>; logs: LogRetention; deletionProtection: boolean };
}

/** Providers by Region, and the keys of the home Region. */
export function context(config: Config, definition: StackDefinition): Context {
  const { deletionProtection, logRetentionInDays } = definition;
  const tags = spelledOnce(definition.tags);
  const region = (code: string, name: string): Region => {
    const provider = new aws.Provider(name, {
      region: code,
      allowedAccountIds: [config.accountId],
      defaultTags: { tags },
    });
    const opts = { providers: { aws: provider } };
    return { account: account(config.accountId, code), opts, stateful: { ...opts, protect: deletionProtection } };
  };
  const home = region(config.region, "aws");
  const keys = encryptionKeys(home);
  const logs = { retentionInDays: logRetentionInDays, kmsKeyArn: keys.logs.arn };
  const atEdge = Object.keys(definition.sites).length > 0 || definition.cdn !== undefined || definition.queryLog;
  const edge = atEdge && config.region !== "us-east-1" ? region("us-east-1", "aws-us-east-1") : home;
  return {
    config,
    definition,
    home,
    edge,
    edgeLogs: edge === home ? logs : { ...logs, kmsKeyArn: logKey("edge-logs", edge).arn },
    recovery: config.recoveryRegion === undefined ? undefined : region(config.recoveryRegion, "aws-recovery"),
    tags,
    keys,
    logs,
    common: { account: home.account, kmsKeyArn: keys.data.arn, logs, deletionProtection },
  };
}

/** IAM refuses keys that differ in case alone, such as environment and Environment: the last spelling stands for both. */
export function spelledOnce(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const bySpelling = new Map(Object.entries(tags).map((tag) => [tag[0].toLowerCase(), tag]));
  return Object.fromEntries(bySpelling.values());
}

/** One key for each kind of data, so that who may read logs or alarms has no way into the stores. */
function encryptionKeys({ account: of, opts, stateful }: Region) {
  const key = (name: string, description: string, users: { services?: readonly string[]; roles?: readonly string[] }) =>
    new EncryptionKey(name, { account: of, description, ...users }, stateful);
  const autoscaling = "aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
  return {
    data: key("data", "Data stores, volumes, secrets and images", {
      roles: [iamArn(of, `role/${autoscaling}`)],
      services: ["indexing.s3vectors.amazonaws.com"],
    }),
    logs: logKey("logs", { account: of, opts, stateful }),
    alarms: key("alarms", "Alarm topics", { services: alarmPublishers }),
  };
}

/** The key of a Region's log groups; groups and keys do not cross Regions. */
function logKey(name: string, { account: of, stateful }: Region): EncryptionKey {
  const services = [`logs.${of.region}.amazonaws.com`];
  return new EncryptionKey(name, { account: of, description: "Log groups", services }, stateful);
}
