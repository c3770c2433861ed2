import type * as pulumi from "@pulumi/pulumi";
import type { LogRetention } from "../logs/log-retention.ts";
import type { Network } from "../network/network.ts";
import type { CacheEngine } from "../versions.ts";
import type { CacheUserArgs } from "./cache-users.ts";
import type { Callers } from "./store-security-group.ts";
import type { Backups } from "./windows.ts";

export interface CacheArgs {
  /** Engine; its version and parameter group family go with it. @default "valkey" */
  engine?: CacheEngine;
  /** Node type, for example cache.m7g.large. */
  nodeType: pulumi.Input<string>;
  /** Whether a replica in another zone takes over when the primary fails: single has one node, multiAz two or more. */
  availability: "single" | "multiAz";
  /** Number of nodes, the primary and up to five replicas. */
  nodes: number;
  /** Network of the cache. */
  network: Pick<Network, "vpcId" | "databaseSubnetIds">;
  /** Security groups that may connect, by the name of the caller; nobody else can. */
  admit: Callers;
  /** Users by name; all sign in with IAM, nobody without. */
  users: Readonly<Record<string, CacheUserArgs>>;
  /** ARN of the KMS key that encrypts data at rest and snapshots. */
  kmsKeyArn: pulumi.Input<string>;
  /** Retention and key of the log groups. */
  logs: LogRetention;
  /** Daily snapshots and maintenance; windows last an hour or more. */
  backups: Backups;
  /** Whether ElastiCache makes a final snapshot at a deletion; false only where the data may be lost. */
  deletionProtection: boolean;
  /** ID of the replication group. @default name, the component's own */
  replicationGroupId?: string;
}
