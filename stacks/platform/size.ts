import type { DatabaseArgs } from "../../components/data/database.ts";
import type { DataNodes, MasterNodes } from "../../components/data/search.ts";
import type { BrokerInstanceType } from "../../components/messaging/broker.ts";
import type { BastionArgs } from "../../components/network/bastion.ts";

/** Nodes of a group: at least, at first, at most. */
interface Nodes {
  minSize: number;
  desiredSize: number;
  maxSize: number;
}

/** What staging and production differ in: how large everything is, and how long it is kept. */
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
  /** Days that databases can be restored to any second of. */
  backupDays: number;
  /** Where insights into queries end. */
  databaseInsights: DatabaseArgs["databaseInsights"];
  /** The cache. */
  cache: { nodeType: string; nodes: number };
  /** Each of the broker's three nodes. */
  brokerType: BrokerInstanceType;
  /** The search domain. */
  search: { dataNodes: DataNodes; masterNodes: MasterNodes };
  /** Tasks of each service. */
  tasks: { initial: number; min: number; max: number };
  /** Pods of the API: at first, at least, at most. */
  pods: { initial: number; min: number; max: number };
  /** The most that all of Karpenter's nodes of a pool have together: vCPU, and memory in GiB. */
  pools: Readonly<Record<"general" | "spot", { cpu: number; memory: number }>>;
  /** Pods of Kong. */
  kongPods: number;
  /** How long metrics, logs and traces of the cluster are kept, and on how much room for each pod. */
  telemetry: Readonly<Record<"metrics" | "logs" | "traces", { retentionDays: number; volumeGib: number }>>;
  /** URL of Grafana. */
  grafanaUrl: string;
  /** Request units per second at which each table stops. */
  tableCap: { read: number; write: number };
  /** Machine of the developers. */
  bastionType: NonNullable<BastionArgs["instanceType"]>;
  /** Cost of a month in US dollars. */
  budgetUsd: number;
}
