import { type Handed, optional, plainNumber, plainText, plainTexts, record, table, text } from "./contract.ts";

const database = record({
  identifier: text,
  endpoint: text,
  port: plainNumber,
  securityGroupId: text,
  arn: text,
  resourceId: text,
  /** How the master user signs in; the password stays in its secret. */
  master: record({ endpoint: text, database: plainText, username: plainText, secretArn: text }),
});

const cache = record({
  primaryEndpoint: text,
  port: plainNumber,
  arn: text,
  memberClusterIds: plainTexts,
  users: table(record({ userName: plainText, arn: text }), ({ definition }, row) => definition.caches?.[row]?.users),
});

/** Databases, caches, buckets, tables, queues, brokers and secrets. */
export const stores = record({
  databases: table(database, ({ definition }) => definition.databases),
  caches: table(cache, ({ definition }) => definition.caches),
  buckets: table(record({ bucketName: text, arn: text }), ({ definition }) => definition.buckets),
  tables: table(record({ tableName: text, arn: text }), ({ definition }) => definition.tables),
  queues: table(
    record({ arn: text, queueName: text, deadLetterQueueName: text }),
    ({ definition }) => definition.queues,
  ),
  brokers: table(record({ brokerName: text, endpoint: text }), ({ definition }) => definition.brokers),
  secrets: table(record({ arn: text }), ({ definition }) => definition.secrets),
  /** The second Region: its vault, and its key. */
  recoveryRegion: optional(
    record({ region: plainText, kmsKeyArn: text, vaultArn: text }),
    ({ config, definition }) => config.recoveryRegion !== undefined && definition.recovery !== undefined,
  ),
});

/** Bedrock's knowledge base and guardrail. */
export const intelligence = record({
  knowledgeBase: optional(
    record({ knowledgeBaseId: text, arn: text }),
    ({ config, definition }) => config.embeddingModel !== undefined && definition.knowledgeBase !== undefined,
  ),
  guardrail: optional(
    record({ arn: text, guardrailId: text, version: text }),
    ({ definition }) => definition.guardrail !== undefined,
  ),
});

export type Stores = Handed<typeof stores>;
export type Intelligence = Handed<typeof intelligence>;
