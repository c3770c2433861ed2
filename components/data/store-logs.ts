import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { LogRetention } from "../logs/log-retention.ts";

/**
 * CloudWatch log groups of a data store, by kind of log. They are created before it, since log groups that AWS services
 * create never expire and have no KMS key.
 */
export function storeLogs(
  name: string,
  logs: { path: string; kinds: readonly string[]; retention: LogRetention },
  child: { parent: pulumi.Resource },
): { kind: string; group: aws.cloudwatch.LogGroup }[] {
  return logs.kinds.map((kind) => ({
    kind,
    group: new aws.cloudwatch.LogGroup(
      `${name}-${kind}`,
      {
        name: `${logs.path}/${kind}`,
        retentionInDays: logs.retention.retentionInDays,
        kmsKeyId: logs.retention.kmsKeyArn,
      },
      child,
    ),
  }));
}
