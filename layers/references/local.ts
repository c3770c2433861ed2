import type { LocalDefinition } from "../local.ts";
import { usersOf } from "../local-stores.ts";
import type { Uses } from "../permissions.ts";
import { deploymentReferenceFaults, unknown } from "./deployments.ts";

/** What the workloads of a definition need but a cluster alone does not have, one line each. */
export function localReferenceFaults(definition: LocalDefinition): string[] {
  const { deployments, identities, namespaces, stores } = definition;
  const nothing = { fileSystems: {}, gateway: undefined, userPool: undefined };
  return [
    ...deploymentReferenceFaults({ ...definition, ...nothing }),
    ...unknown("stores.namespace", [stores.namespace], namespaces),
    ...Object.entries(identities).flatMap(([name, { uses }]) =>
      Object.values(deployments).some(({ identity }) => identity === name)
        ? used(`identities.${name}.uses`, uses, definition)
        : [],
    ),
    ...signIns("databases", definition),
    ...signIns("caches", definition),
  ];
}

/** Secrets are handed to workloads; what only AWS has, they cannot use. */
function used(
  where: string,
  { databases = {}, caches = {}, secrets: _, ...others }: Uses,
  of: LocalDefinition,
): string[] {
  const needed = Object.entries(others).filter(([, value]) => value === true || Object.keys(value).length > 0);
  return [
    ...unknown(`${where}.databases`, Object.keys(databases), of.databases),
    ...unknown(`${where}.caches`, Object.keys(caches), of.caches),
    ...Object.entries(caches).flatMap(([cache, user]) =>
      unknown(`${where}.caches.${cache}`, [user], of.caches[cache]?.users ?? { [user]: 1 }),
    ),
    ...needed.map(([kind]) => `${where}.${kind} needs AWS, which the stack does without`),
  ];
}

/** A store has one user, for it has one password. */
function signIns(kind: "databases" | "caches", definition: LocalDefinition): string[] {
  return Object.keys(definition[kind]).flatMap((name) => {
    const users = new Set(usersOf(definition, kind, name).map(({ user }) => user));
    return users.size > 1 ? [`${kind}.${name} must be used by one user, got ${[...users].join(", ")}`] : [];
  });
}
