import type { StackDefinition } from "../../layers/definition.ts";
import { kubernetes } from "./dev-kubernetes.ts";

/** Development: one NAT gateway, Spot nodes, small single-node stores, work hours, no deletion protection. */
export const dev = {
  tags: {
    project: "platform",
    environment: "dev",
    owner: "platform-engineering",
    "cost-center": "platform",
    "data-class": "confidential",
  },
  deletionProtection: false,
  logRetentionInDays: 30,
  network: {
    madeBy: "platform",
    cidrBlock: "10.10.0.0/16",
    zones: 3,
    subnets: {
      private: ["10.10.1.0/24", "10.10.2.0/24", "10.10.3.0/24"],
      public: ["10.10.101.0/24", "10.10.102.0/24", "10.10.103.0/24"],
      database: ["10.10.201.0/24", "10.10.202.0/24", "10.10.203.0/24"],
    },
    podCidrBlock: "100.64.0.0/16",
    nat: "single",
    flowLogs: "s3",
    interfaceEndpoints: [],
  },
  cluster: {
    madeBy: "platform",
    clusterName: "platform-dev",
    // The newest minor that Kyverno supports; EKS has 1.36 too.
    version: "1.35",
    nodeGroups: {
      general: {
        instanceTypes: ["t3.medium"],
        capacityType: "SPOT",
        minSize: 1,
        desiredSize: 3,
        maxSize: 3,
        amiFamily: "AL2023",
        diskSize: 50,
      },
    },
  },
  databases: {
    main: {
      engine: {
        kind: "instance",
        instanceClass: "db.t4g.small",
        allocatedStorage: 20,
        maxAllocatedStorage: 50,
        multiAz: false,
      },
      version: "17",
      names: { identifier: "platform-dev", database: "platform", username: "platform_admin" },
      backups: { retentionDays: 7, window: "08:00-09:00", maintenanceWindow: "mon:10:00-mon:11:00" },
      databaseInsights: "standard",
      proxy: false,
      admit: ["cluster"],
    },
  },
  caches: {
    main: {
      engine: "valkey",
      nodeType: "cache.t4g.micro",
      availability: "single",
      nodes: 1,
      users: { application: { access: "on ~app:* +@read +@write +@connection" } },
      backups: { retentionDays: 7, window: "02:00-03:00", maintenanceWindow: "sun:05:30-sun:06:30" },
      replicationGroupId: "platform-dev",
      admit: ["cluster"],
    },
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
        bodies: "large",
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
    accessLogRetentionDays: 30,
  },
  budgets: {
    monthly: {
      amountUsd: 400,
      notifications: [
        { thresholdPercent: 50, kind: "FORECASTED", severity: "warning" },
        { thresholdPercent: 80, kind: "ACTUAL", severity: "warning" },
        { thresholdPercent: 90, kind: "ACTUAL", severity: "critical" },
        { thresholdPercent: 100, kind: "FORECASTED", severity: "critical" },
      ],
    },
  },
  repositories: { application: { repositoryName: "platform-dev/application" } },
  secrets: {
    "api-keys": {
      secretName: "platform-dev-api-keys",
      description: "Keys of the model providers",
      keys: ["OPENAI_API_KEY", "ANTHROPIC_API_KEY"],
    },
  },
  identities: {
    application: {
      kind: "podIdentity",
      namespace: "application",
      serviceAccount: "application",
      roleName: "platform-dev-application",
      uses: { databases: { main: "application" }, caches: { main: "application" }, secrets: ["api-keys"] },
    },
  },
  ...kubernetes,
  dashboardName: "platform-dev",
  workHours: { timeZone: "Etc/UTC", days: ["MON", "TUE", "WED", "THU", "FRI"], start: "06:00", stop: "20:00" },
} satisfies StackDefinition;
