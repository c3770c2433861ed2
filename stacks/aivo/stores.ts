import type { Part } from "../../layers/definition.ts";
import type { AivoSize } from "./size.ts";

/** Users, courses and progress. */
export function aivoDatabase({ name, database, offHours }: AivoSize): Part<"databases">[string] {
  const { instanceClass, allocatedStorage, maxAllocatedStorage, multiAz, insights, retentionDays } = database;
  return {
    engine: { kind: "instance", instanceClass, allocatedStorage, maxAllocatedStorage, multiAz },
    version: "17",
    names: { identifier: `aivo-${name}`, database: "aivo", username: "aivo_admin" },
    backups: { retentionDays, ...(offHours ? atWork : atNight) },
    databaseInsights: insights,
    proxy: false,
    admit: ["cluster"],
  };
}

/** An hour and more before the backups of AWS Backup at 04:00. */
const atNight = { window: "03:00-03:45", maintenanceWindow: "sun:05:30-sun:06:30" };
/** A stopped database has neither backups nor maintenance; in UTC, New York works from 12:00 to 24:00 the year round. */
const atWork = { window: "13:00-13:45", maintenanceWindow: "mon:19:30-mon:20:30" };

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

/** Every four hours of the time that the database runs, in UTC. */
const fourHoursAtWork = ["14:00", "18:00", "22:00"] as const;

/** Backups of the environments in one Region, without copies in the second Region. */
function atHome({ offHours }: AivoSize): Recovery["tiers"] {
  const schedules: Schedules = offHours
    ? Object.fromEntries(fourHoursAtWork.map((at) => [at.slice(0, 2), { every: "workday", at, retentionDays: 14 }]))
    : { "every-four-hours": { ...everyFourHours, retentionDays: 14 } };
  return {
    "non-critical": {
      objectives: { rtoHours: 24, rpoHours: 24 },
      snapshots: { kind: "scheduled", schedules },
      pointInTime: "resource",
    },
  };
}

type Schedules = Extract<Recovery["tiers"][string]["snapshots"], { kind: "scheduled" }>["schedules"];

/** Tiers of the stores; Velero's bucket has none, because it holds backups. */
export function aivoRecovery(size: AivoSize): Recovery {
  const { name, recovery, database } = size;
  const second = recovery === "secondRegion";
  const restoreTest = { planName: `aivo_${name}`, schedule: { on: "SUN", at: "08:00" } as const, databases: ["main"] };
  return {
    tiers: second ? tiers : atHome(size),
    databases: { main: second ? "critical" : "non-critical" },
    buckets: { configuration: second ? "standard" : "non-critical" },
    ...(second && { replicatedBackups: { main: database.retentionDays }, restoreTest }),
  };
}
