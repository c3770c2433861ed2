import type * as pulumi from "@pulumi/pulumi";

/** How long log groups keep their events, and the key that encrypts them. */
export interface LogRetention {
  /** Days that CloudWatch Logs keeps an event. */
  retentionInDays: number;
  /** ARN of the KMS key that encrypts the log groups; its policy must admit CloudWatch Logs. */
  kmsKeyArn: pulumi.Input<string>;
}
