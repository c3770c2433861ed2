import type * as pulumi from "@pulumi/pulumi";
import type { Everything } from "./monitored.ts";
import type { StoresDefinition } from "./stores.ts";
import { rows } from "./table.ts";
import type { Telemetry } from "./telemetry/index.ts";

/** Buckets that services write logs to: their data events would cost more than the logs. */
export function logBuckets(
  { buckets = {} }: Pick<StoresDefinition, "buckets">,
  stack: Everything & Telemetry,
): pulumi.Output<string>[] {
  const { flowLogs } = stack.network;
  const targets = new Set(rows(buckets).flatMap(([, { accessLogs }]) => accessLogs ?? []));
  return [
    flowLogs?.kind === "bucket" ? flowLogs.bucketName : undefined,
    stack.gateway?.logBucketName,
    stack.cdn?.logBucketName,
    ...rows(stack.sites).map(([, { logBucketName }]) => logBucketName),
    ...[...targets].map((name) => stack.buckets[name]?.bucketName),
    stack.lokiBucketName,
  ].filter((name) => name !== undefined);
}
