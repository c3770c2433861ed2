import * as pulumi from "@pulumi/pulumi";
import type { CollectorSettings } from "../components/telemetry/collector-config.ts";
import type { OpenSearchDestination } from "../components/telemetry/destinations.ts";
import type { Jaeger } from "../components/telemetry/jaeger.ts";
import type { Loki } from "../components/telemetry/loki.ts";
import type { Context } from "./context.ts";
import type { Workloads } from "./workloads.ts";

/** Where the collector sends what it takes, by name: a search is an OpenSearch domain of the stack. */
export interface DestinationsDefinition {
  traces: "jaeger" | "xray" | { search: string };
  metrics: "prometheus" | { namespace: string; logGroupName: string };
  logs: "loki" | { search: string };
}

/** Destinations as the collector needs them; what the stack does not have is an empty address, which the collector refuses. */
export function collectorDestinations(
  { home, definition }: Context,
  { searches }: Pick<Workloads, "searches">,
  { traces, metrics, logs }: DestinationsDefinition,
  { jaeger, loki }: { jaeger: Jaeger | undefined; loki: Loki | undefined },
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
        : { kind: "cloudWatch", region, retentionDays: definition.logRetentionInDays, ...metrics },
    logs: logs === "loki" ? { kind: logs, url: loki?.url ?? "" } : domain(logs),
  };
}
