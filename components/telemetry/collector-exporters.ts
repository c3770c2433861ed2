import * as pulumi from "@pulumi/pulumi";
import type { LogDestination, MetricDestination, OpenSearchDestination, TraceDestination } from "./destinations.ts";

/** A section of the configuration: components by ID. */
export type Section = Record<string, object>;

/** An exporter of the collector. */
export interface Exporter {
  id: string;
  settings: object;
  /** Extension that signs requests with the collector's role; empty without authentication. */
  signing: Section;
}

/** Exporters of traces. */
export function traceExporters(destination: TraceDestination): Exporter[] {
  if (destination.kind === "openSearch") return [openSearch(destination)];
  if (destination.kind === "xray") return [xray(destination.region)];
  return destination.endpoints.map((endpoint, ordinal) => ({
    id: destination.endpoints.length === 1 ? "otlp_grpc/jaeger" : `otlp_grpc/jaeger-${ordinal}`,
    // Without TLS, between pods of one namespace whose network policies deny other traffic.
    settings: { endpoint, tls: { insecure: true } },
    signing: {},
  }));
}

/** Load balancing exporter by trace ID, between pods of one namespace. */
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

/** Exporter of metrics. */
export function metricExporter(destination: MetricDestination): Exporter {
  if (destination.kind === "prometheus") {
    // Converts resource attributes to labels of the series.
    const settings = { endpoint: "0.0.0.0:8889", resource_to_telemetry_conversion: { enabled: true } };
    return { id: "prometheus", settings, signing: {} };
  }
  const { region, namespace, logGroupName, retentionDays } = destination;
  const settings = { region, namespace, log_group_name: logGroupName, log_retention: retentionDays };
  return { id: "awsemf", settings, signing: {} };
}

/** Exporter of log records. */
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
