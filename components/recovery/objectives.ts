import { within } from "../ranges.ts";
import { cron, intervalHours, type Schedule, scheduleFaults } from "./backup-schedule.ts";

/** What a loss may cost at most. */
export interface RecoveryObjectives {
  /** Recovery point objective: hours of data that may be lost, from one backup to the next; 0.25 to 24. */
  rpoHours: number;
  /** Recovery time objective: hours until the data serves again; 1 or more. */
  rtoHours: number;
}

/** Snapshots on a schedule. */
export type Snapshots = Schedule & {
  /** Days until a snapshot is deleted. */
  retentionDays: number;
};

/** How a class of data is backed up: what is not given follows from its objectives, what is given has to meet them. */
export interface RecoveryTier {
  /** What a loss may cost at most. */
  objectives: RecoveryObjectives;
  /** Snapshots: as often as the objectives need, or on schedules by name. */
  snapshots:
    | {
        /** Schedule that follows from the objectives. */
        kind: "derived";
        /** Days until a snapshot is deleted. */
        retentionDays: number;
      }
    | {
        /** Schedules of the stack's own. */
        kind: "scheduled";
        /** Schedules by name. */
        schedules: Readonly<Record<string, Snapshots>>;
      };
  /**
   * Who keeps the log that restores to any second (PITR): AWS Backup, the resource itself (automated backups of RDS, PITR of DynamoDB), or nobody.
   * AWS Backup takes the backup window and retention of an RDS database over, so that RDS and this program disagree about them from then on.
   * @default rpoHours < 4 ? "backup" : "none"
   */
  pointInTime?: "backup" | "resource" | "none";
  /**
   * What survives the loss of the Region: copies of the snapshots, the same besides a replication of the resource's own (BackupReplication, S3), or nothing.
   * @default rtoHours < 24 ? "copies" : "none"
   */
  secondRegion?: "copies" | "replication" | "none";
}

/** Tiers by name; the name is the value of the tag that selects resources. */
export type RecoveryTiers = Readonly<Record<string, RecoveryTier>>;

/** One rule of a backup plan. */
export interface BackupRule {
  name: string;
  schedule: string;
  deleteAfter: number;
  continuous: boolean;
  copied: boolean;
}

/** AWS Backup keeps the log of a continuous backup for at most 35 days. */
const longestLog = 35;
/** The log of the slowest resource, S3, is complete after a quarter of an hour; that of RDS after five minutes. */
const logLagHours = 0.25;

/** The rules of a tier's backup plan. */
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
    // A copy of a log is a snapshot: the schedules make those.
    copied: false,
  };
  return pointInTime === "backup" ? [log, ...snapshots] : snapshots;
}

/** Whether a tier leaves copies in a second Region. */
export function isCopied(tier: RecoveryTier): boolean {
  return derive(tier).secondRegion !== "none";
}

/** The shortest and the longest retention of all tiers: the bounds of a vault that holds their backups. */
export function retentionBounds(tiers: RecoveryTiers): { minDays: number; maxDays: number } {
  const days = Object.values(tiers).flatMap((tier) => backupRules(tier).map(({ deleteAfter }) => deleteAfter));
  return { minDays: Math.min(...days), maxDays: Math.max(...days) };
}

/** What is wrong with the tiers: values out of range, and backups that cannot meet their objectives. */
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
    // A restore makes a new database from a snapshot; what has to be faster needs a standby, not a backup.
    ...(rtoHours >= 1 ? [] : [`objectives.rtoHours must be 1 or more, got ${rtoHours}`]),
    ...(retentions.length > 0 ? [] : ["snapshots.schedules must hold at least one schedule, got none"]),
    ...retentions.flatMap(([path, days]) => within(`${path}.retentionDays`, days, 1)),
    ...Object.entries(schedules).flatMap(([name, each]) =>
      scheduleFaults(each).map((fault) => `snapshots.schedules.${name}.${fault}`),
    ),
  ];
}

/** Where the backups fall short of the objectives. */
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
    // An outage of a Region may outlast a day's work; who cannot wait needs the data elsewhere.
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
  // Where a log or a replication meets the objective, the snapshots need not.
  const relaxed = pointInTime !== "none" && secondRegion !== "copies";
  const schedules =
    snapshots.kind === "scheduled"
      ? snapshots.schedules
      : { snapshot: often(relaxed ? Math.max(rpoHours, 4) : rpoHours, snapshots.retentionDays) };
  return { pointInTime, secondRegion, schedules };
}

/** The least frequent schedule that still runs every so many hours. */
function often(hours: number, retentionDays: number): Snapshots {
  const steps = [12, 8, 6, 4, 3, 2] as const;
  return hours >= 24
    ? { every: "day", at: "02:00", retentionDays }
    : { every: "hours", hours: steps.find((step) => step <= hours) ?? 1, retentionDays };
}
