import { within } from "../ranges.ts";
import type { CollectorArgs } from "./collector-args.ts";
import type { LogDestination, Sampling } from "./destinations.ts";

/** Every fault of a Collector's arguments. */
export function collectorFaults({ runBy, replicas, sampling, traces, logs, attributes }: CollectorArgs): string[] {
  return [
    ...within("replicas", replicas, 1),
    ...(sampling.kind === "tail" ? tailFaults(sampling, { runBy, replicas }) : []),
    ...(traces.kind === "jaeger" && traces.endpoints.length === 0
      ? ["traces.endpoints must name at least one Jaeger, got none"]
      : []),
    ...(logs.kind === "loki" ? lokiFaults(logs) : []),
    ...(Object.keys(attributes).length > 0 ? [] : ["attributes must have at least one, got none"]),
  ];
}

function tailFaults(
  { percent }: Extract<Sampling, { kind: "tail" }>,
  { runBy, replicas }: Pick<CollectorArgs, "runBy" | "replicas">,
): string[] {
  return [
    // The Services that the operator creates are not headless, so replicas cannot find each other to share traces.
    ...(replicas > 1 && runBy === "operator"
      ? [`replicas must be 1 with tail sampling where the operator runs it, got ${replicas}`]
      : []),
    ...(percent >= 0 && percent <= 100 ? [] : [`sampling.percent must be 0 to 100, got ${percent}`]),
  ];
}

function lokiFaults({ url }: Extract<LogDestination, { kind: "loki" }>): string[] {
  return typeof url !== "string" || /^https?:\/\/[^/]+$/.test(url)
    ? []
    : [`logs.url must be a URL without a path, got ${url}`];
}
