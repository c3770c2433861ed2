import { userNameFault } from "../../components/data/database-users.ts";
import { runner, usersOf } from "../database-users.ts";
import type { StackDefinition } from "../definition.ts";
import type { Uses } from "../permissions.ts";
import { rowOf, rows } from "../table.ts";
import { unknown, unknownName } from "./names.ts";

/** Callers, buckets for logs and identities that stores name but the stack does not have, one line each. */
export function storeReferenceFaults(definition: StackDefinition): string[] {
  const { databases, caches, brokers, searches, fileSystems, buckets, identities } = definition;
  const callers = callersOf(definition);
  return [
    ...Object.entries({ databases, caches, brokers, searches, fileSystems }).flatMap(([kind, table]) =>
      Object.entries(table ?? {}).flatMap(([name, { admit }]) =>
        unknown(`${kind}.${name}.admit`, admit, callers, "caller"),
      ),
    ),
    ...rows(brokers).flatMap(([name, { manage }]) => unknown(`brokers.${name}.manage`, manage, callers, "caller")),
    ...rows(definition.gateway?.routes).flatMap(([name, { target }]) =>
      unknown(`gateway.routes.${name}.target`, [target], callers, "caller"),
    ),
    ...rows(buckets).flatMap(([name, { accessLogs }]) =>
      unknownName(`buckets.${name}.accessLogs`, accessLogs, buckets, "bucket"),
    ),
    ...rows(searches).flatMap(([name, search]) =>
      unknown(`searches.${name}.callers`, search.callers, identities, "identity"),
    ),
    ...mountReferenceFaults(definition),
  ];
}

/** Callers of data stores that the stack has. */
function callersOf({ cluster, containers }: StackDefinition): object {
  return { ...(cluster && { cluster }), ...(containers && { services: containers }) };
}

/** Access points: the identities that mount them, and the volumes of pods, which the node mounts with the role of the driver. */
function mountReferenceFaults({ fileSystems, identities, deployments, ...stack }: StackDefinition): string[] {
  const hasDriver = stack.cluster !== undefined && stack.clusterAddons?.fileSystemDriver === true;
  const points = rows(fileSystems).flatMap(([name, { accessPoints }]) =>
    rows(accessPoints).map(([point, { mountedBy }]) => {
      return { where: `fileSystems.${name}.accessPoints.${point}.mountedBy`, mountedBy };
    }),
  );
  const volumes = rows(deployments).flatMap(([name, { shared }]) =>
    rows(shared).map(([volume, { fileSystem, accessPoint }]) => {
      const where = `fileSystems.${fileSystem}.accessPoints.${accessPoint}.mountedBy`;
      const { mountedBy = "cluster" } = rowOf(rowOf(fileSystems, fileSystem)?.accessPoints, accessPoint) ?? {};
      return { where, mountedBy, volume: `deployments.${name}.shared.${volume}` };
    }),
  );
  return [
    ...points.flatMap(({ where, mountedBy }) => {
      if (mountedBy !== "cluster") return unknown(where, mountedBy, identities, "identity");
      return hasDriver ? [] : [`${where} needs clusterAddons.fileSystemDriver on a cluster, the stack has none`];
    }),
    ...volumes.flatMap(({ where, mountedBy, volume }) =>
      mountedBy === "cluster" ? [] : [`${where} must be cluster for ${volume}, got ${mountedBy.join(", ")}`],
    ),
  ];
}

/** What services and identities use but the stack does not have, one line each. */
export function usesReferenceFaults({ services, identities, ...definition }: StackDefinition): string[] {
  return [
    ...rows(services).flatMap(([name, { uses }]) => unknownUses(`services.${name}.uses`, uses, definition)),
    ...rows(identities).flatMap(([name, { uses }]) => unknownUses(`identities.${name}.uses`, uses, definition)),
    ...guardrailFaults(
      definition,
      [...rows(services), ...rows(identities)].map(([, { uses }]) => uses),
    ),
    ...Object.keys(usersOf({ ...(services && { services }), ...(identities && { identities }) }))
      .filter(
        (name) => rowOf(definition.databases, name) !== undefined && runner(definition, definition, name) === undefined,
      )
      .map((name) => `databases.${name}.admit must name cluster or services, from which its users are created`),
  ];
}

/** A guardrail filters nothing unless the roles that invoke models require it. */
function guardrailFaults({ guardrail }: Pick<StackDefinition, "guardrail">, all: readonly Uses[]): string[] {
  return guardrail === undefined || all.some(({ models }) => models === true)
    ? []
    : ["guardrail needs a service or an identity with uses.models, the stack has none"];
}

function unknownUses(where: string, uses: Uses, definition: StackDefinition): string[] {
  const { tables = {}, buckets = {}, secrets = [], queues = [], brokers = [] } = uses;
  return [
    ...unknownSignIns(where, uses, definition),
    ...unknown(`${where}.tables`, Object.keys(tables), definition.tables, "table"),
    ...unknown(`${where}.buckets`, Object.keys(buckets), definition.buckets, "bucket"),
    ...unknown(`${where}.secrets`, secrets, definition.secrets, "secret"),
    ...unknown(`${where}.queues`, queues, definition.queues, "queue"),
    ...unknown(`${where}.brokers`, brokers, definition.brokers, "broker"),
    ...(uses.knowledgeBase && definition.knowledgeBase === undefined
      ? [`${where}.knowledgeBase needs a knowledgeBase, the stack has none`]
      : []),
  ];
}

/** Databases and caches that are used but not there, and users that a cache does not have. */
export function unknownSignIns(
  where: string,
  { databases = {}, caches = {} }: Uses,
  definition: Pick<StackDefinition, "databases" | "caches">,
): string[] {
  return [
    ...unknown(`${where}.databases`, Object.keys(databases), definition.databases, "database"),
    ...rows(databases).flatMap(([name, user]) => {
      const fault = userNameFault(user, rowOf(definition.databases, name)?.names.username ?? "");
      return fault === undefined ? [] : [`${where}.databases.${name} ${fault}`];
    }),
    ...unknown(`${where}.caches`, Object.keys(caches), definition.caches, "cache"),
    ...rows(caches).flatMap(([name, user]) => {
      const cache = rowOf(definition.caches, name);
      return cache === undefined ? [] : unknown(`${where}.caches.${name}`, [user], cache.users, "user");
    }),
  ];
}
