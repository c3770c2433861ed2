import type { Part } from "../../layers/definition.ts";
import type { AivoSize } from "./size.ts";

/** Users, courses and progress. */
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

/** Sessions and frequently read content; each service has access to its own keys only. */
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

/** Configuration, backups of Velero, and the access logs of both. */
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

/** Recovery time and recovery point objectives in hours: 4 and 1, 8 and 4, 24 and 24. */
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

/** Backups of the environments in one Region: the same schedule, without copies in the second Region. */
const atHome: Recovery["tiers"] = {
  "non-critical": {
    objectives: { rtoHours: 24, rpoHours: 24 },
    snapshots: { kind: "scheduled", schedules: { "every-four-hours": { ...everyFourHours, retentionDays: 14 } } },
  },
};

/** Tiers of the stores; Velero's bucket has none, because it holds backups. */
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
