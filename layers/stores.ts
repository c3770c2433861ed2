import type * as pulumi from "@pulumi/pulumi";
import { serverAccessLogDelivery } from "../components/data/access-logs.ts";
import { Bucket, type BucketArgs } from "../components/data/bucket.ts";
import { Cache, type CacheArgs } from "../components/data/cache.ts";
import { Database, type DatabaseArgs } from "../components/data/database.ts";
import type { Callers } from "../components/data/store-security-group.ts";
import { Table as DynamoTable, type TableArgs } from "../components/data/table.ts";
import { Broker, type BrokerArgs } from "../components/messaging/broker.ts";
import { Queue, type QueueArgs } from "../components/messaging/queue.ts";
import { RecoveryRegion } from "../components/recovery/recovery-region.ts";
import { Secret, type SecretArgs } from "../components/secrets/secret.ts";
import type { Context } from "./context.ts";
import type { Caller, Foundation } from "./foundation.ts";
import { type ByName, each, type Settings } from "./table.ts";

interface Admitting {
  /** Who may connect; nobody else can. */
  admit: readonly Caller[];
}

/** Where data is kept. */
export interface StoresDefinition {
  /** PostgreSQL databases. */
  databases: ByName<Settings<DatabaseArgs> & Admitting>;
  /** Valkey and Redis caches. */
  caches: ByName<Settings<CacheArgs> & Admitting>;
  /** S3 buckets. */
  buckets: ByName<BucketDefinition>;
  /** DynamoDB tables. */
  tables: ByName<Settings<TableArgs>>;
  /** SQS queues, each with its dead-letter queue. */
  queues: ByName<Settings<QueueArgs, "encryption" | "sources">>;
  /** Message brokers; the admin's password is the value of a secret (docs/decisions/broker-password.md). */
  brokers: ByName<Settings<BrokerArgs, "admitManagement" | "admin"> & Admitting & BrokerManagement>;
  /** Empty containers for secrets; an operator puts the values. */
  secrets: ByName<Settings<SecretArgs, "readers" | "replicas" | "rotation">>;
}

interface BrokerManagement {
  /** The first user, and the secret with the password: one of the stack's, or the name of one that exists before it. */
  admin: { username: string; secret: string };
  /** Who may open the management console. */
  manage: readonly Caller[];
}

export interface BucketDefinition extends Omit<BucketArgs, "encryption" | "accessLogs" | "replication" | "statements"> {
  /** Encryption with the stack's key, or with S3's own where a writer supports nothing else. */
  encryption: BucketArgs["encryption"]["kind"];
  /** Bucket of the stack that takes the server access logs. @default none */
  accessLogs?: string;
  /** Whether objects are copied to the recovery Region. */
  replicated: boolean;
}

export interface Stores {
  databases: ByName<Database>;
  caches: ByName<Cache>;
  buckets: ByName<Bucket>;
  tables: ByName<DynamoTable>;
  queues: ByName<Queue>;
  brokers: ByName<Broker>;
  secrets: ByName<Secret>;
  /** The second Region, where the configuration names one: its vault, its key and the copies of replicated buckets. */
  recoveryRegion: RecoveryRegion | undefined;
}

export function stores(context: Context, base: Foundation): Stores {
  const { definition, home, common } = context;
  const open = { ...common, network: base.network };
  const recoveryRegion = secondRegion(context);
  const secrets = each(definition.secrets, (name, settings) => {
    return new Secret(`secret-${name}`, { ...common, ...settings }, home.stateful);
  });
  return {
    recoveryRegion,
    databases: each(definition.databases, (name, settings) => {
      const args = { ...open, ...settings, admit: admitted(base, settings.admit) };
      return new Database(`database-${name}`, args, home.stateful);
    }),
    caches: each(definition.caches, (name, settings) => {
      const args = { ...open, ...settings, admit: admitted(base, settings.admit) };
      return new Cache(`cache-${name}`, args, home.stateful);
    }),
    buckets: buckets(context, recoveryRegion),
    tables: each(definition.tables, (name, settings) => {
      return new DynamoTable(`table-${name}`, { ...common, ...settings }, home.stateful);
    }),
    queues: each(definition.queues, (name, settings) => {
      const encryption = { kind: "sse-kms", kmsKeyArn: common.kmsKeyArn } as const;
      return new Queue(`queue-${name}`, { ...settings, encryption }, home.opts);
    }),
    brokers: each(definition.brokers, (name, { admin: { username, secret }, manage, ...settings }) => {
      const admin = { username, passwordSecretId: secrets[secret]?.arn ?? secret };
      const admits = { admit: admitted(base, settings.admit), admitManagement: admitted(base, manage) };
      return new Broker(`broker-${name}`, { ...open, ...settings, ...admits, admin }, home.stateful);
    }),
    secrets,
  };
}

/** Security groups of the callers that are named. */
export function admitted({ callers }: Foundation, names: readonly Caller[]): Callers {
  return Object.fromEntries(names.flatMap((name) => (callers[name] === undefined ? [] : [[name, callers[name]]])));
}

const accessLogPrefix = "s3-access-logs/";

/** Buckets that take access logs come first, for the others name them. */
function buckets(context: Context, recovery: RecoveryRegion | undefined): ByName<Bucket> {
  const rows = Object.entries(context.definition.buckets);
  const targets = new Set(rows.flatMap(([, { accessLogs }]) => accessLogs ?? []));
  const made: Record<string, Bucket> = {};
  for (const [name, row] of rows.toSorted(([a], [b]) => Number(targets.has(b)) - Number(targets.has(a)))) {
    made[name] = new Bucket(`bucket-${name}`, bucketArgs(context, name, row, made, recovery), context.home.stateful);
  }
  return made;
}

function bucketArgs(
  { definition, home: { account }, common }: Context,
  name: string,
  { encryption, accessLogs, replicated, ...settings }: BucketDefinition,
  made: ByName<Bucket>,
  recovery: RecoveryRegion | undefined,
): BucketArgs {
  const target = accessLogs === undefined ? undefined : made[accessLogs];
  const copies = replicated ? recovery?.bucketArns[name] : undefined;
  const takesLogs = Object.values(definition.buckets).some((other) => other.accessLogs === name);
  return {
    ...settings,
    encryption: encryption === "sse-kms" ? { kind: encryption, kmsKeyArn: common.kmsKeyArn } : { kind: encryption },
    ...(target && { accessLogs: { bucket: target.bucketName, prefix: accessLogPrefix } }),
    ...(takesLogs && {
      statements: (arn: pulumi.Output<string>) => [serverAccessLogDelivery(account, arn, accessLogPrefix)],
    }),
    ...(recovery &&
      copies && {
        replication: {
          account,
          destinationBucketArn: copies,
          destinationRegion: recovery.region,
          ...(encryption === "sse-kms" && { destinationKmsKeyArn: recovery.kmsKeyArn }),
        },
      }),
  };
}

/** What survives the loss of the home Region lives there. */
function secondRegion({ definition, recovery }: Context): RecoveryRegion | undefined {
  if (recovery === undefined || definition.recovery === undefined) return undefined;
  const replicated = Object.entries(definition.buckets).filter(([, bucket]) => bucket.replicated);
  return new RecoveryRegion(
    "recovery-region",
    {
      account: recovery.account,
      tiers: definition.recovery.tiers,
      deletionProtection: definition.deletionProtection,
      buckets: Object.fromEntries(
        replicated.map(([name, { lifecycle, objectLock }]) => [
          name,
          { ...(lifecycle && { lifecycle }), ...(objectLock && { objectLock }) },
        ]),
      ),
    },
    recovery.stateful,
  );
}
