import type { Sampling, Tracing } from "./tracing.ts";

export interface CollectorSettings {
  /** Where traces go. */
  tracing: Tracing;
  /** Which traces are kept. */
  sampling: Sampling;
  /** URL of Loki, without a path. */
  lokiUrl: string;
  /** Attributes that every span, metric and log record gets, for example service.namespace. */
  attributes: Readonly<Record<string, string>>;
}

/** Ports of the collector by name: OTLP in, metrics of the services out, its own metrics and its health. */
export const collectorPorts = {
  "otlp-grpc": 4317,
  "otlp-http": 4318,
  prometheus: 8889,
  metrics: 8888,
  health: 13133,
} as const;

/** A section of the configuration: components by ID, each with its settings. */
export type Section = Record<string, object>;

/** Configuration of the OpenTelemetry Collector, in its own notation. */
export interface CollectorConfig {
  receivers: Section;
  processors: Section;
  exporters: Section;
  extensions: Section;
  service: {
    extensions: string[];
    pipelines: Record<
      "traces" | "metrics" | "logs",
      { receivers: string[]; processors: string[]; exporters: string[] }
    >;
    telemetry: object;
  };
}

/** OTLP in; traces to where they belong, metrics to whoever scrapes them, logs to Loki. */
export function collectorConfig({ tracing, sampling, lokiUrl, attributes }: CollectorSettings): CollectorConfig {
  const traces = traceExporter(tracing);
  // Memory is watched first, so that nothing is held that does not fit; traces are judged before they are cut into batches.
  const processors = (...judging: string[]) => ["memory_limiter", ...judging, "batch", "resource"];
  return {
    receivers: {
      otlp: {
        protocols: { grpc: { endpoint: "0.0.0.0:4317" }, http: { endpoint: "0.0.0.0:4318" } },
      },
    },
    processors: {
      memory_limiter: { check_interval: "1s", limit_mib: 1000 },
      ...(sampling.kind === "tail" && { tail_sampling: tailSampling(sampling) }),
      batch: { timeout: "1s", send_batch_size: 1024 },
      resource: {
        attributes: Object.entries(attributes).map(([key, value]) => ({ key, value, action: "upsert" })),
      },
    },
    exporters: {
      [traces.id]: traces.settings,
      prometheus: { endpoint: "0.0.0.0:8889", resource_to_telemetry_conversion: { enabled: true } },
      "otlp_http/loki": { endpoint: `${lokiUrl}/otlp` },
    },
    extensions: { health_check: { endpoint: "0.0.0.0:13133" }, ...traces.extensions },
    service: {
      extensions: ["health_check", ...Object.keys(traces.extensions)],
      pipelines: {
        traces: {
          receivers: ["otlp"],
          processors: processors(...(sampling.kind === "tail" ? ["tail_sampling"] : [])),
          exporters: [traces.id],
        },
        metrics: { receivers: ["otlp"], processors: processors(), exporters: ["prometheus"] },
        logs: { receivers: ["otlp"], processors: processors(), exporters: ["otlp_http/loki"] },
      },
      telemetry: {
        metrics: {
          level: "normal",
          readers: [{ pull: { exporter: { prometheus: { host: "0.0.0.0", port: collectorPorts.metrics } } } }],
        },
      },
    },
  };
}

interface TraceExporter {
  id: string;
  settings: object;
  /** Extensions that the exporter signs its requests with. */
  extensions: Section;
}

function traceExporter(tracing: Tracing): TraceExporter {
  switch (tracing.kind) {
    case "jaeger":
      // Inside the cluster's network, between two pods of one namespace.
      return {
        id: "otlp_grpc/jaeger",
        settings: { endpoint: tracing.endpoint, tls: { insecure: true } },
        extensions: {},
      };
    case "xray":
      return {
        id: "otlp_http/xray",
        settings: {
          traces_endpoint: `https://xray.${tracing.region}.amazonaws.com/v1/traces`,
          auth: { authenticator: "sigv4auth" },
        },
        extensions: { sigv4auth: { region: tracing.region, service: "xray" } },
      };
    case "openSearch":
      return {
        id: "opensearch",
        settings: { http: { endpoint: tracing.endpoint, auth: { authenticator: "sigv4auth" } } },
        extensions: { sigv4auth: { region: tracing.region, service: "es" } },
      };
  }
}

/** A trace is kept as soon as one of the policies wants it. */
function tailSampling({ slowMilliseconds, percent }: Extract<Sampling, { kind: "tail" }>): object {
  return {
    decision_wait: "10s",
    num_traces: 50_000,
    policies: [
      { name: "errors", type: "status_code", status_code: { status_codes: ["ERROR"] } },
      { name: "slow", type: "latency", latency: { threshold_ms: slowMilliseconds } },
      { name: "share", type: "probabilistic", probabilistic: { sampling_percentage: percent } },
    ],
  };
}
