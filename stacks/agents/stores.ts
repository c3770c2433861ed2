import type { Part } from "../../layers/definition.ts";

/** Memories of the agents. */
export const agentsDatabases: Part<"databases"> = {
  main: {
    // Agents come and go through the day; a writer and a reader follow them, each in its zone.
    engine: { kind: "aurora", zones: 2, capacity: { kind: "serverless", min: 1, max: 16 } },
    version: "17",
    names: { identifier: "agents", database: "agents", username: "agents_admin" },
    backups: { retentionDays: 35, window: "03:00-04:00", maintenanceWindow: "sun:04:30-sun:05:30" },
    databaseInsights: "advanced",
    proxy: false,
    admit: ["cluster"],
  },
};

/** Answers and rate limits of the LLM Gateway. */
export const agentsCaches: Part<"caches"> = {
  main: {
    engine: "valkey",
    nodeType: "cache.t4g.medium",
    availability: "multiAz",
    nodes: 2,
    users: { "llm-gateway": { access: "on ~answers:* ~limits:* +@read +@write +@connection" } },
    backups: { retentionDays: 7, window: "02:00-03:00", maintenanceWindow: "sun:05:30-sun:06:30" },
    replicationGroupId: "agents",
    admit: ["cluster"],
  },
};

/** What clients may use of the models, and what they have used. */
export const agentsTables: Part<"tables"> = {
  "usage-plans": {
    tableName: "usage_plans",
    key: { hashKey: "client_id" },
    attributes: { client_id: "S", plan: "S" },
    indexes: { "by-plan": { hashKey: "plan", rangeKey: "client_id", projection: "ALL" } },
    throughputCap: { read: 2000, write: 200 },
  },
  "usage-logs": {
    tableName: "usage_logs",
    key: { hashKey: "client_id", rangeKey: "used_at" },
    attributes: { client_id: "S", used_at: "S", model: "S" },
    indexes: { "by-model": { hashKey: "model", rangeKey: "used_at", projection: "ALL" } },
    ttlAttribute: "expires_at",
    throughputCap: { read: 500, write: 2000 },
  },
};

/** Logs and traces that people search. */
export const agentsSearches: Part<"searches"> = {
  telemetry: {
    domainName: "agents-telemetry",
    version: "3.5",
    dataNodes: { zones: 2, instanceType: "r7g.large.search", count: 2, volumeSize: 100 },
    masterNodes: { kind: "dedicated", instanceType: "m7g.medium.search", count: 3 },
    offPeakWindowStart: "02:00",
    admit: ["cluster"],
    callers: ["collector"],
  },
};

/** Memories and usage lose four hours at most and are back within eight, in the other Region too. */
export const agentsRecovery: Part<"recovery"> = {
  tiers: {
    standard: {
      objectives: { rpoHours: 4, rtoHours: 8 },
      snapshots: { kind: "derived", retentionDays: 35 },
      pointInTime: "resource",
      secondRegion: "dailyCopies",
    },
  },
  databases: { main: "standard" },
  tables: { "usage-plans": "standard", "usage-logs": "standard" },
  restoreTest: { planName: "agents", schedule: { on: "SUN", at: "06:00" }, databases: ["main"] },
};
