import type { LokiArgs } from "../../components/telemetry/loki.ts";
import type { PrometheusStackArgs } from "../../components/telemetry/prometheus-stack.ts";
import type { Environment } from "../../layers/context.ts";
import type { Part } from "../../layers/definition.ts";

/** Minimum and maximum nodes of a group, and those that it starts with; the minimum where they are left out. */
export type Nodes = readonly [minSize: number, maxSize: number, desiredSize?: number];

/** Kinds of nodes: for core services, for interruptible work, and for memory-intensive work. */
export type NodeKind = "general" | "spot" | "memory";

/** Where AIVO's environments differ; all else is the same in the three. */
export interface AivoSize {
  name: "development" | "staging" | "production";
  environment: Environment;
  /** The first two parts of every address. */
  addresses: string;
  deletionProtection: boolean;
  logRetentionInDays: number;
  nat: Part<"network">["nat"];
  interfaceEndpoints: Part<"network">["interfaceEndpoints"];
  /** Managed node groups; two nodes of the general one at least, for the two pods of Karpenter. */
  nodes: Readonly<Record<NodeKind, Nodes>>;
  /** Limits of Karpenter's node pools: vCPU, and memory in GiB. */
  pools: Readonly<Record<NodeKind, { cpu: number; memory: number }>>;
  /** Pods of each service. */
  replicas: number;
  /** Replicas of Kyverno's admission controller. */
  admissionReplicas: 1 | 3;
  /** Retention in days of backups of the whole cluster. */
  clusterBackupDays: number;
  telemetry: {
    /** URL below the stack's domain. */
    grafanaUrl: string;
    prometheus: PrometheusStackArgs["storage"];
    loki: Pick<LokiArgs, "replicas" | "retentionDays" | "volumeGib">;
  };
  database: {
    instanceClass: string;
    allocatedStorage: number;
    maxAllocatedStorage: number;
    multiAz: boolean;
    insights: "standard" | "advanced";
    retentionDays: number;
  };
  cache: { nodeType: string; nodes: number };
  /** Whether backups are copied to the second Region, or stay in the home Region. */
  recovery: "secondRegion" | "homeRegion";
  budgetUsd: number;
  /** Whether the database and the node groups stop outside working hours; nodes of Karpenter keep running. */
  offHours: boolean;
}
