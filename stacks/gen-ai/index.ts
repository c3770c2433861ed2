import type { StackDefinition } from "../../layers/definition.ts";
import { genAiRepositories, genAiRoutes, genAiServices } from "./services.ts";

/** The generative AI services: nine of them on ECS in one Region, their data copied to a second one. */
export const genAi: StackDefinition = {
  tags: {
    project: "gen-ai-services",
    environment: "prod",
    owner: "platform-engineering",
    "cost-center": "gen-ai",
    "data-class": "confidential",
    // The system's own spelling, which its cost reports are grouped by.
    Environment: "production",
    Project: "gen-ai-services",
  },
  deletionProtection: true,
  logRetentionInDays: 365,
  network: {
    madeBy: "awsx",
    vpcName: "gen-ai-vpc",
    cidrBlock: "10.0.0.0/16",
    zones: 3,
    subnets: {
      private: ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"],
      public: ["10.0.101.0/24", "10.0.102.0/24", "10.0.103.0/24"],
    },
    nat: "single",
    flowLogs: "s3",
    // Tasks in other zones start when the zone of the one NAT gateway fails.
    interfaceEndpoints: ["ecs", "data"],
  },
  containers: {
    cluster: { clusterName: "gen-ai-cluster", containerInsights: "enhanced", capacity: "FARGATE" },
    group: {
      groupName: "gen-ai-service-sg",
      description: "Security group for Gen AI services",
      ports: [8000, 8009],
    },
    executionRoleName: "gen-ai-ecs-task-execution",
    logRetentionInDays: 30,
  },
  repositories: genAiRepositories,
  services: genAiServices,
  gateway: {
    routes: genAiRoutes,
    firewall: { rateLimit: { limit: 1000, windowSeconds: 300 } },
    accessLogRetentionDays: 365,
  },
  databases: {
    main: {
      engine: {
        kind: "instance",
        instanceClass: "db.t3.micro",
        allocatedStorage: 20,
        maxAllocatedStorage: 100,
        multiAz: true,
      },
      version: "17",
      names: { identifier: "gen-ai-db", database: "genai", username: "genai_admin" },
      backups: { retentionDays: 7, window: "03:00-04:00", maintenanceWindow: "sun:04:30-sun:05:30" },
      databaseInsights: "standard",
      proxy: false,
      admit: ["services"],
    },
  },
  caches: {
    main: {
      engine: "valkey",
      nodeType: "cache.t3.micro",
      // One more than the system had: a cache in production has a replica to fail over to.
      availability: "multiAz",
      nodes: 2,
      users: { services: { access: "on ~* +@read +@write +@connection" } },
      backups: { retentionDays: 7, window: "02:00-03:00", maintenanceWindow: "sun:05:30-sun:06:30" },
      replicationGroupId: "gen-ai-cache",
      admit: ["services"],
    },
  },
  buckets: {
    "access-logs": {
      encryption: "sse-s3",
      lifecycle: [{ id: "expire", expirationDays: 365 }],
    },
    documents: {
      bucketName: "gen-ai-documents",
      encryption: "sse-kms",
      lifecycle: [
        { id: "retention", transitions: [{ days: 30, storageClass: "INTELLIGENT_TIERING" }], expirationDays: 1095 },
      ],
      accessLogs: "access-logs",
      replicated: true,
    },
  },
  secrets: {
    "api-keys": { secretName: "gen-ai-api-keys", description: "API keys of the model providers" },
  },
  recovery: {
    tiers: {
      data: {
        objectives: { rpoHours: 1, rtoHours: 8 },
        snapshots: { kind: "scheduled", schedules: { daily: { every: "day", at: "06:00", retentionDays: 35 } } },
        pointInTime: "resource",
        secondRegion: "replication",
      },
    },
    databases: { main: "data" },
    buckets: { documents: "data" },
    replicatedBackups: { main: 7 },
    replicatedImages: ["gen-ai-"],
    restoreTest: { planName: "gen_ai_restores", schedule: { on: "SUN", at: "07:00" }, databases: ["main"] },
  },
  thresholds: { cpuPercent: 80, memoryPercent: 85, freeStoragePercent: 20, errorRatePercent: 5 },
  dashboardName: "gen-ai",
  dashboards: {
    services: { dashboardName: "gen-ai-services", shows: ["service"] },
    infrastructure: { dashboardName: "gen-ai-infrastructure", shows: ["database", "cache", "natGateway"] },
  },
  events: ["deployment-failed", "tasks-cannot-start", "standalone-task-failed", "database-failure"],
  traces: {
    samplingRules: { "gen-ai-sampling": { priority: 1000, reservoirSize: 1, fixedRate: 0.05 } },
    tags: { Environment: "production", Project: "gen-ai-services" },
  },
  auditTrail: { trailName: "gen-ai-trail", retentionDays: 365 },
  accountBaseline: true,
  budgets: {
    monthly: {
      budgetName: "gen-ai-monthly",
      amountUsd: 1000,
      tags: { Project: "gen-ai-services" },
      notifications: [
        { thresholdPercent: 80, kind: "ACTUAL", severity: "warning" },
        { thresholdPercent: 100, kind: "FORECASTED", severity: "critical" },
      ],
    },
  },
  costReport: { exportName: "gen-ai-costs", retentionDays: 730 },
};
