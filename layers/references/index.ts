import type { Config } from "../config.ts";
import type { StackDefinition } from "../definition.ts";
import type { Uses } from "../permissions.ts";
import { addonReferenceFaults } from "./addons.ts";
import { deploymentReferenceFaults, unknown } from "./deployments.ts";
import { telemetryReferenceFaults } from "./telemetry.ts";

/** What a definition names but does not have, and what it needs of the configuration, one line each. */
export function referenceFaults(definition: StackDefinition, config: Config): string[] {
  return [
    ...named(definition),
    ...addonReferenceFaults(definition),
    ...deploymentReferenceFaults(definition),
    ...sharedByCluster(definition),
    ...copied(definition),
    ...telemetryReferenceFaults(definition),
    ...recovered(definition),
    ...configured(definition, config),
  ];
}

function named(definition: StackDefinition): string[] {
  const { databases, caches, brokers, searches, fileSystems, buckets, gateway, services, identities } = definition;
  const callers = { ...(definition.cluster && { cluster: 1 }), ...(definition.containers && { services: 1 }) };
  const admitting = { databases, caches, brokers, searches, fileSystems };
  return [
    ...Object.entries(admitting).flatMap(([kind, table]) =>
      Object.entries(table).flatMap(([name, { admit }]) => unknown(`${kind}.${name}.admit`, admit, callers)),
    ),
    ...Object.entries(brokers).flatMap(([name, { manage }]) => unknown(`brokers.${name}.manage`, manage, callers)),
    ...Object.entries(gateway?.routes ?? {}).flatMap(([name, { target }]) =>
      unknown(`gateway.routes.${name}.target`, [target], callers),
    ),
    ...Object.entries(buckets).flatMap(([name, { accessLogs }]) =>
      unknown(`buckets.${name}.accessLogs`, accessLogs === undefined ? [] : [accessLogs], buckets),
    ),
    ...Object.entries(searches).flatMap(([name, each]) =>
      unknown(`searches.${name}.callers`, each.callers, identities),
    ),
    ...Object.entries(fileSystems).flatMap(([name, { accessPoints }]) =>
      Object.entries(accessPoints).flatMap(([point, { mountedBy }]) =>
        mountedBy === "cluster"
          ? mountable(`fileSystems.${name}.accessPoints.${point}`, definition)
          : unknown(`fileSystems.${name}.accessPoints.${point}.mountedBy`, mountedBy, identities),
      ),
    ),
    ...Object.entries(services).flatMap(([name, { image, secrets }]) => [
      ...unknown(`services.${name}.image.repository`, [image.repository], definition.repositories),
      ...Object.entries(secrets).flatMap(([variable, { secret }]) =>
        unknown(`services.${name}.secrets.${variable}.secret`, [secret], definition.secrets),
      ),
    ]),
    ...Object.entries({ services, identities }).flatMap(([kind, table]) =>
      Object.entries(table).flatMap(([name, { uses }]) => used(`${kind}.${name}.uses`, uses, definition)),
    ),
  ];
}

/** A volume is mounted by the node, with the role of the driver, whoever the pod is. */
function sharedByCluster({ deployments, fileSystems }: StackDefinition): string[] {
  return Object.entries(deployments).flatMap(([name, row]) =>
    Object.entries(row.shared).flatMap(([volume, { fileSystem, accessPoint }]) => {
      const mountedBy = fileSystems[fileSystem]?.accessPoints[accessPoint]?.mountedBy ?? "cluster";
      const where = `fileSystems.${fileSystem}.accessPoints.${accessPoint}.mountedBy`;
      return mountedBy === "cluster"
        ? []
        : [`${where} must be cluster for deployments.${name}.shared.${volume}, got ${mountedBy.join(", ")}`];
    }),
  );
}

/** Pods wait for ever for a Kubernetes Secret that nobody makes. */
function copied({ deployments, secrets, clusterAddons }: StackDefinition): string[] {
  const copies = clusterAddons?.externalSecrets;
  return [
    ...unknown("clusterAddons.externalSecrets.secrets", copies?.secrets ?? [], secrets),
    ...Object.entries(deployments).flatMap(([name, row]) => {
      const read = Object.entries(row.secrets).filter(([, { secret }]) => Object.hasOwn(secrets, secret));
      const namespaces = read.length === 0 || copies === undefined ? [] : copies.namespaces;
      return [
        ...read.flatMap(([variable, { secret }]) =>
          copies?.secrets.includes(secret)
            ? []
            : [
                `deployments.${name}.secrets.${variable}.secret must be one of clusterAddons.externalSecrets.secrets, got "${secret}"`,
              ],
        ),
        ...(namespaces.length === 0 || namespaces.includes(row.namespace)
          ? []
          : [`clusterAddons.externalSecrets.namespaces must name ${row.namespace}, got ${namespaces.join(", ")}`]),
      ];
    }),
  ];
}

function mountable(where: string, { cluster, clusterAddons }: StackDefinition): string[] {
  return cluster !== undefined && clusterAddons?.fileSystemDriver === true
    ? []
    : [`${where}.mountedBy needs clusterAddons.fileSystemDriver on a cluster, the stack has none`];
}

function used(where: string, uses: Uses, definition: StackDefinition): string[] {
  const { databases = {}, caches = {}, tables = {}, buckets = {}, secrets = [], queues = [], brokers = [] } = uses;
  return [
    ...unknown(`${where}.databases`, Object.keys(databases), definition.databases),
    ...unknown(`${where}.caches`, Object.keys(caches), definition.caches),
    ...Object.entries(caches).flatMap(([cache, user]) =>
      unknown(`${where}.caches.${cache}`, [user], definition.caches[cache]?.users ?? { [user]: 1 }),
    ),
    ...unknown(`${where}.tables`, Object.keys(tables), definition.tables),
    ...unknown(`${where}.buckets`, Object.keys(buckets), definition.buckets),
    ...unknown(`${where}.secrets`, secrets, definition.secrets),
    ...unknown(`${where}.queues`, queues, definition.queues),
    ...unknown(`${where}.brokers`, brokers, definition.brokers),
    ...(uses.knowledgeBase && definition.knowledgeBase === undefined
      ? [`${where}.knowledgeBase needs a knowledgeBase, the stack has none`]
      : []),
  ];
}

function recovered({ recovery, ...definition }: StackDefinition): string[] {
  if (recovery === undefined) return [];
  return (["databases", "tables", "buckets", "fileSystems"] as const).flatMap((kind) => [
    ...unknown(`recovery.${kind}`, Object.keys(recovery[kind]), definition[kind]),
    ...Object.entries(recovery[kind]).flatMap(([name, tier]) =>
      unknown(`recovery.${kind}.${name}`, [tier], recovery.tiers),
    ),
  ]);
}

/** What a capability needs to be told where it runs. */
function configured(definition: StackDefinition, config: Config): string[] {
  const { userPool, knowledgeBase, accountBaseline, buckets, sites, cdn } = definition;
  const replicated = Object.values(buckets).some((bucket) => bucket.replicated);
  const users = [...Object.values(definition.services), ...Object.values(definition.identities)];
  const needs: [key: keyof Config, needed: boolean, what: string][] = [
    ["recoveryRegion", replicated, "buckets are replicated"],
    ["embeddingModel", knowledgeBase !== undefined, "there is a knowledge base"],
    ["models", users.some(({ uses }) => uses.models === true), "workloads invoke models"],
    ["securityContact", accountBaseline, "the stack owns the account's baseline"],
    ["domain", Object.keys(sites).length > 0 || cdn !== undefined, "there are sites below it"],
    ["domain", userPool?.domain.kind === "custom", "users sign in below it"],
  ];
  const missing = (value: unknown) => value === undefined || (Array.isArray(value) && value.length === 0);
  return needs.flatMap(([key, needed, what]) =>
    needed && missing(config[key]) ? [`platform:${key} must be set because ${what}, got nothing`] : [],
  );
}
