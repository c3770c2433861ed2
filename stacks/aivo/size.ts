import type { LokiArgs } from "../../components/telemetry/loki.ts";
import type { PrometheusStackArgs } from "../../components/telemetry/prometheus-stack.ts";
import type { Environment } from "../../layers/context.ts";
import type { Part } from "../../layers/definition.ts";

/** Fewest and most nodes of a group. */
export type Nodes = readonly [minSize: number, maxSize: number];

/** Kinds of nodes: for core services, for work that may be interrupted, and for what needs much memory. */
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
  /** The most that Karpenter adds to each kind: vCPU, and memory in GiB. */
  pools: Readonly<Record<NodeKind, { cpu: number; memory: number }>>;
  /** Pods of each service. */
  replicas: number;
  /** Pods of Kyverno that answer the API server. */
  admissionReplicas: 1 | 3;
  /** Days that backups of the whole cluster are kept. */
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
  /** Whether the environment outlives the loss of its Region, or its own mistakes only. */
  recovery: "secondRegion" | "homeRegion";
  budgetUsd: number;
  /** What becomes of the database and the node groups when nobody works; what Karpenter added stays awake. */
  nightly: "awake" | "asleep";
}
