import type * as pulumi from "@pulumi/pulumi";

/** Primary key of a table or an index, by names of attributes. */
export interface TableKey {
  /** Partition key. */
  hashKey: string;
  /** Sort key. @default none */
  rangeKey?: string;
}

/** A global secondary index. */
export interface TableIndex extends TableKey {
  /** Attributes that it holds besides the keys: all, none, or the ones that are listed. */
  projection: "ALL" | "KEYS_ONLY" | readonly string[];
}

/** Request units per second that on-demand billing stops at; above them DynamoDB throttles. */
export interface ThroughputCap {
  /** Read request units. */
  read: number;
  /** Write request units. */
  write: number;
}

export interface TableArgs {
  /** Physical name. @default auto-named */
  tableName?: string;
  /** Primary key; another one replaces the table. */
  key: TableKey;
  /** Types of the attributes that keys are made of: string, number or binary. All others need no declaration. */
  attributes: Readonly<Record<string, "S" | "N" | "B">>;
  /** Global secondary indexes, by name. @default {} */
  indexes?: Readonly<Record<string, TableIndex>>;
  /** ARN of the KMS key that encrypts the table, its indexes, stream and backups. */
  kmsKeyArn: pulumi.Input<string>;
  /** What bounds the cost of the table and of each index. */
  throughputCap: ThroughputCap | "none";
  /** Days that any second of can be restored, 1 to 35. @default 35 */
  recoveryPeriodInDays?: number;
  /** Attribute that holds the second of the Unix epoch at which an item expires. @default none */
  ttlAttribute?: string;
  /** What the stream tells of each change. @default none */
  stream?: "KEYS_ONLY" | "NEW_IMAGE" | "OLD_IMAGE" | "NEW_AND_OLD_IMAGES";
  /** Whether DynamoDB refuses a deletion; false only where the data may be lost. */
  deletionProtection: boolean;
}
