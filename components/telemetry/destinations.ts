import type * as pulumi from "@pulumi/pulumi";

/** Where traces go: Jaeger in the cluster, X-Ray of the account, or an OpenSearch domain. */
export type TraceDestination =
  /** Host and port of the OTLP receiver over gRPC of each Jaeger; every one of them gets every trace. */
  | { kind: "jaeger"; endpoints: readonly pulumi.Input<string>[] }
  /** X-Ray's own OTLP endpoint; CloudWatch Transaction Search must be on in the account and Region. */
  | { kind: "xray"; region: string }
  | OpenSearchDestination;

/** An OpenSearch domain that admits the collector's role. */
export interface OpenSearchDestination {
  kind: "openSearch";
  region: string;
  /** URL of the domain. */
  endpoint: pulumi.Input<string>;
}

/** Where metrics go: Prometheus fetches them, or CloudWatch reads them from log events, which cost what logs cost. */
export type MetricDestination =
  | { kind: "prometheus" }
  | {
      kind: "cloudWatch";
      region: string;
      /** Namespace of the metrics. */
      namespace: string;
      logGroupName: string;
      /** Days that CloudWatch Logs keeps the events. */
      retentionDays: number;
    };

/** Where log records go. */
export type LogDestination =
  /** URL of Loki, without a path. */
  { kind: "loki"; url: pulumi.Input<string> } | OpenSearchDestination;

/** Which traces are kept: all of them; or those with an error, those that are slow, and a share of the others. */
export type Sampling = { kind: "all" } | { kind: "tail"; slowMilliseconds: number; percent: number };
