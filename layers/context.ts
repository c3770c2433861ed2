import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type Account, account } from "../components/iam/account.ts";
import { EncryptionKey, type EncryptionKeyArgs } from "../components/kms/encryption-key.ts";
import type { LogRetention } from "../components/logs/log-retention.ts";
import { alarmPublishers } from "../components/observability/alarm-topic.ts";
import type { Config } from "./config.ts";

/** How strict a stack is: it decides tags and the levels of the policy pack. */
export type Environment = "dev" | "staging" | "prod";

/** What every stack says, whatever it runs. */
export interface ContextDefinition {
  /** Tags that every resource carries; a system's own come on top. */
  tags: {
    project: string;
    environment: Environment;
    owner: string;
    "cost-center": string;
    "data-class": "public" | "internal" | "confidential";
  } & Readonly<Record<string, string>>;
  /** Whether what holds data or identity refuses to be deleted, in AWS and in Pulumi. */
  deletionProtection: boolean;
  /** Days that log groups keep their events. */
  logRetentionInDays: number;
}

/** Capabilities of CloudFront and Route 53 that put certificates, web ACLs or log groups into us-east-1. */
interface GlobalCapabilities {
  sites?: object;
  cdn?: object;
  queryLog?: boolean;
}

/** The definition as far as providers and keys depend on it; nodes of a cluster have encrypted volumes. */
type Definition = ContextDefinition & GlobalCapabilities & { cluster?: object };

/** A Region in which the stack makes things. */
export interface Region {
  account: Account;
  /** Options of components without state. */
  opts: pulumi.ComponentResourceOptions;
  /** Options of components that hold data or identity: Pulumi refuses to delete them where the definition says so. */
  stateful: pulumi.ComponentResourceOptions;
}

/** What every layer starts from. */
export interface Context {
  config: Config;
  definition: ContextDefinition;
  /** The Region of the configuration. */
  home: Region;
  /** us-east-1, where CloudFront looks for certificates, web ACLs and logs. */
  usEast1: Region;
  usEast1Logs: LogRetention;
  /** The recovery Region, where the configuration names one. */
  secondRegion: Region | undefined;
  /** Tags that every resource carries. */
  tags: Readonly<Record<string, string>>;
  keys: { data: EncryptionKey; logs: EncryptionKey; alarms: EncryptionKey };
  logs: LogRetention;
  /** Arguments that most components take. */
  common: { account: Account; kmsKeyArn: pulumi.Output<string>; logs: LogRetention; deletionProtection: boolean };
}

/** Providers by Region, and the keys of the home Region. */
export function context(config: Config, definition: Definition): Context {
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
  const keys = encryptionKeys(home, definition);
  const logs = { retentionInDays: logRetentionInDays, kmsKeyArn: keys.logs.arn };
  const elsewhere = config.region !== "us-east-1" && needsUsEast1(definition);
  const usEast1 = elsewhere ? region("us-east-1", "aws-us-east-1") : home;
  return {
    config,
    definition,
    home,
    usEast1,
    usEast1Logs: elsewhere ? { ...logs, kmsKeyArn: logKey("edge-logs", usEast1).arn } : logs,
    secondRegion: config.recoveryRegion === undefined ? undefined : region(config.recoveryRegion, "aws-recovery"),
    tags,
    keys,
    logs,
    common: { account: home.account, kmsKeyArn: keys.data.arn, logs, deletionProtection },
  };
}

function needsUsEast1({ sites = {}, cdn, queryLog = false }: GlobalCapabilities): boolean {
  return Object.keys(sites).length > 0 || cdn !== undefined || queryLog;
}

/** IAM refuses keys that differ in case alone, such as environment and Environment: the last spelling stands for both. */
export function spelledOnce(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const bySpelling = new Map(Object.entries(tags).map((tag) => [tag[0].toLowerCase(), tag]));
  return Object.fromEntries(bySpelling.values());
}

/** One key for each kind of data, so that permission to read logs or alarms opens no data store. */
function encryptionKeys(home: Region, { cluster }: Definition) {
  const key = (name: string, description: string, users: Pick<EncryptionKeyArgs, "services" | "viaServices">) =>
    new EncryptionKey(name, { account: home.account, description, ...users }, home.stateful);
  return {
    data: key("data", "Data stores, volumes, secrets and images", {
      services: ["indexing.s3vectors.amazonaws.com"],
      // Auto Scaling creates the volumes of nodes with its service-linked role.
      viaServices: cluster === undefined ? [] : ["ec2"],
    }),
    logs: logKey("logs", home),
    alarms: key("alarms", "Alarm topics", { services: alarmPublishers }),
  };
}

/** The key of a Region's log groups; log groups and keys do not cross Regions. */
function logKey(name: string, { account: of, stateful }: Region): EncryptionKey {
  const services = [`logs.${of.region}.amazonaws.com`];
  return new EncryptionKey(name, { account: of, description: "Log groups", services }, stateful);
}
