import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { LogRetention } from "../logs/log-retention.ts";

/**
 * The CloudWatch log groups that a data store writes, by kind of log. Made before the store: one that the store made for
 * itself would keep its events forever, without our key.
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
