import { within } from "../ranges.ts";
import { cron, intervalHours, type Schedule, scheduleFaults } from "./backup-schedule.ts";

/** Recovery objectives. */
export interface RecoveryObjectives {
  /** Recovery point objective in hours, 0.25 to 24. */
  rpoHours: number;
  /** Recovery time objective in hours, 1 or more. */
  rtoHours: number;
}

/** Snapshots on a schedule. */
export type Snapshots = Schedule & {
  /** Days until a snapshot is deleted. */
  retentionDays: number;
};

/** A recovery tier; settings that are not given follow from the objectives, others must meet them. */
export interface RecoveryTier {
  /** Recovery objectives. */
  objectives: RecoveryObjectives;
  /** Snapshots: derived from the objectives, or on schedules. */
  snapshots:
    | {
        /** Schedule that follows from the objectives. */
        kind: "derived";
        /** Days until a snapshot is deleted. */
        retentionDays: number;
      }
    | {
        /** Schedules that the stack defines. */
        kind: "scheduled";
        /** Schedules by name. */
        schedules: Readonly<Record<string, Snapshots>>;
      };
  /**
   * Point-in-time recovery: by AWS Backup, by the resource (RDS automated backups, DynamoDB PITR), or none.
   * AWS Backup changes the backup window and retention of an RDS database, which then differ from this program's.
   * @default rpoHours < 4 ? "backup" : "none"
   */
  pointInTime?: "backup" | "resource" | "none";
  /**
   * Second Region: copies of the snapshots, copies and a replication of the resource (BackupReplication, S3), or none.
   * @default rtoHours < 24 ? "copies" : "none"
   */
  secondRegion?: "copies" | "replication" | "none";
}

/** Tiers by name, the value of the tag that selects resources. */
export type RecoveryTiers = Readonly<Record<string, RecoveryTier>>;

/** A rule of a backup plan. */
export interface BackupRule {
  name: string;
  schedule: string;
  deleteAfter: number;
  continuous: boolean;
  copied: boolean;
}

/** Maximum retention of continuous backups in AWS Backup, in days. */
const longestLog = 35;
/** Maximum delay of point-in-time recovery in hours: 15 minutes for S3, 5 minutes for RDS. */
const logLagHours = 0.25;

/** Rules of a tier's backup plan. */
export function backupRules(tier: RecoveryTier): BackupRule[] {
  const { pointInTime, schedules, secondRegion } = derive(tier);
  const copied = secondRegion !== "none";
  const snapshots = Object.entries(schedules).map(([name, { retentionDays, ...schedule }]) => ({
    name,
    schedule: cron(schedule),
    deleteAfter: retentionDays,
    continuous: false,
    copied,
  }));
  const longest = Math.max(...snapshots.map(({ deleteAfter }) => deleteAfter));
  const log: BackupRule = {
    name: "point-in-time",
    schedule: cron({ every: "day", at: "01:00" }),
    deleteAfter: Math.min(longest, longestLog),
    continuous: true,
    // Continuous backups are copied as snapshots, which the schedules create.
    copied: false,
  };
  return pointInTime === "backup" ? [log, ...snapshots] : snapshots;
}

/** Whether a tier has copies in a second Region. */
export function isCopied(tier: RecoveryTier): boolean {
  return derive(tier).secondRegion !== "none";
}

/** Minimum and maximum retention of all tiers, for the lock of the vault. */
export function retentionBounds(tiers: RecoveryTiers): { minDays: number; maxDays: number } {
  const days = Object.values(tiers).flatMap((tier) => backupRules(tier).map(({ deleteAfter }) => deleteAfter));
  return { minDays: Math.min(...days), maxDays: Math.max(...days) };
}

/** Faults of the tiers: values out of range, and backups that cannot meet the objectives. */
export function tierFaults(tiers: RecoveryTiers): string[] {
  const all = Object.entries(tiers);
  if (all.length === 0) return ["tiers must hold at least one tier, got none"];
  return all.flatMap(([name, tier]) => {
    const values = valueFaults(tier);
    const named = /^[a-z][a-z0-9-]{0,19}$/.test(name)
      ? []
      : [`tiers must have names of at most 20 lower-case letters, digits and hyphens, got ${name}`];
    return [...named, ...(values.length > 0 ? values : gaps(tier)).map((fault) => `tiers.${name}.${fault}`)];
  });
}

function valueFaults({ objectives, snapshots }: RecoveryTier): string[] {
  const { rpoHours, rtoHours } = objectives;
  const schedules = snapshots.kind === "derived" ? {} : snapshots.schedules;
  const retentions =
    snapshots.kind === "derived"
      ? [["snapshots", snapshots.retentionDays] as const]
      : Object.entries(schedules).map(([name, each]) => [`snapshots.schedules.${name}`, each.retentionDays] as const);
  return [
    ...(rpoHours >= logLagHours && rpoHours <= 24
      ? []
      : [`objectives.rpoHours must be ${logLagHours} to 24, got ${rpoHours}`]),
    // A restore creates a new database from a snapshot; a shorter time needs a standby.
    ...(rtoHours >= 1 ? [] : [`objectives.rtoHours must be 1 or more, got ${rtoHours}`]),
    ...(retentions.length > 0 ? [] : ["snapshots.schedules must hold at least one schedule, got none"]),
    ...retentions.flatMap(([path, days]) => within(`${path}.retentionDays`, days, 1)),
    ...Object.entries(schedules).flatMap(([name, each]) =>
      scheduleFaults(each).map((fault) => `snapshots.schedules.${name}.${fault}`),
    ),
  ];
}

/** Faults of a tier whose backups cannot meet its objectives. */
function gaps(tier: RecoveryTier): string[] {
  const { rpoHours, rtoHours } = tier.objectives;
  const { pointInTime, schedules, secondRegion } = derive(tier);
  const interval = Math.min(...Object.values(schedules).map(intervalHours));
  const late = interval > rpoHours;
  const snapshots = `snapshots every ${interval} h`;
  return [
    ...(late && pointInTime === "none"
      ? [`pointInTime must be "backup" or "resource" for rpoHours ${rpoHours} with ${snapshots}, got "none"`]
      : []),
    ...(late && pointInTime !== "none" && secondRegion === "copies"
      ? [`secondRegion must be "replication" for rpoHours ${rpoHours} with ${snapshots}, got "copies"`]
      : []),
    // A Region can be unavailable for more than a day, so a shorter time needs data in a second Region.
    ...(rtoHours < 24 && secondRegion === "none"
      ? [`secondRegion must be "copies" or "replication" for rtoHours ${rtoHours}, below 24, got "none"`]
      : []),
  ];
}

function derive(tier: RecoveryTier) {
  const { rpoHours, rtoHours } = tier.objectives;
  const {
    pointInTime = rpoHours < 4 ? "backup" : "none",
    secondRegion = rtoHours < 24 ? "copies" : "none",
    snapshots,
  } = tier;
  // With point-in-time recovery or replication the snapshots need not meet the objective.
  const relaxed = pointInTime !== "none" && secondRegion !== "copies";
  const schedules =
    snapshots.kind === "scheduled"
      ? snapshots.schedules
      : { snapshot: often(relaxed ? Math.max(rpoHours, 4) : rpoHours, snapshots.retentionDays) };
  return { pointInTime, secondRegion, schedules };
}

/** The least frequent schedule with at most this many hours between runs. */
function often(hours: number, retentionDays: number): Snapshots {
  const steps = [12, 8, 6, 4, 3, 2] as const;
  return hours >= 24
    ? { every: "day", at: "02:00", retentionDays }
    : { every: "hours", hours: steps.find((step) => step <= hours) ?? 1, retentionDays };
}
