import { within } from "../ranges.ts";

/** Automated backups and maintenance of a data store, all times in UTC. */
export interface Backups {
  /** Retention of automated backups in days, 1 to 35. */
  retentionDays: number;
  /** Daily backup window, for example 03:00-04:00. */
  window: string;
  /** Weekly maintenance window, for example sun:04:30-sun:05:30; it must not overlap the backup window. */
  maintenanceWindow: string;
}

/** A window in minutes since Sunday 00:00; it continues on Sunday when it passes the end of the week. */
interface Stretch {
  start: number;
  length: number;
}

const day = 24 * 60;
const week = 7 * day;
const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const clock = "([01]\\d|2[0-3]):([0-5]\\d)";
const weekday = `(${weekdays.join("|")})`;
const dailyFormat = new RegExp(`^${clock}-${clock}$`);
const weeklyFormat = new RegExp(`^${weekday}:${clock}-${weekday}:${clock}$`);

/** Faults of backups whose windows must last `minimumMinutes`; the names of the arguments start with `path`. */
export function backupFaults(path: string, backups: Backups, minimumMinutes: number): string[] {
  const { retentionDays, window, maintenanceWindow } = backups;
  const backup = daily(window);
  const maintenance = weekly(maintenanceWindow);
  return [
    ...within(`${path}.retentionDays`, retentionDays, 1, 35),
    ...windowFaults(`${path}.window`, window, backup, minimumMinutes),
    ...maintenanceFaults(`${path}.maintenanceWindow`, maintenanceWindow, maintenance, minimumMinutes),
    ...(backup !== undefined && maintenance !== undefined && overlapDaily(backup, maintenance)
      ? [`${path}.maintenanceWindow must not overlap ${path}.window ("${window}"), got "${maintenanceWindow}"`]
      : []),
  ];
}

function windowFaults(argument: string, given: string, backup: Stretch | undefined, minimumMinutes: number): string[] {
  if (backup === undefined) return [`${argument} must look like 03:00-04:00, got "${given}"`];
  return backup.length < minimumMinutes
    ? [`${argument} must last at least ${minimumMinutes} minutes, got "${given}"`]
    : [];
}

function maintenanceFaults(
  argument: string,
  given: string,
  maintenance: Stretch | undefined,
  minimumMinutes: number,
): string[] {
  if (maintenance === undefined) return [`${argument} must look like sun:04:30-sun:05:30, got "${given}"`];
  return maintenance.length < minimumMinutes || maintenance.length >= day
    ? [`${argument} must last at least ${minimumMinutes} minutes and less than a day, got "${given}"`]
    : [];
}

/** The daily window on Sunday; undefined for another format. */
function daily(window: string): Stretch | undefined {
  const match = dailyFormat.exec(window);
  if (match === null) return undefined;
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = match.slice(1).map(Number);
  const start = fromHour * 60 + fromMinute;
  return { start, length: modulo(toHour * 60 + toMinute - start, day) };
}

function weekly(window: string): Stretch | undefined {
  const match = weeklyFormat.exec(window);
  if (match === null) return undefined;
  const [fromDay = "", fromHour, fromMinute, toDay = "", toHour, toMinute] = match.slice(1);
  const start = weekdays.indexOf(fromDay) * day + Number(fromHour) * 60 + Number(fromMinute);
  const end = weekdays.indexOf(toDay) * day + Number(toHour) * 60 + Number(toMinute);
  return { start, length: modulo(end - start, week) };
}

function overlapDaily(backup: Stretch, maintenance: Stretch): boolean {
  return weekdays.some((_, index) => overlap({ ...backup, start: index * day + backup.start }, maintenance));
}

/** Whether two windows overlap, across the end of the week. */
function overlap(one: Stretch, other: Stretch): boolean {
  return modulo(other.start - one.start, week) < one.length || modulo(one.start - other.start, week) < other.length;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
