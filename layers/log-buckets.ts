import type * as pulumi from "@pulumi/pulumi";
import type { Objects } from "./contracts/workloads.ts";
import type { Everything } from "./monitored.ts";
import type { StoresDefinition } from "./stores.ts";
import { rows } from "./table.ts";

/** Buckets that services write logs to: their data events would cost more than the logs. */
export function logBuckets(
  { buckets = {} }: Pick<StoresDefinition, "buckets">,
  stack: Everything & Objects,
): pulumi.Output<string>[] {
  const { flowLogs } = stack.network;
  const targets = new Set(rows(buckets).flatMap(([, { accessLogs }]) => accessLogs ?? []));
  return [
    flowLogs?.bucketName,
    stack.gateway?.logBucketName,
    stack.cdn?.logBucketName,
    ...rows(stack.sites).map(([, { logBucketName }]) => logBucketName),
    ...[...targets].map((name) => stack.buckets[name]?.bucketName),
    stack.lokiBucketName,
  ].filter((name) => name !== undefined);
}
