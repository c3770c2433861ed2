import { within } from "../ranges.ts";
import { cron, intervalHours, type Schedule, scheduleFaults } from "./backup-schedule.ts";
import type { RecoveryTier, RecoveryTiers, Snapshots } from "./tiers.ts";

export type { RecoveryTier, RecoveryTiers } from "./tiers.ts";

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
/** Name of the rule whose snapshots are copied once a day. */
const dailyCopy = "daily-copy";
/** Maximum delay of point-in-time recovery in hours: 15 minutes for S3, 5 minutes for RDS. */
const logLagHours = 0.25;

/** Rules of a tier's backup plan. */
export function backupRules(tier: RecoveryTier): BackupRule[] {
  const { pointInTime, schedules, secondRegion } = derive(tier);
  const copied = (name: string) => secondRegion !== "none" && (secondRegion !== "dailyCopies" || name === dailyCopy);
  const snapshots = Object.entries(schedules).map(([name, { retentionDays, ...schedule }]) => ({
    name,
    schedule: cron(schedule),
    deleteAfter: retentionDays,
    continuous: false,
    copied: copied(name),
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

/** Schedules of a tier's snapshots that keep clear of windows; with continuous backups AWS Backup schedules them itself. */
export function snapshotSchedules(tier: RecoveryTier): Readonly<Record<string, Schedule>> {
  const { pointInTime, schedules } = derive(tier);
  return pointInTime === "backup" ? {} : schedules;
}

/** Days in which at least one tier makes a backup; CloudWatch looks back a week at most. */
export function intervalDays(tiers: RecoveryTiers): number {
  const hours = Object.values(tiers).flatMap((tier) => Object.values(derive(tier).schedules).map(intervalHours));
  return Math.min(7, Math.ceil(Math.min(...hours) / 24));
}

/** Hours between two copies in the second Region; none where there are no copies. */
export function copyIntervalHours(tier: RecoveryTier): number | undefined {
  const { secondRegion, schedules } = derive(tier);
  const hours = Object.values(schedules).map(intervalHours);
  return secondRegion === "none" ? undefined : secondRegion === "dailyCopies" ? 24 : Math.min(...hours);
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
  const retentionDays = Math.max(...Object.values(schedules).map((each) => each.retentionDays));
  const copies: Readonly<Record<string, Snapshots>> = { [dailyCopy]: { every: "day", at: "02:00", retentionDays } };
  return { pointInTime, secondRegion, schedules: { ...schedules, ...(secondRegion === "dailyCopies" && copies) } };
}

/** The least frequent schedule with at most this many hours between runs. */
function often(hours: number, retentionDays: number): Snapshots {
  const steps = [12, 8, 6, 4, 3, 2] as const;
  return hours >= 24
    ? { every: "day", at: "02:00", retentionDays }
    : { every: "hours", hours: steps.find((step) => step <= hours) ?? 1, retentionDays };
}
