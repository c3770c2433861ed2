import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { LogRetention } from "../logs/log-retention.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { type CacheEngine, cacheEngines } from "../versions.ts";
import type { CacheArgs } from "./cache-args.ts";
import { cacheFaults } from "./cache-faults.ts";
import { type CacheUser, cacheUsers } from "./cache-users.ts";
import { storeLogs } from "./store-logs.ts";
import { storeSecurityGroup } from "./store-security-group.ts";

export type { CacheArgs } from "./cache-args.ts";

const port = 6379;

/**
 * An encrypted ElastiCache replication group for Valkey or Redis OSS in private subnets, with TLS and IAM authentication.
 *
 * @example
 * import type { Network } from "../network/network.ts";
 * import { Cache } from "./cache.ts";
 *
 * declare const network: Network;
 * declare const kmsKeyArn: string;
 *
 * const cache = new Cache("sessions", {
 *   nodeType: "cache.m7g.large",
 *   availability: "multiAz",
 *   nodes: 2,
 *   network,
 *   admit: { cluster: "sg-0123456789abcdef0" },
 *   users: { app: { access: "on ~sessions:* +@read +@write" } },
 *   kmsKeyArn,
 *   logs: { retentionInDays: 90, kmsKeyArn },
 *   backups: { retentionDays: 7, window: "03:00-04:00", maintenanceWindow: "sun:04:30-sun:05:30" },
 *   deletionProtection: true,
 * });
 * export const { primaryEndpoint } = cache;
 */
export class Cache extends pulumi.ComponentResource {
  /** ID of the replication group. */
  readonly replicationGroupId: pulumi.Output<string>;
  /** DNS name of the primary endpoint, which follows a failover. */
  readonly primaryEndpoint: pulumi.Output<string>;
  /** DNS name of the reader endpoint, which balances over the replicas. */
  readonly readerEndpoint: pulumi.Output<string>;
  /** Port of the endpoints. */
  readonly port: number;
  /** Security group of the cache. */
  readonly securityGroupId: pulumi.Output<string>;
  /** ARN of the replication group. */
  readonly arn: pulumi.Output<string>;
  /** Cache cluster IDs of the nodes: the CacheClusterId dimension of their metrics. */
  readonly memberClusterIds: readonly string[];
  /** Users by name. */
  readonly users: Readonly<Record<string, CacheUser>>;

  constructor(name: string, args: CacheArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:data:Cache", name, {}, opts);
    const { engine = "valkey", replicationGroupId = name } = args;
    refuse(this, name, cacheFaults(replicationGroupId, args));
    const child = { parent: this };

    const { users, userGroupId } = cacheUsers(name, { replicationGroupId, engine, users: args.users }, child);
    const store = { description: `Cache ${name}`, vpcId: args.network.vpcId, port, admit: args.admit };
    const securityGroup = storeSecurityGroup(name, store, child);
    const group = new aws.elasticache.ReplicationGroup(
      name,
      {
        ...this.placement(name, args),
        ...this.software(name, engine),
        ...protection(replicationGroupId, args),
        replicationGroupId,
        description: `Cache ${name}`,
        port,
        securityGroupIds: [securityGroup.id],
        userGroupIds: [userGroupId],
        logDeliveryConfigurations: this.logDelivery(name, replicationGroupId, args.logs),
      },
      child,
    );

    this.replicationGroupId = group.replicationGroupId;
    this.primaryEndpoint = group.primaryEndpointAddress;
    this.readerEndpoint = group.readerEndpointAddress;
    this.port = port;
    this.securityGroupId = securityGroup.id;
    this.arn = group.arn;
    this.memberClusterIds = memberClusterIds(replicationGroupId, args.nodes);
    this.users = users;
    this.registerOutputs(outputs(this));
  }

  private placement(name: string, { nodeType, nodes, availability, network }: CacheArgs) {
    const subnets = new aws.elasticache.SubnetGroup(
      name,
      { description: `Subnets of ${name}`, subnetIds: network.databaseSubnetIds },
      { parent: this },
    );
    const failover = availability === "multiAz";
    return {
      nodeType,
      numCacheClusters: nodes,
      automaticFailoverEnabled: failover,
      multiAzEnabled: failover,
      subnetGroupName: subnets.name,
    };
  }

  private software(name: string, engine: CacheEngine) {
    const { version, family } = cacheEngines[engine];
    // A custom group, so that parameters can change later; named after its family, so that a new engine gets a new group.
    const group = new aws.elasticache.ParameterGroup(
      `${name}-${family}`,
      { family, description: `Parameters of ${name} on ${engine} ${version}` },
      { parent: this },
    );
    return { engine, engineVersion: version, parameterGroupName: group.name, autoMinorVersionUpgrade: true };
  }

  private logDelivery(name: string, replicationGroupId: string, retention: LogRetention) {
    const logs = { path: `/aws/elasticache/${replicationGroupId}`, kinds: ["slow-log", "engine-log"], retention };
    return storeLogs(name, logs, { parent: this }).map(({ kind, group }) => ({
      logType: kind,
      logFormat: "json",
      destinationType: "cloudwatch-logs",
      destination: group.name,
    }));
  }
}

/** Encryption, snapshots and maintenance. */
function protection(replicationGroupId: string, { kmsKeyArn, backups, deletionProtection }: CacheArgs) {
  return {
    atRestEncryptionEnabled: true,
    kmsKeyId: kmsKeyArn,
    transitEncryptionEnabled: true,
    transitEncryptionMode: "required",
    snapshotRetentionLimit: backups.retentionDays,
    snapshotWindow: backups.window,
    maintenanceWindow: backups.maintenanceWindow,
    ...(deletionProtection && { finalSnapshotIdentifier: `${replicationGroupId}-final` }),
  };
}

/** ElastiCache names nodes of a replication group from 001. */
function memberClusterIds(replicationGroupId: string, nodes: number): string[] {
  return Array.from({ length: nodes }, (_, index) => `${replicationGroupId}-${String(index + 1).padStart(3, "0")}`);
}
