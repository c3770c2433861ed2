import type { CostDefinition } from "../../layers/cost.ts";
import type { OperationsDefinition } from "../../layers/operations.ts";
import type { RecoveryDefinition } from "../../layers/recovery.ts";
import type { Size } from "./size.ts";

/** How the stack is watched and audited. */
export function operations({ environment, retentionDays }: Size): OperationsDefinition {
  return {
    thresholds: {},
    dashboardName: `platform-${environment}`,
    dashboards: {
      services: { dashboardName: `platform-${environment}-services`, shows: ["gateway", "service", "queue"] },
      stores: {
        dashboardName: `platform-${environment}-stores`,
        shows: ["database", "auroraCluster", "cache", "broker"],
      },
    },
    events: [
      "account-health",
      "region-health",
      "planned-change",
      "task-stopped",
      "tasks-cannot-start",
      "deployment-failed",
      "database-failover",
      "database-failure",
      "database-storage",
      "spot-interruption",
    ],
    anomalyAlarms: true,
    objectives: {
      availability: {
        indicator: { kind: "availability" },
        objectivePercent: 99.9,
        windowDays: 30,
        minimumRequests: 100,
      },
      latency: {
        indicator: { kind: "latency", seconds: 1 },
        objectivePercent: 99,
        windowDays: 30,
        minimumRequests: 100,
      },
    },
    traces: {
      samplingRules: { [`platform-${environment}`]: { fixedRate: 0.05 } },
      groups: { [`platform-${environment}-slow`]: { filterExpression: "responsetime > 2", insights: true } },
    },
    auditTrail: { trailName: `platform-${environment}`, retentionDays: retentionDays.trail },
    accountBaseline: true,
  };
}

/** What is lost at most: an hour of what people type in, a day of what can be made again. */
export function recovery({ environment, backupDays }: Size): RecoveryDefinition["recovery"] {
  return {
    tiers: {
      critical: {
        objectives: { rpoHours: 1, rtoHours: 8 },
        snapshots: { kind: "derived", retentionDays: backupDays },
        pointInTime: "resource",
        secondRegion: "replication",
      },
      standard: {
        objectives: { rpoHours: 4, rtoHours: 12 },
        snapshots: { kind: "derived", retentionDays: backupDays },
      },
      rebuilt: {
        objectives: { rpoHours: 24, rtoHours: 48 },
        snapshots: { kind: "derived", retentionDays: backupDays },
        secondRegion: "copies",
      },
    },
    databases: { main: "critical", events: "standard" },
    tables: { sessions: "standard" },
    buckets: { documents: "critical" },
    fileSystems: { shared: "rebuilt" },
    replicatedBackups: { main: backupDays },
    replicatedImages: [`platform-${environment}/`],
    restoreTest: {
      planName: `platform_${environment}`,
      schedule: { on: "SUN", at: "08:00" },
      databases: ["main", "events"],
    },
  };
}

/** What the stack may cost; it sleeps at no time. */
export function cost({ environment, budgetUsd }: Size): CostDefinition {
  return {
    budgets: {
      monthly: {
        amountUsd: budgetUsd,
        notifications: [
          { thresholdPercent: 50, kind: "FORECASTED", severity: "warning" },
          { thresholdPercent: 80, kind: "ACTUAL", severity: "warning" },
          { thresholdPercent: 90, kind: "ACTUAL", severity: "critical" },
          { thresholdPercent: 100, kind: "FORECASTED", severity: "critical" },
        ],
      },
    },
    costAnomalies: { thresholdUsd: 50, thresholdPercent: 20 },
    costReport: { exportName: `platform-${environment}`, retentionDays: 730 },
    offHours: undefined,
  };
}
