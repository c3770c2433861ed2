import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import type { LogRetention } from "../logs/log-retention.ts";
import type { Network } from "../network/network.ts";
import type { PostgresVersion } from "../versions.ts";
import type { AuroraEngine, InstanceEngine } from "./database-engine.ts";
import type { Callers } from "./store-security-group.ts";
import type { Backups } from "./windows.ts";

/** What a database and its first user are called. */
export interface DatabaseNames {
  /** Identifier of the DB instance or cluster. @default name, the component's own */
  identifier?: string;
  /** Database that is created with it. */
  database: string;
  /** Master user; not a name that everybody would guess. */
  username: string;
}

export interface DatabaseArgs {
  /** Account of the database. */
  account: Account;
  /** What runs PostgreSQL: a DB instance of RDS, or an Aurora cluster. */
  engine: InstanceEngine | AuroraEngine;
  /** Major version of PostgreSQL; RDS picks and raises the minor. */
  version: PostgresVersion;
  /** Network of the database. */
  network: Pick<Network, "vpcId" | "databaseSubnetIds" | "databaseSubnetGroupName">;
  /** Security groups that may connect, by the name of the caller; nobody else can. */
  admit: Callers;
  /** ARN of the KMS key that encrypts storage, backups, insights and the master user's secret. */
  kmsKeyArn: pulumi.Input<string>;
  /** Retention and key of the log groups. */
  logs: LogRetention;
  /** Automated backups, which allow to restore to any second of their days, and maintenance; windows last half an hour or more. */
  backups: Backups;
  /** Whether RDS refuses a deletion, and makes a final snapshot at one; false only where the data may be lost. */
  deletionProtection: boolean;
  /** Names of the identifier, the database and the master user. */
  names: DatabaseNames;
  /** Database Insights: standard keeps 7 days; advanced keeps 465 days and is charged by vCPU or ACU. */
  databaseInsights: "standard" | "advanced";
  /** Whether an RDS Proxy pools connections in front of the database. */
  proxy: boolean;
}
