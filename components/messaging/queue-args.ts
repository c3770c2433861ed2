import type * as pulumi from "@pulumi/pulumi";

/** Server-side encryption: with a customer managed key, whose policy must admit the sources' services, or with SQS's own. */
export type QueueEncryption =
  | {
      /** SSE-KMS with a customer managed key. */
      kind: "sse-kms";
      /** ARN of the KMS key. */
      kmsKeyArn: pulumi.Input<string>;
    }
  | {
      /** SSE-SQS. */
      kind: "sse-sqs";
    };

/** An EventBridge rule or an SNS topic that sends to a queue. */
export interface QueueSource {
  /** Service that sends. */
  service: "events.amazonaws.com" | "sns.amazonaws.com";
  /** ARN of the rule or topic. */
  arn: pulumi.Input<string>;
}

export interface QueueArgs {
  /** Physical name; the dead-letter queue adds -dead-letter to it. @default auto-named */
  queueName?: string;
  /** Encryption at rest. */
  encryption: QueueEncryption;
  /** What sends to the queue without a role of its own, by the name of the source. @default {} */
  sources?: Readonly<Record<string, QueueSource>>;
  /** Seconds that a received message is hidden from other consumers; longer than the work on one. @default 30 */
  visibilityTimeoutSeconds?: number;
  /** Receives after which a message that nobody deleted goes to the dead-letter queue. @default 5 */
  maxReceiveCount?: number;
  /** Seconds that a message waits for a consumer, 60 to 1209600. @default 345600, four days */
  messageRetentionSeconds?: number;
}
