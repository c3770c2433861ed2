import type { CostDefinition } from "../../layers/cost.ts";
import type { Part } from "../../layers/definition.ts";
import type { OperationsDefinition } from "../../layers/operations.ts";
import type { Size } from "./size.ts";

/** Dashboards, events, objectives, traces and audit. */
export function operations({ environment, retentionDays }: Size): OperationsDefinition {
  return {
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

/** Recovery point objectives: an hour for what users enter, a day for what can be computed again. */
export function recovery({ environment, backupDays }: Size): Part<"recovery"> {
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
        secondRegion: "dailyCopies",
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

/** Budgets and cost alerts; no off-hours schedule. */
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
  };
}
