import { platform } from "./platform.ts";

/** Pre-production: every capability of production, in smaller sizes. */
export const staging = platform({
  environment: "staging",
  addresses: "10.20",
  retentionDays: { logs: 90, accessLogs: 90, trail: 365 },
  nodes: {
    general: { minSize: 2, desiredSize: 6, maxSize: 8 },
    spot: { minSize: 0, desiredSize: 0, maxSize: 10 },
    memory: { minSize: 0, desiredSize: 0, maxSize: 3 },
  },
  instance: { instanceClass: "db.t4g.medium", allocatedStorage: 50, maxAllocatedStorage: 200 },
  aurora: { min: 0.5, max: 4 },
  backupDays: 14,
  databaseInsights: "advanced",
  cache: { nodeType: "cache.t4g.medium", nodes: 2 },
  brokerType: "mq.m7g.medium",
  search: {
    dataNodes: { instanceType: "m7g.medium.search", count: 3, volumeSize: 30 },
    masterNodes: { kind: "dedicated", instanceType: "m7g.medium.search", count: 3 },
  },
  tasks: { initial: 1, min: 1, max: 4 },
  pods: { initial: 2, min: 2, max: 4 },
  pools: { general: { cpu: 16, memory: 64 }, spot: { cpu: 32, memory: 128 } },
  kongPods: 2,
  telemetry: {
    metrics: { retentionDays: 15, volumeGib: 100 },
    logs: { retentionDays: 14, volumeGib: 10 },
    traces: { retentionDays: 3, volumeGib: 20 },
  },
  grafanaUrl: "https://grafana.staging.example.com",
  tableCap: { read: 200, write: 100 },
  bastionType: "t3.medium",
  budgetUsd: 3000,
});
