import { namespace as databaseUsers } from "../components/addons/database-users.ts";
import { namespace as containerInsights } from "../components/observability/container-insights.ts";
import type { Context } from "./context.ts";
import { hasContainerInsights } from "./monitored.ts";

/** Namespaces of the platform's own add-ons, with those that only some stacks have. */
export function addonNamespaces(
  context: Context,
  definition: { telemetry?: { namespace: string; prometheus?: object } },
): string[] {
  const { telemetry } = definition;
  return [
    ...always,
    ...(telemetry === undefined ? [] : [telemetry.namespace]),
    ...(hasContainerInsights(context, definition) ? [containerInsights] : []),
  ];
}

const always = [
  "cert-manager",
  databaseUsers,
  "external-dns",
  "external-secrets",
  "karpenter",
  "kong",
  "vault",
  "velero",
];
