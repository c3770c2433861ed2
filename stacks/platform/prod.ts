import { platform } from "./platform.ts";

/** Production: every capability, in full size. */
export const prod = platform({
  environment: "prod",
  addresses: "10.0",
  retentionDays: { logs: 365, accessLogs: 365, trail: 730 },
  nodes: {
    general: { minSize: 3, desiredSize: 6, maxSize: 12 },
    spot: { minSize: 0, desiredSize: 0, maxSize: 20 },
    memory: { minSize: 0, desiredSize: 0, maxSize: 6 },
  },
  instance: { instanceClass: "db.m7g.large", allocatedStorage: 100, maxAllocatedStorage: 500 },
  aurora: { min: 1, max: 16 },
  backupDays: 35,
  databaseInsights: "advanced",
  cache: { nodeType: "cache.m7g.large", nodes: 3 },
  brokerType: "mq.m7g.large",
  search: {
    dataNodes: { instanceType: "r7g.large.search", count: 3, volumeSize: 100 },
    masterNodes: { kind: "dedicated", instanceType: "m7g.medium.search", count: 3 },
  },
  tasks: { initial: 3, min: 3, max: 12 },
  pods: { initial: 3, min: 3, max: 12 },
  pools: { general: { cpu: 64, memory: 256 }, spot: { cpu: 128, memory: 512 } },
  kongPods: 3,
  telemetry: {
    metrics: { retentionDays: 30, volumeGib: 200 },
    logs: { retentionDays: 30, volumeGib: 20 },
    traces: { retentionDays: 7, volumeGib: 50 },
  },
  grafanaUrl: "https://grafana.example.com",
  tableCap: { read: 2000, write: 1000 },
  bastionType: "t3.large",
  budgetUsd: 6000,
});
