import type { StackDefinition } from "../definition.ts";
import { type ByName, rowOf, rows } from "../table.ts";
import type { TelemetryDefinition } from "../telemetry/index.ts";
import { unknown, unknownName } from "./names.ts";

type Telemetry = NonNullable<TelemetryDefinition["telemetry"]>;

/** What the telemetry of a definition names but the definition does not have, one line each. */
export function telemetryReferenceFaults(definition: StackDefinition): string[] {
  const { telemetry } = definition;
  if (telemetry === undefined) return [];
  if (definition.cluster === undefined) return ["telemetry needs a cluster, the stack has none"];
  return [
    ...Object.entries(telemetry.copies ?? {}).flatMap(([image, repository]) =>
      unknown(`telemetry.copies.${image}`, [repository], definition.repositories, "repository"),
    ),
    ...prometheusFaults(telemetry, definition),
    ...scrapingFaults(telemetry, definition),
    ...collectorFaults(telemetry, definition),
  ];
}

/** Receivers of alerts and the administrator of Grafana are read from secrets, which External Secrets copies. */
function prometheusFaults({ namespace, prometheus }: Telemetry, definition: StackDefinition): string[] {
  if (prometheus === undefined) return [];
  const { alerting, grafana } = prometheus;
  const copies = definition.clusterAddons?.externalSecrets;
  return [
    ...(copies === undefined
      ? ["telemetry.prometheus needs clusterAddons.externalSecrets for its secrets, the stack has none"]
      : copies.namespaces.includes(namespace)
        ? []
        : [`clusterAddons.externalSecrets.namespaces must name ${namespace}, got ${copies.namespaces.join(", ")}`]),
    ...secretFaults("alerting.secret", alerting.secret, Object.keys(alerting.receivers), definition),
    ...secretFaults("grafana.adminSecret", grafana.adminSecret, ["username", "password"], definition),
  ];
}

/** A secret that Prometheus or Grafana reads: it is copied, and has the keys. */
function secretFaults(argument: string, name: string, keys: readonly string[], definition: StackDefinition): string[] {
  const where = `telemetry.prometheus.${argument}`;
  const secret = rowOf(definition.secrets, name);
  if (secret === undefined) return unknown(where, [name], definition.secrets, "secret");
  const copies = definition.clusterAddons?.externalSecrets;
  const { keys: known = [] } = secret;
  return [
    ...(copies === undefined || copies.secrets.includes(name)
      ? []
      : [`${where} must be one of clusterAddons.externalSecrets.secrets, got "${name}"`]),
    ...keys
      .filter((key) => !known.includes(key))
      .map((key) => `secrets.${name}.keys must name ${key}, which ${where} reads, got ${known.join(", ") || "none"}`),
  ];
}

/** Alerts and objectives never fire for a workload that Prometheus may not scrape, or for a job that does not exist. */
function scrapingFaults({ namespace, prometheus }: Telemetry, { deployments }: StackDefinition): string[] {
  if (prometheus === undefined) return [];
  const scraped = rows(deployments).filter(([, { metrics }]) => metrics !== undefined);
  const jobs: ByName<unknown> = {
    ...Object.fromEntries(scraped.map(([, { app, deploymentName }]) => [app ?? deploymentName, true])),
    ...prometheus.scrapeTargets,
  };
  return [
    ...scraped
      .map(([name, { metrics }]) => ({ name, given: metrics?.scraper.namespace }))
      .filter(({ given }) => given !== namespace)
      .map(({ name, given }) => {
        return `deployments.${name}.metrics.scraper.namespace must be ${namespace}, where Prometheus is, got "${given}"`;
      }),
    ...rows(prometheus.objectives)
      // Jobs that the collector reports have a namespace in front, and no row here.
      .filter(([, { job }]) => !job.includes("/"))
      .flatMap(([name, { job }]) => unknown(`telemetry.prometheus.objectives.${name}.job`, [job], jobs, "job")),
  ];
}

function collectorFaults(telemetry: Telemetry, definition: StackDefinition): string[] {
  const { namespace, jaeger, loki, prometheus, collector } = telemetry;
  if (collector === undefined) return [];
  const { identity: name, traces, metrics, logs } = collector;
  const stores = { jaeger, loki, prometheus };
  const destinations = Object.entries({ traces, metrics, logs });
  const signed = destinations.some(([, each]) => typeof each === "object" || each === "xray");
  const identity = rowOf(definition.identities, name);
  return [
    ...destinations.flatMap(([kind, destination]) => {
      const where = `telemetry.collector.${kind}`;
      if (typeof destination === "object") {
        return "search" in destination
          ? unknown(`${where}.search`, [destination.search], definition.searches, "search domain")
          : [];
      }
      return destination === "xray" || stores[destination] !== undefined
        ? []
        : [`${where} needs telemetry.${destination}, the stack has none`];
    }),
    ...unknownName("telemetry.collector.identity", name, definition.identities, "identity"),
    ...(name === undefined && signed
      ? ["telemetry.collector.identity must be named, because requests to AWS are signed, got nothing"]
      : []),
    ...(identity === undefined || identity.namespace === namespace
      ? []
      : [
          `telemetry.namespace must be ${identity.namespace}, which the collector's identity is for, got "${namespace}"`,
        ]),
  ];
}
