import type * as pulumi from "@pulumi/pulumi";
import type { Section } from "./collector-exporters.ts";
import { type Exporter, logExporter, metricExporter, peerExporter, traceExporters } from "./collector-exporters.ts";
import type { LogDestination, MetricDestination, Sampling, TraceDestination } from "./destinations.ts";

/** Destinations and sampling of the collector. */
export interface CollectorSettings {
  /** Destination of traces. */
  traces: TraceDestination;
  /** Destination of metrics. */
  metrics: MetricDestination;
  /** Destination of log records. */
  logs: LogDestination;
  /** Sampling of traces. */
  sampling: Sampling;
  /** Resource attributes of all spans, metrics and log records, for example service.namespace. */
  attributes: Readonly<Record<string, string>>;
}

/** Ports by name: OTLP receivers, exported metrics, internal metrics, health check. */
export const collectorPorts = {
  "otlp-grpc": 4317,
  "otlp-http": 4318,
  prometheus: 8889,
  metrics: 8888,
  health: 13133,
} as const;

/** Port on which pods exchange spans for tail sampling. */
export const peerPort = 4319;

interface Pipeline {
  receivers: string[];
  processors: string[];
  exporters: string[];
}

type Pipelines = Record<"traces" | "metrics" | "logs", Pipeline> & { "traces/shared"?: Pipeline };

/** OpenTelemetry Collector configuration. */
export interface CollectorConfig {
  receivers: Section;
  processors: Section;
  exporters: Section;
  extensions: Section;
  service: { extensions: string[]; pipelines: Pipelines; telemetry: object };
}

/** Configuration for the settings; peers is the headless Service of all pods, where tail sampling needs it. */
export function collectorConfig(settings: CollectorSettings, peers?: pulumi.Input<string>): CollectorConfig {
  const { sampling, attributes } = settings;
  const traces = traceExporters(settings.traces);
  const metrics = metricExporter(settings.metrics);
  const logs = logExporter(settings.logs);
  const sharing = peers === undefined ? [] : [peerExporter(peers, peerPort)];
  const all = [...traces, metrics, logs, ...sharing];
  const extensions = Object.assign(
    { health_check: { endpoint: "0.0.0.0:13133" } },
    ...all.map(({ signing }) => signing),
  );
  // memory_limiter is first, so that data is refused before it uses memory; tail_sampling is before batch.
  const pipeline = (exporters: readonly Exporter[], ...judging: string[]): Pipeline => ({
    receivers: ["otlp"],
    processors: ["memory_limiter", ...judging, "batch", "resource"],
    exporters: exporters.map(({ id }) => id),
  });
  return {
    receivers: {
      otlp: { protocols: { grpc: { endpoint: "0.0.0.0:4317" }, http: { endpoint: "0.0.0.0:4318" } } },
      ...(peers !== undefined && { "otlp/peers": { protocols: { grpc: { endpoint: `0.0.0.0:${peerPort}` } } } }),
    },
    processors: {
      memory_limiter: { check_interval: "1s", limit_mib: 1000 },
      ...(sampling.kind === "tail" && { tail_sampling: tailSampling(sampling) }),
      batch: { timeout: "1s", send_batch_size: 1024 },
      resource: { attributes: Object.entries(attributes).map(([key, value]) => ({ key, value, action: "upsert" })) },
    },
    exporters: Object.fromEntries(all.map(({ id, settings: each }) => [id, each])),
    extensions,
    service: {
      extensions: Object.keys(extensions),
      pipelines: {
        ...(peers !== undefined && {
          "traces/shared": { ...pipeline(sharing), processors: ["memory_limiter", "batch"] },
        }),
        traces: {
          ...pipeline(traces, ...(sampling.kind === "tail" ? ["tail_sampling"] : [])),
          ...(peers !== undefined && { receivers: ["otlp/peers"] }),
        },
        metrics: pipeline([metrics]),
        logs: pipeline([logs]),
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

/** A trace is kept when one policy matches. */
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
