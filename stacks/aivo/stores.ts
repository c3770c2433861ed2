import type { Part } from "../../layers/definition.ts";
import type { AivoSize } from "./size.ts";

/** Users, courses and what is learned. */
export function aivoDatabase({ name, database }: AivoSize): Part<"databases">[string] {
  const { instanceClass, allocatedStorage, maxAllocatedStorage, multiAz, insights, retentionDays } = database;
  return {
    engine: { kind: "instance", instanceClass, allocatedStorage, maxAllocatedStorage, multiAz },
    version: "17",
    names: { identifier: `aivo-${name}`, database: "aivo", username: "aivo_admin" },
    backups: { retentionDays, window: "03:00-03:45", maintenanceWindow: "sun:05:00-sun:06:00" },
    databaseInsights: insights,
    proxy: false,
    admit: ["cluster"],
  };
}

/** Sessions and content that is asked for often; each service sees its own keys only. */
export function aivoCache({ name, cache }: AivoSize): Part<"caches">[string] {
  return {
    engine: "valkey",
    nodeType: cache.nodeType,
    availability: cache.nodes > 1 ? "multiAz" : "single",
    nodes: cache.nodes,
    users: {
      auth: { access: "on ~auth:* +@read +@write +@connection" },
      content: { access: "on ~content:* +@read +@write +@connection" },
    },
    backups: { retentionDays: 7, window: "02:00-03:00", maintenanceWindow: "sun:06:00-sun:07:00" },
    replicationGroupId: `aivo-${name}`,
    admit: ["cluster"],
  };
}

/** Configuration, what Velero keeps, and the log of who read any of it. */
export function aivoBuckets({ logRetentionInDays, recovery }: AivoSize): Part<"buckets"> {
  const encrypted = { encryption: "sse-kms", accessLogs: "access-logs" } as const;
  return {
    configuration: { ...encrypted, replicated: recovery === "secondRegion" },
    velero: { ...encrypted, lifecycle: [{ id: "expired-backups", expirationDays: 60 }] },
    "access-logs": {
      encryption: "sse-s3",
      lifecycle: [{ id: "old-logs", expirationDays: logRetentionInDays }],
    },
  };
}

type Recovery = Part<"recovery">;

/** Every four hours, whatever else a tier asks for. */
const everyFourHours = { every: "hours", hours: 4, retentionDays: 35 } as const;

/** Hours until all is back, and hours that may be lost: 4 and 1, 8 and 4, 24 and 24. */
const tiers: Recovery["tiers"] = {
  critical: {
    objectives: { rtoHours: 4, rpoHours: 1 },
    snapshots: { kind: "scheduled", schedules: { "every-four-hours": everyFourHours } },
    // The log of RDS restores to any five minutes, and the second Region has it too.
    pointInTime: "resource",
    secondRegion: "replication",
  },
  standard: {
    objectives: { rtoHours: 8, rpoHours: 4 },
    snapshots: { kind: "derived", retentionDays: 35 },
    secondRegion: "copies",
  },
  "non-critical": {
    objectives: { rtoHours: 24, rpoHours: 24 },
    snapshots: { kind: "derived", retentionDays: 35 },
    secondRegion: "copies",
  },
};

/** Backups of the environments that stay in one Region: as often, but nothing that promises to outlive it. */
const atHome: Recovery["tiers"] = {
  "non-critical": {
    objectives: { rtoHours: 24, rpoHours: 24 },
    snapshots: { kind: "scheduled", schedules: { "every-four-hours": { ...everyFourHours, retentionDays: 14 } } },
  },
};

/** What is backed up how; Velero's bucket is a backup itself. */
export function aivoRecovery({ name, recovery, database }: AivoSize): Recovery {
  const second = recovery === "secondRegion";
  const restoreTest = { planName: `aivo_${name}`, schedule: { on: "SUN", at: "08:00" } as const, databases: ["main"] };
  return {
    tiers: second ? tiers : atHome,
    databases: { main: second ? "critical" : "non-critical" },
    buckets: { configuration: second ? "standard" : "non-critical" },
    ...(second && { replicatedBackups: { main: database.retentionDays }, restoreTest }),
  };
}
