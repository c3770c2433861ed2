import type { DatabaseArgs } from "../../components/data/database.ts";
import type { DataNodes, MasterNodes } from "../../components/data/search.ts";
import type { BrokerInstanceType } from "../../components/messaging/broker.ts";
import type { BastionArgs } from "../../components/network/bastion.ts";

/** Scaling of a node group. */
interface Nodes {
  minSize: number;
  desiredSize: number;
  maxSize: number;
}

/** Differences between staging and production: sizes and retention. */
export interface Size {
  /** Environment, also the end of every physical name. */
  environment: "staging" | "prod";
  /** First two numbers of every address, for example 10.20. */
  addresses: string;
  /** Days that logs, access logs and the audit trail are kept. */
  retentionDays: { logs: number; accessLogs: number; trail: number };
  /** Node groups of the cluster. */
  nodes: Readonly<Record<"general" | "spot" | "memory", Nodes>>;
  /** The database on a DB instance. */
  instance: { instanceClass: string; allocatedStorage: number; maxAllocatedStorage: number };
  /** The database on Aurora, in ACU. */
  aurora: { min: number; max: number };
  /** Days of point-in-time recovery of databases. */
  backupDays: number;
  /** Mode of CloudWatch Database Insights. */
  databaseInsights: DatabaseArgs["databaseInsights"];
  /** The cache. */
  cache: { nodeType: string; nodes: number };
  /** Each of the broker's three nodes. */
  brokerType: BrokerInstanceType;
  /** The search domain. */
  search: { dataNodes: DataNodes; masterNodes: MasterNodes };
  /** Tasks of each service. */
  tasks: { initial: number; min: number; max: number };
  /** Pods of the API. */
  pods: { initial: number; min: number; max: number };
  /** Limits of Karpenter's node pools: vCPU, and memory in GiB. */
  pools: Readonly<Record<"general" | "spot", { cpu: number; memory: number }>>;
  /** Pods of Kong. */
  kongPods: number;
  /** Retention of metrics, logs and traces of the cluster, and the volume of each pod. */
  telemetry: Readonly<Record<"metrics" | "logs" | "traces", { retentionDays: number; volumeGib: number }>>;
  /** URL of Grafana. */
  grafanaUrl: string;
  /** Maximum on-demand throughput of each table, in request units per second. */
  tableCap: { read: number; write: number };
  /** Instance type of the bastion. */
  bastionType: NonNullable<BastionArgs["instanceType"]>;
  /** Monthly budget in US dollars. */
  budgetUsd: number;
}
