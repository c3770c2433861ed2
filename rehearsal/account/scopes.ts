import type { Place, Thing } from "./thing.ts";

export type Scope = "cluster" | "region" | "account" | "world";

/** Services whose resources belong to an account as a whole: their ARNs have no Region. */
const accountWide = [
  "account",
  "bcmdata",
  "budgets",
  "cloudfront",
  "costexplorer",
  "iam",
  "organizations",
  "route53",
  "shield",
];

/** Types of Regional services that belong to the account as a whole. */
const exceptions: Readonly<Record<string, Scope>> = {
  "aws:cloudwatch/dashboard:Dashboard": "account",
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": "account",
  "aws:computeoptimizer/enrollmentStatus:EnrollmentStatus": "account",
};

/** How far a resource of a type reaches: within a Region, unless its service or the type is known to reach further. */
export function scopeOf(type: string): Scope {
  if (type.startsWith("kubernetes:")) return "cluster";
  const [, module = ""] = type.split(":");
  const [service = ""] = module.split("/");
  return exceptions[type] ?? (accountWide.includes(service) ? "account" : "region");
}

/** Equal for two places that are one for a scope. */
export function scopeKey({ accountId, region, cluster = "" }: Place, scope: Scope): string {
  if (scope === "world") return "";
  if (scope === "cluster") return cluster;
  return scope === "account" ? accountId : `${accountId}/${region}`;
}

/** Where a thing and another of its type would be the same thing, were their IDs equal. */
export function keyOf({ type, id, place }: Pick<Thing, "type" | "id" | "place">): string {
  return `${type}|${scopeKey(place, scopeOf(type))}|${id}`;
}
