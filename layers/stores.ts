import { serverAccessLogDelivery } from "../components/data/access-logs.ts";
import { Bucket, type BucketArgs } from "../components/data/bucket.ts";
import { Cache, type CacheArgs } from "../components/data/cache.ts";
import { Database, type DatabaseArgs } from "../components/data/database.ts";
import type { AuroraEngine, InstanceEngine } from "../components/data/database-engine.ts";
import type { Callers } from "../components/data/store-security-group.ts";
import { Table, type TableArgs } from "../components/data/table.ts";
import { Broker, type BrokerArgs } from "../components/messaging/broker.ts";
import { Queue, type QueueArgs } from "../components/messaging/queue.ts";
import type { RecoveryTiers } from "../components/recovery/objectives.ts";
import { RecoveryRegion } from "../components/recovery/recovery-region.ts";
import { Secret, type SecretArgs } from "../components/secrets/secret.ts";
import type { Context } from "./context.ts";
import type { Caller, Foundation } from "./contracts/handed.ts";
import { type ByName, each, rows, type Settings } from "./table.ts";
import { bucketNameOf } from "./world-names.ts";

/** The engine of a database; the instances of an Aurora cluster are in the first zones of the stack. */
type Engine = InstanceEngine | (Omit<AuroraEngine, "zones"> & { zones: number });

interface Admitting {
  /** Callers that may connect; no other can. */
  admit: readonly Caller[];
}

/** Databases, caches, buckets, tables, queues, brokers and secrets. */
export interface StoresDefinition {
  /** PostgreSQL databases. */
  databases?: ByName<Settings<DatabaseArgs, "engine"> & { engine: Engine } & Admitting>;
  /** Valkey and Redis caches. */
  caches?: ByName<Settings<CacheArgs> & Admitting>;
  /** S3 buckets. */
  buckets?: ByName<BucketDefinition>;
  /** DynamoDB tables. */
  tables?: ByName<Settings<TableArgs>>;
  /** SQS queues, each with its dead-letter queue. */
  queues?: ByName<Settings<QueueArgs, "encryption" | "sources">>;
  /** Message brokers; the admin's password is the value of a secret (docs/decisions/broker-password.md). */
  brokers?: ByName<Settings<BrokerArgs, "admitManagement" | "admin"> & Admitting & BrokerManagement>;
  /** Empty containers for secrets; an operator puts the values. */
  secrets?: ByName<Settings<SecretArgs, "readers" | "replicas" | "rotation">>;
}

interface BrokerManagement {
  /** The first user, and the secret with the password: one of the stack's, or the name of one that exists before it. */
  admin: { username: string; secret: string };
  /** Callers that may open the management console. */
  manage: readonly Caller[];
}

export interface BucketDefinition
  extends Omit<BucketArgs, "encryption" | "deletionProtection" | "accessLogs" | "replication" | "statements"> {
  /** Encryption with the stack's key, or with S3's own where a writer supports nothing else. */
  encryption: BucketArgs["encryption"]["kind"];
  /** Bucket of the stack that takes the server access logs. @default none */
  accessLogs?: string;
  /** Whether objects are copied to the recovery Region. @default false */
  replicated?: boolean;
}

/** What the recovery Region keeps backups of, which the layer of recovery plans. */
interface PlannedRecovery {
  recovery?: { tiers: RecoveryTiers };
}

/** The stores, as their components. */
export interface MadeStores {
  databases: ByName<Database>;
  caches: ByName<Cache>;
  buckets: ByName<Bucket>;
  tables: ByName<Table>;
  queues: ByName<Queue>;
  brokers: ByName<Broker>;
  secrets: ByName<Secret>;
  /** The second Region, where the configuration names one: its vault, its key and the copies of replicated buckets. */
  recoveryRegion: RecoveryRegion | undefined;
}

/** Databases, caches, buckets, tables, queues, brokers and secrets, and the recovery Region that keeps copies. */
export function stores(
  context: Context,
  definition: StoresDefinition & PlannedRecovery,
  foundation: Foundation,
): MadeStores {
  const { home, common } = context;
  const inNetwork = { ...common, network: foundation.network };
  const recoveryRegion = recoveryRegionOf(context, definition);
  const secrets = each(definition.secrets, (name, settings) => {
    return new Secret(`secret-${name}`, { ...common, ...settings }, home.opts);
  });
  return {
    recoveryRegion,
    databases: each(definition.databases, (name, settings) => {
      const { engine: given } = settings;
      const engine = given.kind === "aurora" ? { ...given, zones: context.zones.slice(0, given.zones) } : given;
      const args = { ...inNetwork, ...settings, engine, admit: admitted(foundation, settings.admit) };
      return new Database(`database-${name}`, args, home.opts);
    }),
    caches: each(definition.caches, (name, settings) => {
      const args = { ...inNetwork, ...settings, admit: admitted(foundation, settings.admit) };
      return new Cache(`cache-${name}`, args, home.opts);
    }),
    buckets: buckets(context, definition, recoveryRegion),
    tables: each(definition.tables, (name, settings) => {
      return new Table(`table-${name}`, { ...common, ...settings }, home.opts);
    }),
    queues: each(definition.queues, (name, settings) => {
      const encryption = { kind: "sse-kms", kmsKeyArn: common.kmsKeyArn } as const;
      return new Queue(`queue-${name}`, { ...settings, encryption }, home.opts);
    }),
    brokers: each(definition.brokers, (name, { admin: { username, secret }, manage, ...settings }) => {
      const admin = { username, passwordSecretId: secrets[secret]?.arn ?? secret };
      const admits = { admit: admitted(foundation, settings.admit), admitManagement: admitted(foundation, manage) };
      return new Broker(`broker-${name}`, { ...inNetwork, ...settings, ...admits, admin }, home.opts);
    }),
    secrets,
  };
}

/** Security groups of the callers that are named, as far as the stack has them. */
export function admitted({ callers }: Foundation, names: readonly Caller[]): Callers {
  return Object.fromEntries(names.flatMap((name) => (callers[name] === undefined ? [] : [[name, callers[name]]])));
}

const accessLogPrefix = "s3-access-logs/";

/** Buckets that take access logs come first, for the others name them. */
function buckets(context: Context, definition: StoresDefinition, recovery: RecoveryRegion | undefined): ByName<Bucket> {
  const all = rows(definition.buckets);
  const logTargets = new Set(all.flatMap(([, { accessLogs }]) => accessLogs ?? []));
  const first = all.filter(([name]) => logTargets.has(name));
  const others = all.filter(([name]) => !logTargets.has(name));
  const made: Record<string, Bucket> = {};
  for (const [name, row] of [...first, ...others]) {
    const args = {
      ...bucketArgs(context, name, row, row.accessLogs === undefined ? undefined : made[row.accessLogs]),
      ...(logTargets.has(name) && takingLogs(context)),
      ...(row.replicated === true && recovery && replication(context, name, row, recovery)),
    };
    made[name] = new Bucket(`bucket-${name}`, args, context.home.opts);
  }
  return made;
}

function bucketArgs(
  { common, config }: Context,
  name: string,
  { encryption, accessLogs: _, replicated: __, bucketName: named, ...settings }: BucketDefinition,
  logTarget: Bucket | undefined,
): BucketArgs {
  const bucketName = bucketNameOf(config, name, named);
  return {
    ...settings,
    deletionProtection: common.deletionProtection,
    ...(bucketName !== undefined && { bucketName }),
    encryption: encryption === "sse-kms" ? { kind: encryption, kmsKeyArn: common.kmsKeyArn } : { kind: encryption },
    ...(logTarget && { accessLogs: { bucket: logTarget.bucketName, prefix: accessLogPrefix } }),
  };
}

function takingLogs({ home: { account } }: Context): Pick<BucketArgs, "statements"> {
  return { statements: (arn) => [serverAccessLogDelivery(account, arn, accessLogPrefix)] };
}

function replication(
  { home: { account } }: Context,
  name: string,
  { encryption }: BucketDefinition,
  { bucketArns, region, kmsKeyArn }: RecoveryRegion,
): Pick<BucketArgs, "replication"> {
  const destinationBucketArn = bucketArns[name];
  if (destinationBucketArn === undefined) return {};
  const encrypted = encryption === "sse-kms" && { destinationKmsKeyArn: kmsKeyArn };
  return { replication: { account, destinationBucketArn, destinationRegion: region, ...encrypted } };
}

/** The vault, the key and the copies of buckets that survive the loss of the home Region. */
function recoveryRegionOf(
  { secondRegion, common }: Context,
  definition: StoresDefinition & PlannedRecovery,
): RecoveryRegion | undefined {
  if (secondRegion === undefined || definition.recovery === undefined) return undefined;
  const replicated = rows(definition.buckets).filter(([, bucket]) => bucket.replicated === true);
  return new RecoveryRegion(
    "recovery-region",
    {
      account: secondRegion.account,
      tiers: definition.recovery.tiers,
      deletionProtection: common.deletionProtection,
      buckets: Object.fromEntries(
        replicated.map(([name, { lifecycle, objectLock }]) => [
          name,
          { ...(lifecycle && { lifecycle }), ...(objectLock && { objectLock }) },
        ]),
      ),
    },
    secondRegion.opts,
  );
}
