import type * as pulumi from "@pulumi/pulumi";

/** Primary key of a table or index, by attribute names. */
export interface TableKey {
  /** Partition key. */
  hashKey: string;
  /** Sort key. @default none */
  rangeKey?: string;
}

/** A global secondary index. */
export interface TableIndex extends TableKey {
  /** Projected attributes: all, keys only, or a list. */
  projection: "ALL" | "KEYS_ONLY" | readonly string[];
}

/** Maximum throughput of on-demand mode in request units per second; DynamoDB throttles requests above it. */
export interface ThroughputCap {
  /** Read request units. */
  read: number;
  /** Write request units. */
  write: number;
}

/** Arguments of Table. */
export interface TableArgs {
  /** Physical name. @default auto-named */
  tableName?: string;
  /** Primary key; another one replaces the table. */
  key: TableKey;
  /** Types of the key attributes: string, number or binary; other attributes are not declared. */
  attributes: Readonly<Record<string, "S" | "N" | "B">>;
  /** Global secondary indexes, by name. @default {} */
  indexes?: Readonly<Record<string, TableIndex>>;
  /** ARN of the KMS key that encrypts the table, its indexes, stream and backups. */
  kmsKeyArn: pulumi.Input<string>;
  /** Maximum throughput of the table and of each index. */
  throughputCap: ThroughputCap | "none";
  /** Days of point-in-time recovery, 1 to 35. @default 35 */
  recoveryPeriodInDays?: number;
  /** TTL attribute, with the expiration time in Unix epoch seconds. @default none */
  ttlAttribute?: string;
  /** Stream view type. @default none */
  stream?: "KEYS_ONLY" | "NEW_IMAGE" | "OLD_IMAGE" | "NEW_AND_OLD_IMAGES";
  /** Whether deletion protection is on. */
  deletionProtection: boolean;
}
