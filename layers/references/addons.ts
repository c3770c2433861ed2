import type { StackDefinition } from "../definition.ts";
import { unknown } from "./deployments.ts";

/** What the cluster's add-ons name but the stack does not have, one line each. */
export function addonReferenceFaults({
  clusterAddons,
  gateway,
  buckets,
  databases,
  secrets,
}: Pick<StackDefinition, "clusterAddons" | "gateway" | "buckets" | "databases" | "secrets">): string[] {
  if (clusterAddons === undefined) return [];
  const { kong, clusterBackup, vault, certManager } = clusterAddons;
  const named = (key: string, name: string | undefined, table: Readonly<Record<string, unknown>>) =>
    unknown(`clusterAddons.${key}`, name === undefined ? [] : [name], table);
  const database = kong?.mode.kind === "postgres" ? kong.mode : undefined;
  return [
    ...named("kong.route", kong?.route, gateway?.routes ?? {}),
    ...named("kong.mode.database", database?.database, databases),
    ...named("kong.mode.secret", database?.secret, secrets),
    ...(database !== undefined && clusterAddons.externalSecrets === undefined
      ? ["clusterAddons.kong.mode.secret needs clusterAddons.externalSecrets, the stack has none"]
      : []),
    ...named("clusterBackup.bucket", clusterBackup?.bucket, buckets),
    ...named("vault.issuer", vault?.issuer, certManager?.issuers ?? {}),
  ];
}
