import { aivoEnvironment } from "./environment.ts";

/** AIVO's learning platform in production: full size, over three zones, recoverable in a second Region. */
export const aivo = aivoEnvironment({
  name: "production",
  environment: "prod",
  addresses: "10.0",
  deletionProtection: true,
  logRetentionInDays: 365,
  nat: "perZone",
  interfaceEndpoints: ["eks", "data", "observability"],
  nodes: { general: [3, 12, 6], spot: [0, 20], memory: [0, 6] },
  pools: {
    general: { cpu: 64, memory: 256 },
    // With 128 vCPU, the pods of all nodes would not fit into their subnets.
    spot: { cpu: 120, memory: 480 },
    memory: { cpu: 32, memory: 256 },
  },
  replicas: 3,
  admissionReplicas: 3,
  clusterBackupDays: 30,
  telemetry: {
    grafanaUrl: "https://grafana.aivo.example.com",
    prometheus: { replicas: 2, retentionDays: 15, volumeGib: 100 },
    loki: { replicas: 3, retentionDays: 90, volumeGib: 20 },
  },
  database: {
    instanceClass: "db.m7g.large",
    allocatedStorage: 100,
    maxAllocatedStorage: 500,
    multiAz: true,
    insights: "advanced",
    retentionDays: 35,
  },
  cache: { nodeType: "cache.m7g.large", nodes: 3 },
  recovery: "secondRegion",
  budgetUsd: 5000,
  offHours: false,
});

/** AIVO before production: the same parts, of medium size. */
export const aivoStaging = aivoEnvironment({
  name: "staging",
  environment: "staging",
  addresses: "10.20",
  deletionProtection: true,
  logRetentionInDays: 90,
  nat: "single",
  interfaceEndpoints: [],
  nodes: { general: [2, 6, 5], spot: [0, 6], memory: [0, 3] },
  pools: {
    general: { cpu: 16, memory: 64 },
    spot: { cpu: 32, memory: 128 },
    memory: { cpu: 8, memory: 64 },
  },
  replicas: 2,
  admissionReplicas: 3,
  clusterBackupDays: 14,
  telemetry: {
    grafanaUrl: "https://grafana.staging.aivo.example.com",
    prometheus: { replicas: 2, retentionDays: 7, volumeGib: 50 },
    loki: { replicas: 1, retentionDays: 30, volumeGib: 10 },
  },
  database: {
    instanceClass: "db.t4g.medium",
    allocatedStorage: 50,
    maxAllocatedStorage: 200,
    multiAz: true,
    insights: "standard",
    retentionDays: 14,
  },
  cache: { nodeType: "cache.t4g.small", nodes: 2 },
  recovery: "homeRegion",
  budgetUsd: 1500,
  offHours: false,
});

/** AIVO for testing: minimum sizes, with an off-hours schedule. */
export const aivoDevelopment = aivoEnvironment({
  name: "development",
  environment: "dev",
  addresses: "10.10",
  deletionProtection: false,
  logRetentionInDays: 30,
  nat: "single",
  interfaceEndpoints: [],
  nodes: { general: [2, 5, 4], spot: [0, 3], memory: [0, 2] },
  pools: {
    general: { cpu: 8, memory: 32 },
    spot: { cpu: 8, memory: 32 },
    memory: { cpu: 4, memory: 32 },
  },
  replicas: 1,
  admissionReplicas: 1,
  clusterBackupDays: 7,
  telemetry: {
    grafanaUrl: "https://grafana.development.aivo.example.com",
    prometheus: { replicas: 1, retentionDays: 3, volumeGib: 20 },
    loki: { replicas: 1, retentionDays: 14, volumeGib: 10 },
  },
  database: {
    instanceClass: "db.t4g.small",
    allocatedStorage: 20,
    maxAllocatedStorage: 50,
    multiAz: false,
    insights: "standard",
    retentionDays: 7,
  },
  cache: { nodeType: "cache.t4g.micro", nodes: 1 },
  recovery: "homeRegion",
  budgetUsd: 600,
  offHours: true,
});
