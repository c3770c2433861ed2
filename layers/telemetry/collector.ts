import * as pulumi from "@pulumi/pulumi";
import { Collector, type CollectorArgs } from "../../components/telemetry/collector.ts";
import type { CollectorSettings } from "../../components/telemetry/collector-config.ts";
import type { OpenSearchDestination } from "../../components/telemetry/destinations.ts";
import type { Jaeger } from "../../components/telemetry/jaeger.ts";
import type { Loki } from "../../components/telemetry/loki.ts";
import type { Context } from "../context.ts";
import type { Workloads } from "../contracts/workloads.ts";
import { rowOf } from "../table.ts";
import type { WorkloadsDefinition } from "../workloads.ts";
import type { Place } from "./namespace.ts";

/** OpenTelemetry Collector, and what it sends to. */
export interface CollectorDefinition
  extends Pick<CollectorArgs, "runBy" | "replicas" | "sampling" | "attributes">,
    DestinationsDefinition {
  /** Identity of the stack that signs requests to AWS, for the same namespace. @default none */
  identity?: string;
}

/** Destinations of the collector; a search is the name of an OpenSearch domain of the stack. */
interface DestinationsDefinition {
  traces: "jaeger" | "xray" | { search: string };
  metrics: "prometheus" | { namespace: string; logGroupName: string };
  logs: "loki" | { search: string };
}

/** The stores of telemetry that the stack has. */
interface TelemetryStores {
  jaeger: Jaeger | undefined;
  loki: Loki | undefined;
}

/** The collector; it waits for the identities, for the service account of one of them may be its own. */
export function collector(
  context: Context,
  { identities }: Pick<WorkloadsDefinition, "identities">,
  stack: Pick<Workloads, "searches" | "madeIdentities">,
  { namespace, opts }: Place,
  { identity: name, traces, metrics, logs, ...settings }: CollectorDefinition,
  stores: TelemetryStores & Pick<CollectorArgs, "imageRepository">,
): void {
  const identity = rowOf(identities, name);
  const { jaeger, loki, ...image } = stores;
  const args = {
    ...settings,
    ...destinations(context, stack, { traces, metrics, logs }, { jaeger, loki }),
    ...image,
    namespace,
    serviceAccount: identity?.serviceAccount ?? "otel-collector",
  };
  const roles = identity === undefined ? [] : stack.madeIdentities;
  new Collector("collector", args, { ...opts, dependsOn: [...opts.dependsOn, ...roles] });
}

/** Destinations with their addresses; one that the stack does not have gets an empty address, which the component refuses. */
function destinations(
  { home, logs: { retentionInDays } }: Context,
  { searches }: Pick<Workloads, "searches">,
  { traces, metrics, logs }: DestinationsDefinition,
  { jaeger, loki }: TelemetryStores,
): Pick<CollectorSettings, "traces" | "metrics" | "logs"> {
  const { region } = home.account;
  const domain = ({ search }: { search: string }): OpenSearchDestination => ({
    kind: "openSearch",
    region,
    endpoint: pulumi.interpolate`https://${searches[search]?.endpoint}`,
  });
  return {
    traces:
      traces === "jaeger"
        ? { kind: traces, endpoints: jaeger?.endpoints ?? [] }
        : traces === "xray"
          ? { kind: traces, region }
          : domain(traces),
    metrics:
      metrics === "prometheus"
        ? { kind: metrics }
        : { kind: "cloudWatch", region, retentionDays: retentionInDays, ...metrics },
    logs: logs === "loki" ? { kind: logs, url: loki?.url ?? "" } : domain(logs),
  };
}
