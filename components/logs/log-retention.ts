import type * as pulumi from "@pulumi/pulumi";

/** Retention and KMS key of log groups. */
export interface LogRetention {
  /** Retention in days. */
  retentionInDays: number;
  /** ARN of the KMS key; its policy must allow CloudWatch Logs. */
  kmsKeyArn: pulumi.Input<string>;
}
