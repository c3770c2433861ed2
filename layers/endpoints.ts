import type * as pulumi from "@pulumi/pulumi";
import type { Identity } from "./contracts/edge.ts";
import type { Intelligence, Stores } from "./contracts/stores.ts";
import type { Uses } from "./permissions.ts";
import { type ByName, rows } from "./table.ts";

type Variables = Record<string, pulumi.Input<string>>;

/** Environment variables that tell a workload where it finds what it uses. */
export function endpoints(uses: Uses, stack: Stores & Intelligence & Identity): ByName<pulumi.Input<string>> {
  const { parametersPath, knowledgeBase, guardrail } = stack;
  return {
    ...signInVariables(uses, stack),
    ...nameVariables(uses, stack),
    ...(uses.parameters && parametersPath !== undefined && { PARAMETERS_PATH: parametersPath }),
    ...(uses.knowledgeBase && knowledgeBase && { KNOWLEDGE_BASE_ID: knowledgeBase.knowledgeBaseId }),
    ...(uses.models && guardrail && { GUARDRAIL_ID: guardrail.guardrailId, GUARDRAIL_VERSION: guardrail.version }),
  };
}

/** Host, port and user of databases and caches. */
function signInVariables(uses: Uses, stack: Stores): Variables {
  const variables: Variables = {};
  for (const [name, user] of rows(uses.databases)) {
    const database = stack.databases[name];
    if (database === undefined) continue;
    variables[variable("database", name, "host")] = database.endpoint;
    variables[variable("database", name, "port")] = String(database.port);
    variables[variable("database", name, "user")] = user;
  }
  for (const [name, user] of rows(uses.caches)) {
    const cache = stack.caches[name];
    if (cache === undefined) continue;
    variables[variable("cache", name, "host")] = cache.primaryEndpoint;
    variables[variable("cache", name, "port")] = String(cache.port);
    variables[variable("cache", name, "user")] = cache.users[user]?.userName ?? user;
  }
  return variables;
}

/** Names of tables and buckets, and URLs of brokers. */
function nameVariables({ tables = {}, buckets = {}, brokers = [] }: Uses, stack: Stores): Variables {
  const variables: Variables = {};
  for (const name of Object.keys(tables)) {
    const table = stack.tables[name];
    if (table !== undefined) variables[variable("table", name, "name")] = table.tableName;
  }
  for (const name of Object.keys(buckets)) {
    const bucket = stack.buckets[name];
    if (bucket !== undefined) variables[variable("bucket", name, "name")] = bucket.bucketName;
  }
  for (const name of brokers) {
    const broker = stack.brokers[name];
    if (broker !== undefined) variables[variable("broker", name, "url")] = broker.endpoint;
  }
  return variables;
}

/** Environment variable that tells a workload one thing about a store. */
export function variable(kind: string, name: string, what: string): string {
  return `${kind}_${name}_${what}`.replaceAll("-", "_").toUpperCase();
}
