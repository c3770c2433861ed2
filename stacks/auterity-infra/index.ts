import type { StackDefinition } from "../../layers/definition.ts";
import { clusterAddons, deployments, namespaces } from "./kubernetes.ts";
import { budgets, gateway, identities, secrets, services } from "./services.ts";
import { telemetry } from "./telemetry.ts";

/** Auterity's infrastructure: the application on ECS, Kong on EKS beside it, a broker, and backups that leave the Region. */
export const auterityInfra: StackDefinition = {
  tags: {
    project: "auterity-infra",
    environment: "prod",
    owner: "platform",
    "cost-center": "auterity",
    "data-class": "confidential",
  },
  deletionProtection: true,
  logRetentionInDays: 365,
  network: {
    madeBy: "platform",
    cidrBlock: "10.30.0.0/16",
    zones: 3,
    subnets: {
      private: ["10.30.0.0/20", "10.30.16.0/20", "10.30.32.0/20"],
      public: ["10.30.101.0/24", "10.30.102.0/24", "10.30.103.0/24"],
      database: ["10.30.201.0/24", "10.30.202.0/24", "10.30.203.0/24"],
    },
    nat: "perZone",
    flowLogs: "s3",
    interfaceEndpoints: ["eks", "ecs", "data", "observability"],
  },
  containers: {
    cluster: { clusterName: "auterity", containerInsights: "enhanced", capacity: "FARGATE" },
    group: { description: "Services of Auterity", ports: [8000, 8000] },
  },
  cluster: {
    madeBy: "platform",
    clusterName: "auterity",
    // The newest minor that Kyverno supports; EKS has 1.36 too.
    version: "1.35",
    nodeGroups: {
      general: {
        instanceTypes: ["m7i.xlarge", "m6i.xlarge"],
        capacityType: "ON_DEMAND",
        minSize: 3,
        desiredSize: 4,
        maxSize: 10,
        amiFamily: "AL2023",
        diskSize: 50,
      },
    },
  },
  repositories: { app: { repositoryName: "auterity/app" } },
  databases: {
    main: {
      engine: {
        kind: "instance",
        instanceClass: "db.m7g.large",
        allocatedStorage: 100,
        maxAllocatedStorage: 500,
        multiAz: true,
      },
      version: "17",
      names: { identifier: "auterity", database: "auterity", username: "auterity" },
      // AWS Backup makes no snapshot in the hour before RDS's own window, and its turn is at 02:00.
      backups: { retentionDays: 7, window: "05:00-06:00", maintenanceWindow: "sun:07:00-sun:08:00" },
      databaseInsights: "advanced",
      proxy: false,
      admit: ["services", "cluster"],
    },
  },
  caches: {
    main: {
      engine: "valkey",
      nodeType: "cache.m7g.large",
      availability: "multiAz",
      nodes: 2,
      users: { app: { access: "on ~cache:* ~session:* +@read +@write +@connection" } },
      backups: { retentionDays: 7, window: "04:00-05:00", maintenanceWindow: "sun:07:00-sun:08:00" },
      replicationGroupId: "auterity",
      admit: ["services", "cluster"],
    },
  },
  brokers: {
    events: {
      brokerName: "auterity",
      version: "4.2",
      instanceType: "mq.m7g.large",
      deployment: { kind: "cluster", zones: 3 },
      admin: { username: "auterity", secret: "rabbitmq_password" },
      maintenanceWindow: { dayOfWeek: "SUNDAY", timeOfDay: "08:00" },
      admit: ["services", "cluster"],
      manage: ["cluster"],
    },
  },
  buckets: {
    storage: {
      encryption: "sse-kms",
      accessLogs: "logs",
      requestMetrics: true,
    },
    // Logical dumps; snapshots are AWS Backup's.
    backups: {
      bucketName: "auterity-backups",
      encryption: "sse-kms",
      accessLogs: "logs",
      lifecycle: [
        { id: "daily", prefix: "daily/", expirationDays: 7 },
        { id: "weekly", prefix: "weekly/", expirationDays: 28 },
        { id: "monthly", prefix: "monthly/", expirationDays: 180 },
      ],
      requestMetrics: true,
      replicated: true,
    },
    logs: {
      encryption: "sse-s3",
      lifecycle: [{ id: "expire", expirationDays: 365 }],
    },
  },
  secrets,
  gateway,
  services,
  clusterAddons,
  namespaces,
  deployments,
  telemetry,
  identities,
  recovery: {
    tiers: {
      daily: {
        objectives: { rpoHours: 24, rtoHours: 8 },
        snapshots: {
          kind: "scheduled",
          schedules: {
            daily: { every: "day", at: "02:00", retentionDays: 7 },
            weekly: { every: "week", on: "SUN", at: "02:00", retentionDays: 28 },
            monthly: { every: "month", on: 1, at: "02:00", retentionDays: 180 },
          },
        },
        secondRegion: "copies",
      },
    },
    databases: { main: "daily" },
    buckets: { storage: "daily" },
    restoreTest: { planName: "auterity_weekly", schedule: { on: "MON", at: "06:00" }, databases: ["main"] },
  },
  dashboardName: "daily-metrics",
  events: [
    "account-health",
    "task-stopped",
    "tasks-cannot-start",
    "deployment-failed",
    "database-failover",
    "database-failure",
    "database-storage",
  ],
  budgets,
};
