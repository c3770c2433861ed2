import * as pulumi from "@pulumi/pulumi";
import type { LogDestination, MetricDestination, OpenSearchDestination, TraceDestination } from "./destinations.ts";

/** A section of the configuration: components by ID, each with its settings. */
export type Section = Record<string, object>;

/** An exporter of the collector, in its own notation. */
export interface Exporter {
  id: string;
  settings: object;
  /** Extension that signs its requests with the role of the collector; none where nobody asks who it is. */
  signing: Section;
}

export function traceExporters(destination: TraceDestination): Exporter[] {
  if (destination.kind === "openSearch") return [openSearch(destination)];
  if (destination.kind === "xray") return [xray(destination.region)];
  return destination.endpoints.map((endpoint, ordinal) => ({
    id: destination.endpoints.length === 1 ? "otlp_grpc/jaeger" : `otlp_grpc/jaeger-${ordinal}`,
    // Between two pods of one namespace, which nobody else reaches.
    settings: { endpoint, tls: { insecure: true } },
    signing: {},
  }));
}

/** Picks the pod by the ID of the trace, between pods of one namespace, which nobody else reaches. */
export function peerExporter(hostname: pulumi.Input<string>, port: number): Exporter {
  const protocol = { otlp: { tls: { insecure: true } } };
  const settings = { routing_key: "traceID", protocol, resolver: { dns: { hostname, port: String(port) } } };
  return { id: "load_balancing", settings, signing: {} };
}

function xray(region: string): Exporter {
  return {
    id: "otlp_http/xray",
    settings: {
      traces_endpoint: `https://xray.${region}.amazonaws.com/v1/traces`,
      auth: { authenticator: "sigv4auth/xray" },
    },
    signing: { "sigv4auth/xray": { region, service: "xray" } },
  };
}

export function metricExporter(destination: MetricDestination): Exporter {
  if (destination.kind === "prometheus") {
    // What a service says of itself is of use only as labels of its series.
    const settings = { endpoint: "0.0.0.0:8889", resource_to_telemetry_conversion: { enabled: true } };
    return { id: "prometheus", settings, signing: {} };
  }
  const { region, namespace, logGroupName, retentionDays } = destination;
  const settings = { region, namespace, log_group_name: logGroupName, log_retention: retentionDays };
  return { id: "awsemf", settings, signing: {} };
}

export function logExporter(destination: LogDestination): Exporter {
  if (destination.kind === "openSearch") return openSearch(destination);
  const settings = { endpoint: pulumi.interpolate`${destination.url}/otlp` };
  return { id: "otlp_http/loki", settings, signing: {} };
}

function openSearch({ region, endpoint }: OpenSearchDestination): Exporter {
  return {
    id: "opensearch",
    settings: { http: { endpoint, auth: { authenticator: "sigv4auth/opensearch" } } },
    signing: { "sigv4auth/opensearch": { region, service: "es" } },
  };
}
