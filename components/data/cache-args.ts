import type * as pulumi from "@pulumi/pulumi";
import type { LogRetention } from "../logs/log-retention.ts";
import type { Network } from "../network/network.ts";
import type { CacheEngine } from "../versions.ts";
import type { CacheUserArgs } from "./cache-users.ts";
import type { Callers } from "./store-security-group.ts";
import type { Backups } from "./windows.ts";

/** Arguments of Cache. */
export interface CacheArgs {
  /** Engine, with its version and parameter group family. @default "valkey" */
  engine?: CacheEngine;
  /** Node type, for example cache.m7g.large. */
  nodeType: pulumi.Input<string>;
  /** Availability: single for one node, multiAz for automatic failover between Availability Zones. */
  availability: "single" | "multiAz";
  /** Number of nodes: the primary and up to five replicas. */
  nodes: number;
  /** Network of the cache. */
  network: Pick<Network, "vpcId" | "databaseSubnetIds">;
  /** Security groups that may connect, by the name of the caller. */
  admit: Callers;
  /** Users by name; all authenticate with IAM. */
  users: Readonly<Record<string, CacheUserArgs>>;
  /** ARN of the KMS key that encrypts data at rest and snapshots. */
  kmsKeyArn: pulumi.Input<string>;
  /** Retention and KMS key of the log groups. */
  logs: LogRetention;
  /** Automatic snapshots and maintenance; the windows last at least an hour. */
  backups: Backups;
  /** Whether a final snapshot is created when the cache is deleted. */
  deletionProtection: boolean;
  /** ID of the replication group. @default name, the component's own */
  replicationGroupId?: string;
}
