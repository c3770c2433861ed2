import type * as pulumi from "@pulumi/pulumi";
import type { CollectorSettings } from "./collector-config.ts";

export interface CollectorArgs extends CollectorSettings {
  /** Namespace of the collector. */
  namespace: pulumi.Input<string>;
  /** Who runs it: a Deployment, or the OpenTelemetry Operator, which AWS Distro for OpenTelemetry (ADOT) is. */
  runBy: "deployment" | "operator";
  /** Name of its service account, which a role may trust. */
  serviceAccount: string;
  /** Number of pods; with tail sampling they hand each other spans, so that all of a trace meet in one of them. */
  replicas: number;
  /** URL of a repository with copies of otel/opentelemetry-collector-contrib. @default Docker Hub */
  imageRepository?: pulumi.Input<string>;
}
