import type * as pulumi from "@pulumi/pulumi";
import { DatabaseUsers, type UsedDatabase } from "../components/addons/database-users.ts";
import { podsAfter } from "../components/cluster/after.ts";
import { DatabaseUsersTask } from "../components/workload/database-users-task.ts";
import type { Context } from "./context.ts";
import type { Caller, Foundation } from "./contracts/handed.ts";
import type { Stores } from "./contracts/stores.ts";
import type { WithKubernetes } from "./kubernetes.ts";
import type { Uses } from "./permissions.ts";
import type { StoresDefinition } from "./stores.ts";
import { type ByName, rowOf, rows } from "./table.ts";

/** The definition as far as the users of databases depend on it. */
type Definition = Pick<StoresDefinition, "databases"> & {
  services?: ByName<{ uses: Uses }>;
  identities?: ByName<{ uses: Uses }>;
};

/** What creates the users: Jobs on the cluster, and tasks on ECS where a database does not admit the cluster. */
export interface DatabaseUserRuns {
  /** Resources that workloads wait for. */
  ready: readonly pulumi.Resource[];
  /** Commands that run the tasks at once, by database. */
  commands: ByName<pulumi.Output<string>>;
}

/** Creates the users that the roles of workloads sign in as, with IAM, in each database. */
export function databaseUsers(
  context: Context,
  definition: Definition,
  stack: Foundation & Stores & WithKubernetes,
  ready: readonly pulumi.Resource[],
): DatabaseUserRuns {
  const used = usedDatabases(definition, stack);
  const { cluster, kubernetes } = stack;
  const onCluster = Object.fromEntries(rows(used).filter(([name]) => runner(definition, stack, name) === "cluster"));
  if (cluster === undefined || kubernetes === undefined || Object.keys(onCluster).length === 0) {
    return { ready: [], commands: tasks(context, definition, stack, used) };
  }
  const { subnets } = stack;
  const jobs = new DatabaseUsers(
    "database-users",
    { ...context.common, cluster, cidrBlocks: subnets.database ?? subnets.private, databases: onCluster },
    {
      ...context.home.opts,
      provider: kubernetes.provider,
      transformations: [...kubernetes.newNamespaces, podsAfter([...ready])],
    },
  );
  return { ready: [jobs], commands: tasks(context, definition, stack, used) };
}

/** The users of each database that has some, from what services and identities use. */
export function usersOf({ services, identities }: Pick<Definition, "services" | "identities">): ByName<string[]> {
  const users: Record<string, Set<string>> = {};
  for (const [, { uses }] of [...rows(services), ...rows(identities)]) {
    for (const [database, user] of rows(uses.databases)) users[database] = (users[database] ?? new Set()).add(user);
  }
  return Object.fromEntries(Object.entries(users).map(([name, each]) => [name, [...each].sort()]));
}

/** What reaches a database and can run a program once. */
export function runner(
  { databases }: Pick<Definition, "databases">,
  { cluster, containers }: { cluster?: unknown; containers?: unknown },
  name: string,
): Caller | undefined {
  const admit = rowOf(databases, name)?.admit ?? [];
  if (cluster !== undefined && admit.includes("cluster")) return "cluster";
  return containers !== undefined && admit.includes("services") ? "services" : undefined;
}

function usedDatabases(definition: Definition, { databases }: Stores): ByName<UsedDatabase> {
  return Object.fromEntries(
    rows(usersOf(definition)).flatMap(([name, users]) => {
      const database = databases[name];
      return database === undefined ? [] : [[name, { master: database.master, port: database.port, users }]];
    }),
  );
}

function tasks(
  { common, home, definition: { tags } }: Context,
  definition: Definition,
  stack: Foundation & Stores,
  used: ByName<UsedDatabase>,
): ByName<pulumi.Output<string>> {
  const { containers, network } = stack;
  if (containers === undefined) return {};
  const onEcs = rows(used).filter(([name]) => runner(definition, stack, name) === "services");
  return Object.fromEntries(
    onEcs.map(([name, database]) => {
      const args = {
        ...common,
        ...database,
        family: `${tags.project}-${tags.environment}-database-users-${name}`,
        clusterArn: containers.cluster.arn,
        network,
        securityGroupId: containers.securityGroupId,
      };
      return [name, new DatabaseUsersTask(`database-users-${name}`, args, home.opts).runCommand];
    }),
  );
}
