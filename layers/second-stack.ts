import type { Config } from "./config.ts";
import type { Part, StackDefinition } from "./definition.ts";

/** Names of a definition that are unique in an account, a Region or the world; * is every row. */
export const uniqueNames = [
  "tags.project",
  "tags.Project",
  "cluster.clusterName",
  "containers.cluster.clusterName",
  "containers.executionRoleName",
  "repositories.*.repositoryName",
  "databases.*.names.identifier",
  "caches.*.replicationGroupId",
  "tables.*.tableName",
  "buckets.*.bucketName",
  "queues.*.queueName",
  "brokers.*.brokerName",
  "secrets.*.secretName",
  "searches.*.domainName",
  "identities.*.roleName",
  "services.*.serviceName",
  "userPool.poolName",
  "userPool.domain.prefix",
  "gateway.firewall.aclName",
  "telemetry.collector.metrics.logGroupName",
  "dashboardName",
  "dashboards.*.dashboardName",
  "auditTrail.trailName",
  "budgets.*.budgetName",
  "costReport.exportName",
  "recovery.replicatedImages.*",
] as const;

/** What sets the names of a stack apart: nothing for the stack that has the definition's own name. */
export function qualifierOf(stack: string, definition: string): string | undefined {
  if (stack === definition) return undefined;
  return stack.startsWith(`${definition}-`) ? stack.slice(definition.length + 1) : stack;
}

/** Why a stack's name cannot be in the names of its resources. */
export function qualifierFaults(qualifier: string | undefined): string[] {
  return qualifier === undefined || /^[a-z0-9]([a-z0-9-]{0,14}[a-z0-9])?$/.test(qualifier)
    ? []
    : [
        `platform:definition needs a stack whose name adds at most 16 small letters, digits and hyphens to it, got "${qualifier}"`,
      ];
}

/** Why a stack cannot stand by for another. */
export function standbyFaults({ standbyOf, domain }: Config, qualifier: string | undefined): string[] {
  if (standbyOf === undefined) return [];
  return [
    ...(qualifier === undefined
      ? ["platform:standbyOf needs a stack with another name than its definition, such as prod-us-west-2"]
      : []),
    ...(domain === undefined || domain === standbyOf
      ? [
          `platform:domain must be a domain name other than platform:standbyOf, got ${domain === undefined ? "nothing" : `"${domain}"`}`,
        ]
      : []),
  ];
}

/** The definition of a second stack of it in an account: its unique names carry the qualifier. */
export function qualified(definition: StackDefinition, qualifier: string | undefined): StackDefinition {
  if (qualifier === undefined) return definition;
  const rename = (name: string) => withQualifier(name, qualifier);
  const copy = structuredClone(definition);
  for (const path of uniqueNames) change(copy, path.split("."), rename);
  // AWS Backup allows no hyphens in names of restore testing plans.
  change(copy, ["recovery", "restoreTest", "planName"], (name) => `${name}_${qualifier.replaceAll("-", "_")}`);
  const { brokers = {}, secrets = {}, traces } = copy;
  // The password of a broker can be in a secret that exists before the stack, and every stack has its own.
  for (const { admin } of Object.values(brokers)) {
    if (!Object.hasOwn(secrets, admin.secret)) admin.secret = rename(admin.secret);
  }
  return { ...copy, ...(traces && { traces: renamedTraces(traces, rename) }) };
}

/** Sampling rules and groups of X-Ray have their keys as names. */
function renamedTraces(
  { samplingRules, groups, ...traces }: Part<"traces">,
  rename: (name: string) => string,
): Part<"traces"> {
  return {
    ...traces,
    ...(samplingRules && { samplingRules: byNewName(samplingRules, rename) }),
    ...(groups && { groups: byNewName(groups, rename) }),
  };
}

/** The qualifier comes after the first part of a path, so that prefixes of repositories and secrets are unique too. */
function withQualifier(name: string, qualifier: string): string {
  return name.replace(/^\/?[^/]+/, (first) => `${first}-${qualifier}`);
}

function byNewName<Row>(rows: Readonly<Record<string, Row>>, rename: (name: string) => string): Record<string, Row> {
  return Object.fromEntries(Object.entries(rows).map(([name, row]) => [rename(name), row]));
}

/** Changes the text at a path, where there is one. */
function change(value: unknown, [key = "", ...rest]: readonly string[], by: (text: string) => string): void {
  if (typeof value !== "object" || value === null) return;
  for (const each of key === "*" ? Object.keys(value) : [key]) {
    const inner: unknown = Reflect.get(value, each);
    if (rest.length > 0) change(inner, rest, by);
    else if (typeof inner === "string") Reflect.set(value, each, by(inner));
  }
}

/** The definition without what an account has once, which another stack of the account owns. */
export function asGuest({ recovery, ...definition }: StackDefinition): StackDefinition {
  const { auditTrail: _, costAnomalies: __, costReport: ___, ...own } = definition;
  const { replicatedImages: ____, ...kept } = recovery ?? { tiers: {} };
  return { ...own, accountBaseline: false, invocationLogging: false, ...(recovery && { recovery: kept }) };
}

/** The configuration of a stack that owns nothing that an account has once; a standby is the first in its Region. */
export function guestConfig({ imageCache, ...config }: Config): Config {
  const rules = config.standbyOf === undefined ? "existing" : imageCache?.rules;
  return {
    ...config,
    accountServices: { ...config.accountServices, openSearchRole: "existing" },
    ...(imageCache && { imageCache: { ...imageCache, ...(rules && { rules }) } }),
  };
}
