import type * as pulumi from "@pulumi/pulumi";
import type { Section } from "./collector-exporters.ts";
import { type Exporter, logExporter, metricExporter, peerExporter, traceExporters } from "./collector-exporters.ts";
import type { LogDestination, MetricDestination, Sampling, TraceDestination } from "./destinations.ts";

export interface CollectorSettings {
  /** Where traces go. */
  traces: TraceDestination;
  /** Where metrics go. */
  metrics: MetricDestination;
  /** Where log records go. */
  logs: LogDestination;
  /** Which traces are kept. */
  sampling: Sampling;
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

/** Where pods hand each other spans, so that all of a trace meet in one of them. */
export const peerPort = 4319;

interface Pipeline {
  receivers: string[];
  processors: string[];
  exporters: string[];
}

type Pipelines = Record<"traces" | "metrics" | "logs", Pipeline> & { "traces/shared"?: Pipeline };

/** Configuration of the OpenTelemetry Collector, in its own notation. */
export interface CollectorConfig {
  receivers: Section;
  processors: Section;
  exporters: Section;
  extensions: Section;
  service: { extensions: string[]; pipelines: Pipelines; telemetry: object };
}

/** OTLP in, and out to where each kind of data belongs; peers is a host name of all pods, where several judge traces. */
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
  // Memory is watched first, so that nothing is held that does not fit; traces are judged before they are cut into batches.
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
