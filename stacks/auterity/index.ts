import type { StackDefinition } from "../../layers/definition.ts";
import { gateway, identities, secrets, userPool } from "./access.ts";
import { clusterAddons, deployments, namespaces } from "./kubernetes.ts";
import { telemetry, telemetryRepositories, telemetrySecrets } from "./telemetry.ts";

/** Auterity Unified in production: AutoMatrix, RelayCore and NeuroWeaver on EKS. */
export const auterity: StackDefinition = {
  tags: {
    project: "auterity",
    environment: "prod",
    owner: "platform",
    "cost-center": "auterity",
    "data-class": "confidential",
  },
  deletionProtection: true,
  logRetentionInDays: 365,
  network: {
    madeBy: "platform",
    cidrBlock: "10.0.0.0/16",
    zones: 3,
    subnets: {
      public: ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"],
      private: ["10.0.11.0/24", "10.0.12.0/24", "10.0.13.0/24"],
      database: ["10.0.21.0/24", "10.0.22.0/24", "10.0.23.0/24"],
    },
    podCidrBlock: "100.64.0.0/16",
    nat: "perZone",
    flowLogs: "s3",
    interfaceEndpoints: ["eks", "data", "observability"],
  },
  cluster: {
    madeBy: "platform",
    clusterName: "auterity-prod",
    // The newest minor that Kyverno supports; EKS has 1.36 too.
    version: "1.35",
    nodeGroups: {
      general: {
        instanceTypes: ["m5.large", "m5a.large", "m5n.large"],
        capacityType: "ON_DEMAND",
        minSize: 3,
        desiredSize: 10,
        maxSize: 10,
        amiFamily: "AL2023",
        diskSize: 50,
      },
    },
  },
  // The first has no "o", as everything that pulls it spells it.
  repositories: {
    "autmatrix-backend": { repositoryName: "autmatrix-backend" },
    relaycore: { repositoryName: "relaycore" },
    "neuroweaver-backend": { repositoryName: "neuroweaver-backend" },
    "neuroweaver-frontend": { repositoryName: "neuroweaver-frontend" },
    ...telemetryRepositories,
  },
  databases: {
    main: {
      engine: {
        kind: "instance",
        instanceClass: "db.t3.large",
        allocatedStorage: 100,
        maxAllocatedStorage: 500,
        multiAz: true,
      },
      version: "17",
      names: { identifier: "auterity-prod", database: "auterity", username: "auterity" },
      backups: { retentionDays: 7, window: "03:00-04:00", maintenanceWindow: "sun:04:30-sun:05:30" },
      databaseInsights: "advanced",
      proxy: false,
      admit: ["cluster"],
    },
  },
  caches: {
    main: {
      engine: "valkey",
      nodeType: "cache.t3.medium",
      availability: "multiAz",
      nodes: 2,
      users: {
        autmatrix: { access: "on ~autmatrix:* +@read +@write +@connection" },
        relaycore: { access: "on ~relaycore:* +@read +@write +@connection" },
        neuroweaver: { access: "on ~neuroweaver:* +@read +@write +@connection" },
      },
      backups: { retentionDays: 7, window: "02:00-03:00", maintenanceWindow: "sun:05:30-sun:06:30" },
      replicationGroupId: "auterity-prod",
      admit: ["cluster"],
    },
  },
  buckets: {
    data: {
      bucketName: "auterity-prod-data",
      encryption: "sse-kms",
      accessLogs: "logs",
      lifecycle: [
        {
          id: "archive-old-data",
          transitions: [
            { days: 30, storageClass: "STANDARD_IA" },
            { days: 90, storageClass: "GLACIER" },
          ],
          expirationDays: 365,
        },
      ],
    },
    logs: {
      bucketName: "auterity-prod-logs",
      encryption: "sse-s3",
      lifecycle: [{ id: "expire", expirationDays: 365 }],
    },
  },
  secrets: { ...secrets, ...telemetrySecrets },
  identities,
  fileSystems: {
    models: {
      admit: ["cluster"],
      accessPoints: { models: { path: "/models", uid: 1000, gid: 1000, mountedBy: "cluster" } },
    },
  },
  clusterAddons,
  namespaces,
  deployments,
  telemetry,
  gateway,
  userPool,
  sites: {
    automatrix: {
      subdomain: "app",
      singlePageApp: true,
      contentSources: {
        "connect-src": ["https://auterity.example.com", "https://auterity-production.auth.us-west-2.amazoncognito.com"],
      },
      firewall: { rateLimit: { limit: 1000, windowSeconds: 300 } },
      accessLogRetentionDays: 365,
      reach: { priceClass: "PriceClass_100" },
    },
  },
  thresholds: { errorRatePercent: 1, latencyP95Seconds: 0.5 },
  dashboardName: "auterity-prod",
  events: ["account-health", "database-failover", "database-failure", "database-storage"],
  anomalyAlarms: true,
  // Besides the backups of the stores themselves: permission to delete a store does not empty the vault.
  recovery: {
    tiers: {
      daily: {
        objectives: { rpoHours: 24, rtoHours: 24 },
        snapshots: {
          kind: "scheduled",
          schedules: { daily: { every: "day", at: "06:00", retentionDays: 35 } },
        },
        secondRegion: "copies",
      },
    },
    databases: { main: "daily" },
    fileSystems: { models: "daily" },
  },
  budgets: {
    monthly: {
      amountUsd: 3000,
      notifications: [
        { thresholdPercent: 80, kind: "ACTUAL", severity: "warning" },
        { thresholdPercent: 100, kind: "FORECASTED", severity: "critical" },
      ],
    },
  },
};
