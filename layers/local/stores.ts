import type * as pulumi from "@pulumi/pulumi";
import type { Engine } from "../../components/local/engines.ts";
import { Store } from "../../components/local/store.ts";
import { podsOf } from "../calls.ts";
import { variable } from "../endpoints.ts";
import { type ByName, rowOf, rows } from "../table.ts";
import type { LocalDefinition } from "./definition.ts";

/** A store of a definition that workloads use. */
interface UsedStore {
  kind: "database" | "cache";
  /** Its name in the definition. */
  name: string;
  /** Its physical name, and that of its Secret. */
  storeName: string;
  engine: Engine;
  /** Names of the workloads that use it. */
  users: readonly string[];
}

export type LocalStore = UsedStore & { store: Store };

/** The stores that workloads use, each open to these alone. */
export function localStores(
  definition: LocalDefinition,
  namespace: pulumi.Input<string>,
  opts: pulumi.ComponentResourceOptions,
): LocalStore[] {
  const { deployments, stores } = definition;
  const { namespace: _, ...size } = stores;
  return usedStores(definition).map((used) => {
    const users = rows(deployments).filter(([name]) => used.users.includes(name));
    const callers = Object.fromEntries(users.map(([name, row]) => [name, podsOf(row)]));
    const args = { storeName: used.storeName, engine: used.engine, namespace, callers, ...size };
    return { ...used, store: new Store(`store-${used.storeName}`, args, opts) };
  });
}

/** Host, port and user of the stores, in the same environment variables as on AWS. */
export function storeVariables(stores: readonly LocalStore[]): ByName<pulumi.Input<string>> {
  const variables = stores.flatMap(({ kind, name, engine, store }) => [
    [variable(kind, name, "host"), store.endpoint] as const,
    [variable(kind, name, "port"), String(store.port)] as const,
    [variable(kind, name, "user"), engine.user] as const,
  ]);
  return Object.fromEntries(variables);
}

function usedStores(definition: LocalDefinition): UsedStore[] {
  const databases = rows(definition.databases).flatMap(([name, { version, names }]) => {
    const [first, ...others] = usersOf(definition, "databases", name);
    if (first === undefined) return [];
    const engine = { kind: "postgresql", version, database: names.database, user: first.user } as const;
    return [used("database", name, engine, [first, ...others])];
  });
  const caches = rows(definition.caches).flatMap(([name, { users }]) => {
    const [first, ...others] = usersOf(definition, "caches", name);
    const access = first && users[first.user]?.access;
    if (first === undefined || access === undefined) return [];
    return [used("cache", name, { kind: "valkey", user: first.user, access }, [first, ...others])];
  });
  return [...databases, ...caches];
}

function used(kind: UsedStore["kind"], name: string, engine: Engine, users: readonly User[]): UsedStore {
  return { kind, name, storeName: `${kind}-${name}`, engine, users: users.map(({ workload }) => workload) };
}

interface User {
  workload: string;
  /** The user of the store that it signs in as. */
  user: string;
}

/** The workloads that use a store, by their identities. */
export function usersOf(
  { deployments, identities }: Pick<LocalDefinition, "deployments" | "identities">,
  kind: "databases" | "caches",
  store: string,
): User[] {
  return rows(deployments).flatMap(([workload, { identity }]) => {
    const user = rowOf(identities, identity)?.uses[kind]?.[store];
    return user === undefined ? [] : [{ workload, user }];
  });
}
