import type { LocalDefinition } from "../local/definition.ts";
import { usersOf } from "../local/stores.ts";
import type { Uses } from "../permissions.ts";
import { rows } from "../table.ts";
import { deploymentReferenceFaults } from "./deployments.ts";
import { unknown } from "./names.ts";
import { unknownSignIns } from "./stores.ts";

/** What the workloads of a definition need but a cluster without AWS does not have, one line each. */
export function localReferenceFaults(definition: LocalDefinition): string[] {
  const { deployments, identities, namespaces, stores } = definition;
  const used = new Set(rows(deployments).map(([, { identity }]) => identity));
  return [
    ...deploymentReferenceFaults(definition),
    ...unknown("stores.namespace", [stores.namespace], namespaces, "namespace"),
    ...rows(identities)
      .filter(([name]) => used.has(name))
      .flatMap(([name, { uses }]) => usesFaults(`identities.${name}.uses`, uses, definition)),
    ...severalUsers("databases", definition),
    ...severalUsers("caches", definition),
  ];
}

/** Workloads have their secrets from an operator; what else only AWS has, they cannot use. */
function usesFaults(where: string, uses: Uses, definition: LocalDefinition): string[] {
  const { databases: _, caches: __, secrets: ___, ...others } = uses;
  const onAws = Object.entries(others).filter(([, value]) => value === true || Object.keys(value).length > 0);
  return [
    ...unknownSignIns(where, uses, definition),
    ...onAws.map(([kind]) => `${where}.${kind} needs AWS, which the stack does without`),
  ];
}

/** A store has one password, and so one user. */
function severalUsers(kind: "databases" | "caches", definition: LocalDefinition): string[] {
  return Object.keys(definition[kind] ?? {}).flatMap((name) => {
    const users = new Set(usersOf(definition, kind, name).map(({ user }) => user));
    return users.size > 1 ? [`${kind}.${name} must be used by one user, got ${[...users].join(", ")}`] : [];
  });
}
