import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import type { LogRetention } from "../logs/log-retention.ts";
import type { Network } from "../network/network.ts";
import type { PostgresVersion } from "../versions.ts";
import type { AuroraEngine, InstanceEngine } from "./database-engine.ts";
import type { Callers } from "./store-security-group.ts";
import type { Backups } from "./windows.ts";

/** Names of a database and its master user. */
export interface DatabaseNames {
  /** Identifier of the DB instance or cluster. @default name, the component's own */
  identifier?: string;
  /** Name of the database that is created. */
  database: string;
  /** Master user name, other than the usual ones. */
  username: string;
}

/** Arguments of Database. */
export interface DatabaseArgs {
  /** Account of the database. */
  account: Account;
  /** Engine: an RDS DB instance or an Aurora cluster. */
  engine: InstanceEngine | AuroraEngine;
  /** Major version of PostgreSQL; RDS upgrades the minor version. */
  version: PostgresVersion;
  /** Network of the database. */
  network: Pick<Network, "vpcId" | "databaseSubnetIds" | "databaseSubnetGroupName">;
  /** Security groups that may connect, by the name of the caller. */
  admit: Callers;
  /** ARN of the KMS key of storage, backups, Performance Insights and the master user's secret. */
  kmsKeyArn: pulumi.Input<string>;
  /** Retention and KMS key of the log groups. */
  logs: LogRetention;
  /** Automated backups with point-in-time recovery, and maintenance; the windows last at least 30 minutes. */
  backups: Backups;
  /** Whether deletion protection is on and a final snapshot is created at deletion. */
  deletionProtection: boolean;
  /** Identifier, database name and master user name. */
  names: DatabaseNames;
  /** Database Insights mode: standard keeps 7 days; advanced keeps 465 days and is billed by vCPU or ACU. */
  databaseInsights: "standard" | "advanced";
  /** Whether an RDS Proxy pools connections. */
  proxy: boolean;
}
