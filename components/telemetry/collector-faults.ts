import type { CollectorArgs } from "./collector.ts";

/** What is wrong with the arguments of a Collector. */
export function collectorFaults({ runBy, replicas, sampling, traces, logs, attributes }: CollectorArgs): string[] {
  const endpoints = traces.kind === "jaeger" ? traces.endpoints : [];
  return [
    ...(Number.isInteger(replicas) && replicas >= 1 ? [] : [`replicas must be a whole number from 1, got ${replicas}`]),
    // The operator makes the Services, and none by which pods could find each other.
    ...(sampling.kind === "tail" && replicas > 1 && runBy === "operator"
      ? [`replicas must be 1 with tail sampling where the operator runs it, got ${replicas}`]
      : []),
    ...(sampling.kind === "tail" && !(sampling.percent >= 0 && sampling.percent <= 100)
      ? [`sampling.percent must be 0 to 100, got ${sampling.percent}`]
      : []),
    ...(traces.kind === "jaeger" && endpoints.length === 0
      ? ["traces.endpoints must name at least one Jaeger, got none"]
      : []),
    ...(logs.kind === "loki" && typeof logs.url === "string" && !/^https?:\/\/[^/]+$/.test(logs.url)
      ? [`logs.url must be a URL without a path, got ${logs.url}`]
      : []),
    ...(Object.keys(attributes).length > 0 ? [] : ["attributes must have at least one, got none"]),
  ];
}
