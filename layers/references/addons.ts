import type { StackDefinition } from "../definition.ts";
import { rows } from "../table.ts";
import { unknown, unknownName } from "./names.ts";

/** What the cluster's add-ons name but the stack does not have, one line each. */
export function addonReferenceFaults(definition: StackDefinition): string[] {
  const { clusterAddons, gateway, buckets, databases, secrets } = definition;
  if (clusterAddons === undefined) return [];
  const { kong, clusterBackup, vault, certManager, externalSecrets } = clusterAddons;
  const database = kong?.mode.kind === "postgres" ? kong.mode : undefined;
  return [
    ...unknownName("clusterAddons.kong.route", kong?.route, gateway?.routes, "gateway route"),
    ...unknownName("clusterAddons.kong.mode.database", database?.database, databases, "database"),
    ...unknownName("clusterAddons.kong.mode.secret", database?.secret, secrets, "secret"),
    ...(database !== undefined && externalSecrets === undefined
      ? ["clusterAddons.kong.mode.secret needs clusterAddons.externalSecrets, the stack has none"]
      : []),
    ...unknownName("clusterAddons.clusterBackup.bucket", clusterBackup?.bucket, buckets, "bucket"),
    ...unknownName("clusterAddons.vault.issuer", vault?.issuer, certManager?.issuers, "certificate issuer"),
  ];
}

/** Secrets that pods read but External Secrets does not copy: the pods would wait for the Kubernetes Secret without end. */
export function copiedSecretFaults({ deployments, secrets = {}, clusterAddons }: StackDefinition): string[] {
  const copies = clusterAddons?.externalSecrets;
  return [
    ...unknown("clusterAddons.externalSecrets.secrets", copies?.secrets ?? [], secrets, "secret"),
    ...rows(deployments).flatMap(([name, row]) => {
      const read = rows(row.secrets).filter(([, { secret }]) => Object.hasOwn(secrets, secret));
      const missing = read.filter(([, { secret }]) => copies?.secrets.includes(secret) !== true);
      return [
        ...missing.map(([variable, { secret }]) => {
          const where = `deployments.${name}.secrets.${variable}.secret`;
          return `${where} must be one of clusterAddons.externalSecrets.secrets, got "${secret}"`;
        }),
        ...(read.length === 0 || copies === undefined || copies.namespaces.includes(row.namespace)
          ? []
          : [
              `clusterAddons.externalSecrets.namespaces must name ${row.namespace}, got ${copies.namespaces.join(", ")}`,
            ]),
      ];
    }),
  ];
}
