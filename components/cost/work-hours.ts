import type { Weekday } from "../recovery/backup-schedule.ts";

/** When a stack without users at night runs; outside these hours its databases and node groups are stopped. */
export interface WorkHours {
  /** Time zone of the times, by its IANA name, for example Europe/Zurich. */
  timeZone: string;
  /** Days of the week on which it runs. */
  days: readonly Weekday[];
  /** Time of day at which it starts, for example 07:00. */
  start: string;
  /** Time of day at which it stops, at least two hours later. */
  stop: string;
}

/** A part of the week in minutes since Sunday 00:00 UTC. */
export interface Stretch {
  start: number;
  length: number;
}

const weekdays: readonly Weekday[] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const day = 24 * 60;
const timeOfDay = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** Minutes that databases and nodes need from their start until alarms say something about them. */
const starting = 45;
/** Minutes before the stop in which alarms are off already. */
const stopping = 15;

/** Cron expression of EventBridge Scheduler for a time on the days of the hours. */
export function cronOf({ days }: Pick<WorkHours, "days">, time: string): string {
  const minutes = minutesOf(time);
  return `cron(${minutes % 60} ${Math.floor(minutes / 60)} ? * ${days.join(",")} *)`;
}

/** The hours in which alarms notify: resources that start or stop are no incident. */
export function watchedHours(hours: WorkHours): WorkHours {
  return { ...hours, start: later(hours.start, starting), stop: later(hours.stop, -stopping) };
}

/** The hours as parts of a week in UTC, in winter and in summer. */
export function stretches({ timeZone, days, start, stop }: WorkHours): Stretch[][] {
  const length = minutesOf(stop) - minutesOf(start);
  return offsets(timeZone).map((offset) =>
    days.map((each) => ({ start: weekdays.indexOf(each) * day + minutesOf(start) - offset, length })),
  );
}

/** Faults of the hours; the names of the arguments start with `path`. */
export function workHourFaults(path: string, { timeZone, days, start, stop }: WorkHours): string[] {
  const times = Object.entries({ start, stop });
  const malformed = times.filter(([, time]) => !timeOfDay.test(time));
  return [
    ...(isTimeZone(timeZone) ? [] : [`${path}timeZone must be the IANA name of a time zone, got ${timeZone}`]),
    ...(days.length > 0 && new Set(days).size === days.length && days.every((each) => weekdays.includes(each))
      ? []
      : [`${path}days must be distinct days of ${weekdays.join(", ")}, got ${days.join(", ") || "none"}`]),
    ...malformed.map(([argument, time]) => `${path}${argument} must be a time of day such as 07:00, got ${time}`),
    ...(malformed.length > 0 || minutesOf(stop) - minutesOf(start) >= 120
      ? []
      : [`${path}stop must be at least two hours after start (${start}) on the same day, got ${stop}`]),
  ];
}

function isTimeZone(name: string): boolean {
  return ["UTC", "Etc/UTC", ...Intl.supportedValuesOf("timeZone")].includes(name);
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

function later(time: string, minutes: number): string {
  const at = minutesOf(time) + minutes;
  return [Math.floor(at / 60), at % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

/** Minutes that a time zone is ahead of UTC, in January and in July. */
function offsets(timeZone: string): number[] {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  const found = [0, 6].map((month) => {
    const parts = format.formatToParts(new Date(Date.UTC(2026, month, 15)));
    const [, sign = "+", hours = "0", minutes = "0"] =
      /GMT([+-])(\d\d):(\d\d)/.exec(parts.find(({ type }) => type === "timeZoneName")?.value ?? "") ?? [];
    return (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -1 : 1);
  });
  return [...new Set(found)];
}
