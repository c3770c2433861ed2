import * as pulumi from "@pulumi/pulumi";
import { ServiceRole } from "../components/iam/service-role.ts";
import { FargateService, type FargateServiceArgs } from "../components/workload/fargate-service.ts";
import { startManagedPolicies, startStatements } from "../components/workload/task-start.ts";
import type { Workload } from "../components/workload/workload.ts";
import type { Context } from "./context.ts";
import type { Edge } from "./edge.ts";
import type { Foundation } from "./foundation.ts";
import type { Intelligence } from "./identity.ts";
import { permissions, type Uses } from "./permissions.ts";
import type { Stores } from "./stores.ts";
import type { ByName } from "./table.ts";
import { each } from "./table.ts";

export interface ServiceDefinition extends Omit<Workload, "image" | "secrets" | "volumes"> {
  /** Physical name of the service. */
  serviceName: string;
  /** Repository of the image, and its tag. */
  image: { repository: string; tag: string };
  /** Environment variables whose values are secrets of the stack, or one key of them. */
  secrets: ByName<{ secret: string; key?: string }>;
  /** Directories that it may write to by name; they are empty at each start. */
  scratch: ByName<string>;
  uses: Uses;
}

/** Services on ECS, each with what it uses. */
export function services(context: Context, base: Foundation, made: Stores & Intelligence, { gateway }: Edge) {
  const { containers, repositories, network } = base;
  if (containers === undefined) return {};
  const { definition, home, common } = context;
  const { logRetentionInDays: retentionInDays = common.logs.retentionInDays } = definition.containers ?? {};
  const executionRoleArn = sharedExecutionRole(context, made);
  return each(definition.services, (name, { serviceName, uses, image, secrets, scratch, ...workload }) => {
    const targetGroupArn = gateway?.targetGroupArns[name];
    const args: FargateServiceArgs = {
      ...common,
      logs: { ...common.logs, retentionInDays },
      serviceName,
      network,
      cluster: containers.cluster,
      securityGroupId: containers.securityGroupId,
      permissions: permissions(uses, context, made),
      ...(targetGroupArn && { targetGroupArn }),
      ...(executionRoleArn && { executionRoleArn }),
      workload: {
        ...workload,
        image: pulumi.interpolate`${repositories[image.repository]?.repositoryUrl}:${image.tag}`,
        environment: { ...endpoints(uses, made), ...workload.environment },
        secrets: each(secrets, (_, { secret, ...key }) => ({ secretArn: made.secrets[secret]?.arn ?? "", ...key })),
        volumes: each(scratch, (_, path) => ({ kind: "scratch", path })),
      },
    };
    return new FargateService(`service-${name}`, args, home.opts);
  });
}

/** One role that starts the tasks of all services, where the definition names one; it reads the secrets of all. */
function sharedExecutionRole({ definition, home, common }: Context, made: Stores): pulumi.Output<string> | undefined {
  const roleName = definition.containers?.executionRoleName;
  if (roleName === undefined) return undefined;
  const used = Object.values(definition.services).flatMap(({ secrets }) => Object.values(secrets));
  const names = [...new Set(used.map(({ secret }) => secret))];
  const role = new ServiceRole(
    "task-execution",
    {
      account: home.account,
      service: "ecs-tasks.amazonaws.com",
      roleName,
      managedPolicies: startManagedPolicies,
      statements: startStatements(
        names.flatMap((name) => made.secrets[name]?.arn ?? []),
        common.kmsKeyArn,
      ),
    },
    home.opts,
  );
  return role.arn;
}

/** Where a workload finds what it uses. */
export function endpoints(uses: Uses, made: Stores & Intelligence): ByName<pulumi.Input<string>> {
  const { databases = {}, caches = {}, tables = {}, buckets = {}, brokers = [] } = uses;
  const found: Record<string, pulumi.Input<string>> = {};
  for (const [name, user] of Object.entries(databases)) {
    const database = made.databases[name];
    if (database === undefined) continue;
    found[variable("database", name, "host")] = database.endpoint;
    found[variable("database", name, "port")] = String(database.port);
    found[variable("database", name, "user")] = user;
  }
  for (const [name, user] of Object.entries(caches)) {
    const cache = made.caches[name];
    if (cache === undefined) continue;
    found[variable("cache", name, "host")] = cache.primaryEndpoint;
    found[variable("cache", name, "port")] = String(cache.port);
    found[variable("cache", name, "user")] = cache.users[user]?.userName ?? user;
  }
  for (const name of Object.keys(tables)) {
    const table = made.tables[name];
    if (table !== undefined) found[variable("table", name, "name")] = table.tableName;
  }
  for (const name of Object.keys(buckets)) {
    const bucket = made.buckets[name];
    if (bucket !== undefined) found[variable("bucket", name, "name")] = bucket.bucketName;
  }
  for (const name of brokers) {
    const broker = made.brokers[name];
    if (broker !== undefined) found[variable("broker", name, "url")] = broker.endpoint;
  }
  if (uses.parameters && made.parametersPath !== undefined) found["PARAMETERS_PATH"] = made.parametersPath;
  if (uses.knowledgeBase && made.knowledgeBase) found["KNOWLEDGE_BASE_ID"] = made.knowledgeBase.knowledgeBaseId;
  return found;
}

/** Environment variable that tells a workload something of a store. */
export function variable(kind: string, name: string, what: string): string {
  return `${kind}_${name}_${what}`.replaceAll("-", "_").toUpperCase();
}
