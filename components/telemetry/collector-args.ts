import type * as pulumi from "@pulumi/pulumi";
import type { CollectorSettings } from "./collector-config.ts";

/** Arguments of Collector. */
export interface CollectorArgs extends CollectorSettings {
  /** Namespace of the collector. */
  namespace: pulumi.Input<string>;
  /** How the collector runs: as Deployment, or by the OpenTelemetry Operator of AWS Distro for OpenTelemetry (ADOT). */
  runBy: "deployment" | "operator";
  /** Name of the service account. */
  serviceAccount: string;
  /** Number of pods; with tail sampling they exchange spans, so that all spans of a trace reach one pod. */
  replicas: number;
  /** URL of a repository with copies of otel/opentelemetry-collector-contrib. @default Docker Hub */
  imageRepository?: pulumi.Input<string>;
}
