import type { StackDefinition } from "../../layers/definition.ts";
import { agentsIdentities, agentsRepositories, agentsRoutes, agentsSecrets } from "./gateways.ts";
import { agentsAddons, agentsDeployments, agentsNamespaces, agentsTelemetry } from "./kubernetes.ts";
import { agentsCaches, agentsDatabases, agentsRecovery, agentsSearches, agentsTables } from "./stores.ts";

/** The AI agent platform: three gateways on EKS, with their users, stores, models and telemetry, over two zones. */
export const agents: StackDefinition = {
  tags: {
    project: "agents",
    environment: "prod",
    owner: "platform-engineering",
    "cost-center": "agents",
    "data-class": "confidential",
  },
  deletionProtection: true,
  logRetentionInDays: 365,
  network: {
    madeBy: "platform",
    cidrBlock: "10.0.0.0/16",
    zones: 2,
    subnets: {
      private: ["10.0.0.0/20", "10.0.16.0/20"],
      public: ["10.0.128.0/24", "10.0.129.0/24"],
    },
    nat: "perZone",
    flowLogs: "cloudwatch",
    // Prompts, passages and secrets do not leave AWS's network; the rest takes the NAT gateways that are there anyway.
    interfaceEndpoints: ["eks", "data", "observability", "access", "intelligence"],
  },
  cluster: {
    madeBy: "eks",
    clusterName: "agents",
    version: "1.35",
    addons: ["cert-manager", "adot"],
    nodeGroups: {
      general: {
        instanceTypes: ["t3.medium"],
        capacityType: "ON_DEMAND",
        minSize: 2,
        desiredSize: 8,
        maxSize: 10,
        amiFamily: "AL2023",
        diskSize: 50,
      },
      spot: {
        instanceTypes: ["t3.medium"],
        capacityType: "SPOT",
        // Until a workload runs on it.
        minSize: 0,
        desiredSize: 0,
        maxSize: 10,
        amiFamily: "AL2023",
        diskSize: 50,
        labels: { "platform/pool": "spot" },
        taints: [{ key: "platform/pool", value: "spot", effect: "NO_SCHEDULE" }],
      },
    },
  },
  databases: agentsDatabases,
  caches: agentsCaches,
  tables: agentsTables,
  searches: agentsSearches,
  recovery: agentsRecovery,
  gateway: {
    routes: agentsRoutes,
    firewall: { rateLimit: { limit: 2000, windowSeconds: 300 } },
    accessLogRetentionDays: 365,
    // A model may think for minutes before its first word.
    idleTimeoutSeconds: 300,
  },
  sites: {
    web: {
      subdomain: "app",
      singlePageApp: true,
      firewall: { rateLimit: { limit: 2000, windowSeconds: 300 } },
      accessLogRetentionDays: 365,
      reach: { priceClass: "PriceClass_100" },
    },
  },
  userPool: {
    poolName: "agents",
    signIn: { mfa: "OPTIONAL", threatProtection: "ENFORCED" },
    schema: [
      { name: "email", required: true, mutable: true },
      { name: "name", required: false, mutable: true },
    ],
    groups: {
      administrators: { description: "Who administers the agent platform", precedence: 0 },
      developers: { description: "Who builds agents", precedence: 10 },
      users: { description: "Who talks to agents", precedence: 20 },
    },
    domain: { kind: "custom", subdomain: "production" },
    resourceServers: {
      gateways: { identifier: "agents", scopes: { read: "Read through the gateways", write: "Write through them" } },
    },
    clients: {
      web: { kind: "web", callbackPath: "/callback", logoutPath: "/" },
      machine: { kind: "machine", scopes: ["agents/read", "agents/write"] },
    },
    identityPool: true,
    firewall: { rateLimit: { limit: 1000, windowSeconds: 300 } },
  },
  knowledgeBase: { description: "Documents that the Retrieval Gateway answers from", store: { kind: "s3Vectors" } },
  invocationLogging: true,
  parameters: {
    "log-level": "info",
    "llm-gateway/requests-per-minute": "60",
    "retrieval-gateway/passages": "8",
  },
  identities: agentsIdentities,
  repositories: agentsRepositories,
  secrets: agentsSecrets,
  bastion: { instanceType: "t3.large" },
  clusterAddons: agentsAddons,
  namespaces: agentsNamespaces,
  deployments: agentsDeployments,
  telemetry: agentsTelemetry,
  thresholds: { latencyP95Seconds: 10 },
  dashboardName: "agents",
  events: ["account-health", "planned-change", "database-failover", "database-failure", "spot-interruption"],
  anomalyAlarms: true,
  objectives: {
    availability: { indicator: { kind: "availability" }, objectivePercent: 99.5, windowDays: 30, minimumRequests: 100 },
  },
  traces: { samplingRules: { gateways: { fixedRate: 0.05 } } },
  auditTrail: { trailName: "agents-trail", retentionDays: 365 },
  accountBaseline: true,
  budgets: {
    monthly: {
      amountUsd: 3000,
      notifications: [
        { thresholdPercent: 80, kind: "ACTUAL", severity: "warning" },
        { thresholdPercent: 100, kind: "FORECASTED", severity: "critical" },
      ],
    },
  },
  costAnomalies: { thresholdUsd: 50, thresholdPercent: 20 },
};
