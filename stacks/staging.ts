import type { StackDefinition } from "./definition.ts";

/** Pre-production: every feature of production, in smaller sizes. */
export const staging: StackDefinition = {
  tags: {
    project: "platform",
    environment: "staging",
    owner: "platform-engineering",
    "cost-center": "platform",
    "data-class": "confidential",
  },
  deletionProtection: true,
  logRetentionInDays: 90,
  network: {
    cidrBlock: "10.20.0.0/16",
    zones: ["a", "b", "c"],
    subnets: {
      private: ["10.20.1.0/24", "10.20.2.0/24", "10.20.3.0/24"],
      public: ["10.20.101.0/24", "10.20.102.0/24", "10.20.103.0/24"],
      database: ["10.20.201.0/24", "10.20.202.0/24", "10.20.203.0/24"],
    },
    nat: "perZone",
    flowLogs: "s3",
    interfaceEndpoints: ["eks", "data", "observability", "access"],
  },
  cluster: {
    clusterName: "platform-staging",
    // The newest minor that Kyverno supports; EKS has 1.36 too.
    version: "1.35",
    endpointAccess: "private",
    nodeGroups: {
      general: {
        instanceTypes: ["m6i.large", "m6i.xlarge"],
        capacityType: "ON_DEMAND",
        minSize: 2,
        desiredSize: 2,
        maxSize: 6,
        amiFamily: "AL2023",
        diskSize: 50,
      },
      spot: {
        instanceTypes: ["m6i.large", "m5.large"],
        capacityType: "SPOT",
        minSize: 0,
        desiredSize: 1,
        maxSize: 10,
        amiFamily: "AL2023",
        diskSize: 50,
        labels: { "platform/pool": "spot" },
        taints: [{ key: "platform/pool", value: "spot", effect: "NO_SCHEDULE" }],
      },
      memory: {
        instanceTypes: ["r6i.large", "r6i.xlarge"],
        capacityType: "ON_DEMAND",
        minSize: 0,
        desiredSize: 1,
        maxSize: 3,
        amiFamily: "AL2023",
        diskSize: 50,
        labels: { "platform/pool": "memory" },
        taints: [{ key: "platform/pool", value: "memory", effect: "NO_SCHEDULE" }],
      },
    },
  },
  database: {
    engine: {
      kind: "instance",
      instanceClass: "db.t4g.medium",
      allocatedStorage: 50,
      maxAllocatedStorage: 200,
      multiAz: true,
    },
    version: "17",
    names: { identifier: "platform-staging", database: "platform", username: "platform_admin" },
    backups: { retentionDays: 14, window: "03:00-04:00", maintenanceWindow: "sun:04:30-sun:05:30" },
    databaseInsights: "advanced",
    proxy: true,
  },
  cache: {
    engine: "valkey",
    nodeType: "cache.t4g.medium",
    availability: "multiAz",
    nodes: 2,
    users: { application: { access: "on ~app:* +@read +@write +@connection" } },
    backups: { retentionDays: 7, window: "02:00-03:00", maintenanceWindow: "sun:05:30-sun:06:30" },
    replicationGroupId: "platform-staging",
  },
  gateway: {
    routes: {
      api: {
        target: "cluster",
        port: 8000,
        protocol: "HTTP",
        targetType: "ip",
        priority: 100,
        paths: ["/*"],
        health: {
          path: "/health",
          intervalSeconds: 30,
          timeoutSeconds: 10,
          healthyThreshold: 2,
          unhealthyThreshold: 3,
          matcher: "200",
        },
      },
    },
    firewall: { rateLimit: { limit: 1000, windowSeconds: 300 } },
    accessLogRetentionDays: 90,
  },
  budget: {
    amountUsd: 1200,
    notifications: [
      { thresholdPercent: 50, kind: "FORECASTED", severity: "warning" },
      { thresholdPercent: 80, kind: "ACTUAL", severity: "warning" },
      { thresholdPercent: 90, kind: "ACTUAL", severity: "critical" },
      { thresholdPercent: 100, kind: "FORECASTED", severity: "critical" },
    ],
  },
};
