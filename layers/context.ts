import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type Account, account } from "../components/iam/account.ts";
import { EncryptionKey, type EncryptionKeyArgs } from "../components/kms/encryption-key.ts";
import { LogDelivery } from "../components/logs/log-delivery.ts";
import type { LogRetention } from "../components/logs/log-retention.ts";
import { alarmPublishers } from "../components/observability/alarm-topic.ts";
import type { Config } from "./config.ts";
import type { Keys } from "./contracts/foundation.ts";
import { whereabouts } from "./whereabouts.ts";

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

/** Zones and EKS are checked against the account; services write to log groups of web ACLs and search domains; sites, cdn and queryLog put certificates, web ACLs or log groups into us-east-1. */
interface Capabilities {
  network: { zones: number };
  cluster?: object;
  gateway?: object;
  userPool?: object;
  searches?: object;
  sites?: object;
  cdn?: object;
  queryLog?: boolean;
}

/** The definition as far as providers, zones and keys depend on it; nodes of a cluster have encrypted volumes. */
type Definition = ContextDefinition & Capabilities;

/** Whether a key is kept; the one for log groups of sites and distributions goes with the last of them. */
type Kept = Pick<EncryptionKeyArgs, "deletionProtection" | "removable">;

/** A Region in which the stack makes things. */
export interface Region {
  account: Account;
  provider: aws.Provider;
  /** Options of components; those that hold data or identity protect it themselves. */
  opts: pulumi.ComponentResourceOptions;
}

/** What every layer starts from. */
export interface Context {
  config: Config;
  definition: ContextDefinition;
  /** Letters of the Availability Zones, in the order of the alphabet. */
  zones: readonly string[];
  /** The Region of the configuration. */
  home: Region;
  /** us-east-1, where CloudFront looks for certificates, web ACLs and logs. */
  usEast1: Region;
  usEast1Logs: LogRetention;
  /** The recovery Region, where the configuration names one. */
  secondRegion: Region | undefined;
  /** Tags that every resource carries. */
  tags: Readonly<Record<string, string>>;
  /** ARNs of the keys, and the resource policies of log groups. */
  keys: Keys;
  logs: LogRetention;
  /** Arguments that most components take. */
  common: { account: Account; kmsKeyArn: pulumi.Output<string>; logs: LogRetention; deletionProtection: boolean };
}

/**
 * Providers by Region, the zones, and the keys of the home Region, which a part of a stack gets from its foundation; an error
 * where the account and the configuration contradict each other.
 */
export async function context(config: Config, definition: Definition, handed?: Keys): Promise<Context> {
  const { deletionProtection, logRetentionInDays: retentionInDays } = definition;
  const tags = spelledOnce(definition.tags);
  const region = (code: string, name: string): Region => {
    const provider = new aws.Provider(name, {
      region: code,
      allowedAccountIds: [config.accountId],
      defaultTags: { tags },
    });
    return { account: account(config.accountId, code), provider, opts: { providers: { aws: provider } } };
  };
  const home = region(config.region, "aws");
  const zones = await whereabouts(config, definition, home.provider);
  const elsewhere = config.region !== "us-east-1" && config.standbyOf === undefined && needsUsEast1(definition);
  const usEast1 = elsewhere ? region("us-east-1", "aws-us-east-1") : home;
  const keys = handed ?? encryptionKeys(home, usEast1, definition);
  const logs = retention(retentionInDays, keys.logs);
  return {
    config,
    definition,
    zones,
    home,
    usEast1,
    usEast1Logs: retention(retentionInDays, keys.usEast1Logs),
    secondRegion: config.recoveryRegion === undefined ? undefined : region(config.recoveryRegion, "aws-recovery"),
    tags,
    keys,
    logs,
    common: { account: home.account, kmsKeyArn: keys.data, logs, deletionProtection },
  };
}

/** Log groups of a Region: how long they keep events, their key, and the resource policy by which services write to them. */
function retention(retentionInDays: number, { kmsKeyArn, deliveryPolicy }: Keys["logs"]): LogRetention {
  return { retentionInDays, kmsKeyArn, ...(deliveryPolicy && { deliveryPolicy }) };
}

/** The key of a Region's log groups with the one resource policy by which services write to them. */
function delivered(name: string, { account: of, opts }: Region, kmsKeyArn: pulumi.Output<string>): Keys["logs"] {
  const { policyName } = new LogDelivery(name, { account: of, kmsKeyArn }, opts);
  return { kmsKeyArn, deliveryPolicy: policyName };
}

/** Whether the stack has web ACLs or search domains in the home Region, or is there with what is for CloudFront. */
function writesLogs({ gateway, userPool, searches = {}, ...edge }: Capabilities, isUsEast1: boolean): boolean {
  const own = gateway !== undefined || userPool !== undefined || Object.keys(searches).length > 0;
  return own || (isUsEast1 && needsUsEast1(edge));
}

function needsUsEast1({
  sites = {},
  cdn,
  queryLog = false,
}: Pick<Capabilities, "sites" | "cdn" | "queryLog">): boolean {
  return Object.keys(sites).length > 0 || cdn !== undefined || queryLog;
}

/** IAM refuses keys that differ in case alone, such as environment and Environment: the last spelling stands for both. */
export function spelledOnce(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const bySpelling = new Map(Object.entries(tags).map((tag) => [tag[0].toLowerCase(), tag]));
  return Object.fromEntries(bySpelling.values());
}

/** One key for each kind of data, so that permission to read logs or alarms opens no data store. */
function encryptionKeys(home: Region, usEast1: Region, definition: Definition): Keys {
  const { cluster, deletionProtection } = definition;
  const key = (name: string, description: string, users: Pick<EncryptionKeyArgs, "services" | "viaServices">) =>
    new EncryptionKey(name, { account: home.account, description, deletionProtection, ...users }, home.opts).arn;
  const data = key("data", "Data stores, volumes, secrets and images", {
    services: ["indexing.s3vectors.amazonaws.com"],
    // Auto Scaling creates the volumes of nodes with its service-linked role.
    viaServices: cluster === undefined ? [] : ["ec2"],
  });
  const { arn } = logKey("logs", home, { deletionProtection });
  const logs = writesLogs(definition, usEast1 === home) ? delivered("log-delivery", home, arn) : { kmsKeyArn: arn };
  return {
    data,
    logs,
    alarms: key("alarms", "Alarm topics", { services: alarmPublishers }),
    usEast1Logs: usEast1 === home ? logs : usEast1Keys(usEast1, deletionProtection),
  };
}

/** The key for CloudFront's logs goes with the last site or distribution. */
function usEast1Keys(usEast1: Region, deletionProtection: boolean): Keys["usEast1Logs"] {
  const { arn } = logKey("edge-logs", usEast1, { deletionProtection, removable: true });
  return delivered("edge-log-delivery", usEast1, arn);
}

/** The key of a Region's log groups; log groups and keys do not cross Regions. */
function logKey(name: string, { account: of, opts }: Region, kept: Kept): EncryptionKey {
  const services = [`logs.${of.region}.amazonaws.com`];
  return new EncryptionKey(name, { account: of, description: "Log groups", services, ...kept }, opts);
}
