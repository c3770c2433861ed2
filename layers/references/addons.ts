import type { StackDefinition } from "../definition.ts";
import { unknown } from "./deployments.ts";

/** What the cluster's add-ons name but the stack does not have, one line each. */
export function addOnReferenceFaults({
  clusterAddOns,
  gateway,
  buckets,
  databases,
  secrets,
}: Pick<StackDefinition, "clusterAddOns" | "gateway" | "buckets" | "databases" | "secrets">): string[] {
  if (clusterAddOns === undefined) return [];
  const { kong, clusterBackup, vault, certManager } = clusterAddOns;
  const named = (key: string, name: string | undefined, table: Readonly<Record<string, unknown>>) =>
    unknown(`clusterAddOns.${key}`, name === undefined ? [] : [name], table);
  const database = kong?.mode.kind === "postgres" ? kong.mode : undefined;
  return [
    ...named("kong.route", kong?.route, gateway?.routes ?? {}),
    ...named("kong.mode.database", database?.database, databases),
    ...named("kong.mode.secret", database?.secret, secrets),
    ...(database !== undefined && clusterAddOns.externalSecrets === undefined
      ? ["clusterAddOns.kong.mode.secret needs clusterAddOns.externalSecrets, the stack has none"]
      : []),
    ...named("clusterBackup.bucket", clusterBackup?.bucket, buckets),
    ...named("vault.issuer", vault?.issuer, certManager?.issuers ?? {}),
  ];
}
