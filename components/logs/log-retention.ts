import type * as pulumi from "@pulumi/pulumi";

/** Retention and KMS key of log groups. */
export interface LogRetention {
  /** Retention in days. */
  retentionInDays: number;
  /** ARN of the KMS key; its policy must allow CloudWatch Logs. */
  kmsKeyArn: pulumi.Input<string>;
  /** Name of the resource policy that lets services write to their log groups, from LogDelivery. @default one for each log group */
  deliveryPolicy?: pulumi.Input<string>;
}
