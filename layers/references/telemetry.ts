import type { StackDefinition } from "../definition.ts";
import type { TelemetryDefinition } from "../telemetry.ts";
import { unknown } from "./deployments.ts";

type Telemetry = NonNullable<TelemetryDefinition["telemetry"]>;

/** What the telemetry of a definition names but the definition does not have, one line each. */
export function telemetryReferenceFaults(definition: StackDefinition): string[] {
  const { telemetry } = definition;
  if (telemetry === undefined) return [];
  if (definition.cluster === undefined) return ["telemetry needs a cluster, the stack has none"];
  return [
    ...Object.entries(telemetry.copies).flatMap(([image, repository]) =>
      unknown(`telemetry.copies.${image}`, [repository], definition.repositories),
    ),
    ...prometheus(telemetry, definition),
    ...scraped(telemetry, definition),
    ...collector(telemetry, definition),
  ];
}

/** Who hears of alerts, and who administers Grafana, is read from secrets: without a copy of them there is no Prometheus. */
function prometheus({ namespace, prometheus: wanted }: Telemetry, definition: StackDefinition): string[] {
  if (wanted === undefined) return [];
  const { alerting, grafana } = wanted;
  const copies = definition.clusterAddons?.externalSecrets;
  const read = {
    "alerting.secret": { name: alerting.secret, keys: Object.keys(alerting.receivers) },
    "grafana.adminSecret": { name: grafana.adminSecret, keys: ["username", "password"] },
  };
  return [
    ...(copies === undefined
      ? ["telemetry.prometheus needs clusterAddons.externalSecrets for its secrets, the stack has none"]
      : copies.namespaces.includes(namespace)
        ? []
        : [`clusterAddons.externalSecrets.namespaces must name ${namespace}, got ${copies.namespaces.join(", ")}`]),
    ...Object.entries(read).flatMap(([argument, { name, keys }]) => {
      const secret = definition.secrets[name];
      const where = `telemetry.prometheus.${argument}`;
      if (secret === undefined) return unknown(where, [name], definition.secrets);
      return [
        ...(copies === undefined || copies.secrets.includes(name)
          ? []
          : [`${where} must be one of clusterAddons.externalSecrets.secrets, got "${name}"`]),
        ...keys
          .filter((key) => !secret.keys?.includes(key))
          .map((key) => `secrets.${name}.keys must name ${key}, which ${where} reads, got ${keysOf(secret)}`),
      ];
    }),
  ];
}

/** Where Prometheus is not let in, or nobody is scraped under a job, alerts and objectives stay silent for ever. */
function scraped({ namespace, prometheus: wanted }: Telemetry, { deployments }: StackDefinition): string[] {
  if (wanted === undefined) return [];
  const told = Object.entries(deployments).flatMap(([name, row]) => (row.metrics ? [{ name, ...row }] : []));
  const named = [
    ...told.map(({ app, deploymentName }) => app ?? deploymentName),
    ...Object.keys(wanted.scrapeTargets ?? {}),
  ];
  const jobs = Object.fromEntries(named.map((job) => [job, true]));
  return [
    ...told
      .filter(({ metrics }) => metrics?.scraper.namespace !== namespace)
      .map(({ name, metrics }) => {
        const given = metrics?.scraper.namespace;
        return `deployments.${name}.metrics.scraper.namespace must be ${namespace}, where Prometheus is, got "${given}"`;
      }),
    ...Object.entries(wanted.objectives).flatMap(([name, { job }]) =>
      // What comes by way of the collector has a namespace in front, and no row here.
      job.includes("/") ? [] : unknown(`telemetry.prometheus.objectives.${name}.job`, [job], jobs),
    ),
  ];
}

function keysOf({ keys = [] }: StackDefinition["secrets"][string]): string {
  return keys.join(", ") || "none";
}

function collector({ namespace, jaeger, loki, prometheus, collector: wanted }: Telemetry, definition: StackDefinition) {
  if (wanted === undefined) return [];
  const { identity, traces, metrics, logs } = wanted;
  const has = { jaeger, loki, prometheus };
  const destinations = Object.entries({ traces, metrics, logs }).flatMap(([kind, destination]) => {
    const where = `telemetry.collector.${kind}`;
    if (typeof destination === "object")
      return "search" in destination ? unknown(`${where}.search`, [destination.search], definition.searches) : [];
    return destination === "xray" || has[destination] !== undefined
      ? []
      : [`${where} needs telemetry.${destination}, the stack has none`];
  });
  const elsewhere = [traces, metrics, logs].some((each) => typeof each === "object" || each === "xray");
  const account = identity === undefined ? undefined : definition.identities[identity];
  return [
    ...destinations,
    ...(identity === undefined ? [] : unknown("telemetry.collector.identity", [identity], definition.identities)),
    ...(identity === undefined && elsewhere
      ? ["telemetry.collector.identity must be named, for what goes to AWS is signed, got nothing"]
      : []),
    ...(account === undefined || account.namespace === namespace
      ? []
      : [
          `telemetry.namespace must be ${account.namespace}, which the collector's identity is for, got "${namespace}"`,
        ]),
  ];
}
