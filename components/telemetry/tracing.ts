import type * as pulumi from "@pulumi/pulumi";

/** Where traces go: Jaeger in the cluster, X-Ray of the account, or an OpenSearch domain. */
export type Tracing =
  | { kind: "jaeger" /** Host and port of Jaeger's OTLP receiver over gRPC. */; endpoint: pulumi.Input<string> }
  /** X-Ray's own OTLP endpoint; CloudWatch Transaction Search must be on in the account and Region. */
  | { kind: "xray"; region: string }
  | { kind: "openSearch"; region: string /** DNS name of the domain. */; endpoint: pulumi.Input<string> };

/** Which traces are kept: all of them; or those with an error, those that are slow, and a share of the others. */
export type Sampling = { kind: "all" } | { kind: "tail"; slowMilliseconds: number; percent: number };
