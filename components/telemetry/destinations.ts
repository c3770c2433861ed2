import type * as pulumi from "@pulumi/pulumi";

/** Destination of traces: Jaeger in the cluster, AWS X-Ray, or an OpenSearch domain. */
export type TraceDestination =
  | {
      /** Jaeger, over OTLP and gRPC. */
      kind: "jaeger";
      /** Host and port of each Jaeger's OTLP receiver; each receives every trace. */
      endpoints: readonly pulumi.Input<string>[];
    }
  | {
      /** X-Ray's OTLP endpoint; CloudWatch Transaction Search must be enabled in the account and Region. */
      kind: "xray";
      /** Region of the endpoint. */
      region: string;
    }
  | OpenSearchDestination;

/** An OpenSearch Service domain whose access policy allows the collector's role. */
export interface OpenSearchDestination {
  /** An OpenSearch Service domain. */
  kind: "openSearch";
  /** Region of the domain. */
  region: string;
  /** URL of the domain. */
  endpoint: pulumi.Input<string>;
}

/** Destination of metrics: scraped by Prometheus, or sent to CloudWatch in the embedded metric format, billed as log ingestion. */
export type MetricDestination =
  | {
      /** Prometheus scrapes the collector. */
      kind: "prometheus";
    }
  | {
      /** CloudWatch extracts metrics from log events (embedded metric format). */
      kind: "cloudWatch";
      /** Region of the log group. */
      region: string;
      /** CloudWatch namespace of the metrics. */
      namespace: string;
      /** Name of the log group. */
      logGroupName: string;
      /** Retention of the log group in days. */
      retentionDays: number;
    };

/** Destination of log records: Loki, or an OpenSearch domain. */
export type LogDestination =
  | {
      /** Loki, over OTLP and HTTP. */
      kind: "loki";
      /** URL of Loki without a path. */
      url: pulumi.Input<string>;
    }
  | OpenSearchDestination;

/** Which traces are exported: all of them, or a sample that is decided when a trace is complete. */
export type Sampling =
  | {
      /** Every trace. */
      kind: "all";
    }
  | {
      /** Tail sampling: traces with an error, slow traces, and a percentage of the others. */
      kind: "tail";
      /** Milliseconds from which a trace is slow. */
      slowMilliseconds: number;
      /** Percentage of the other traces, 0 to 100. */
      percent: number;
    };
