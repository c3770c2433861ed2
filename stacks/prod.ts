import type { StackDefinition } from "./definition.ts";

/** Production: three zones, full size, everything protected. */
export const prod: StackDefinition = {
  tags: {
    project: "platform",
    environment: "prod",
    owner: "platform-engineering",
    "cost-center": "platform",
    "data-class": "confidential",
  },
  deletionProtection: true,
  logRetentionInDays: 365,
  network: {
    cidrBlock: "10.0.0.0/16",
    zones: ["a", "b", "c"],
    subnets: {
      private: ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"],
      public: ["10.0.101.0/24", "10.0.102.0/24", "10.0.103.0/24"],
      database: ["10.0.201.0/24", "10.0.202.0/24", "10.0.203.0/24"],
    },
    nat: "perZone",
    flowLogs: "s3",
    interfaceEndpoints: ["eks", "data", "observability", "access"],
  },
  cluster: {
    clusterName: "platform-prod",
    // The newest minor that Kyverno supports; EKS has 1.36 too.
    version: "1.35",
    endpointAccess: "private",
    nodeGroups: {
      general: {
        instanceTypes: ["m6i.large", "m6i.xlarge"],
        capacityType: "ON_DEMAND",
        minSize: 3,
        desiredSize: 3,
        maxSize: 12,
        amiFamily: "AL2023",
        diskSize: 50,
      },
      spot: {
        instanceTypes: ["m6i.large", "m5.large"],
        capacityType: "SPOT",
        minSize: 2,
        desiredSize: 2,
        maxSize: 20,
        amiFamily: "AL2023",
        diskSize: 50,
        labels: { "platform/pool": "spot" },
        taints: [{ key: "platform/pool", value: "spot", effect: "NO_SCHEDULE" }],
      },
      memory: {
        instanceTypes: ["r6i.large", "r6i.xlarge"],
        capacityType: "ON_DEMAND",
        minSize: 2,
        desiredSize: 2,
        maxSize: 6,
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
      instanceClass: "db.m7g.large",
      allocatedStorage: 100,
      maxAllocatedStorage: 500,
      multiAz: true,
    },
    version: "17",
    names: { identifier: "platform-prod", database: "platform", username: "platform_admin" },
    backups: { retentionDays: 35, window: "03:00-04:00", maintenanceWindow: "sun:04:30-sun:05:30" },
    databaseInsights: "advanced",
    proxy: true,
  },
  cache: {
    engine: "valkey",
    nodeType: "cache.m7g.large",
    availability: "multiAz",
    nodes: 3,
    users: { application: { access: "on ~app:* +@read +@write +@connection" } },
    backups: { retentionDays: 7, window: "02:00-03:00", maintenanceWindow: "sun:05:30-sun:06:30" },
    replicationGroupId: "platform-prod",
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
    accessLogRetentionDays: 365,
  },
  budget: {
    amountUsd: 3000,
    notifications: [
      { thresholdPercent: 50, kind: "FORECASTED", severity: "warning" },
      { thresholdPercent: 80, kind: "ACTUAL", severity: "warning" },
      { thresholdPercent: 90, kind: "ACTUAL", severity: "critical" },
      { thresholdPercent: 100, kind: "FORECASTED", severity: "critical" },
    ],
  },
};
