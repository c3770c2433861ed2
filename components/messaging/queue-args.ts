import type * as pulumi from "@pulumi/pulumi";

/** Server-side encryption: SSE-KMS, with a key whose policy allows the sources' services, or SSE-SQS. */
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
  /** Service principal of the source. */
  service: "events.amazonaws.com" | "sns.amazonaws.com";
  /** ARN of the rule or topic. */
  arn: pulumi.Input<string>;
}

/** Arguments of Queue. */
export interface QueueArgs {
  /** Physical name; the dead-letter queue adds -dead-letter to it. @default auto-named */
  queueName?: string;
  /** Encryption at rest. */
  encryption: QueueEncryption;
  /** Sources that send with a service principal, by name. @default {} */
  sources?: Readonly<Record<string, QueueSource>>;
  /** Visibility timeout in seconds, longer than the processing of a message. @default 30 */
  visibilityTimeoutSeconds?: number;
  /** Receives before an undeleted message moves to the dead-letter queue. @default 5 */
  maxReceiveCount?: number;
  /** Message retention period in seconds, 60 to 1209600. @default 345600, four days */
  messageRetentionSeconds?: number;
}
