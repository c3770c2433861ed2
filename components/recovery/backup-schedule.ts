/** Day of the week in AWS cron expressions. */
export type Weekday = "MON" | "TUE" | "WED" | "THU" | "FRI" | "SAT" | "SUN";

/** A schedule in UTC. */
export type Schedule =
  | {
      /** Every few hours, counted from midnight. */
      every: "hours";
      /** Hours from one run to the next. */
      hours: 1 | 2 | 3 | 4 | 6 | 8 | 12;
    }
  | {
      /** Once a day. */
      every: "day";
      /** Time of day, for example 02:00. */
      at: string;
    }
  | {
      /** Once a week. */
      every: "week";
      /** Day of the week. */
      on: Weekday;
      /** Time of day, for example 02:00. */
      at: string;
    }
  | {
      /** Once a month. */
      every: "month";
      /** Day of the month, 1 to 28. */
      on: number;
      /** Time of day, for example 02:00. */
      at: string;
    };

const timeOfDay = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** AWS cron expression of the schedule: minutes, hours, day of month, month, day of week, year. */
export function cron(schedule: Schedule): string {
  if (schedule.every === "hours") return `cron(0 0/${schedule.hours} * * ? *)`;
  const [, hour, minute] = timeOfDay.exec(schedule.at) ?? [];
  const time = `${Number(minute)} ${Number(hour)}`;
  if (schedule.every === "day") return `cron(${time} * * ? *)`;
  return schedule.every === "week" ? `cron(${time} ? * ${schedule.on} *)` : `cron(${time} ${schedule.on} * ? *)`;
}

/** Maximum hours between two runs. */
export function intervalHours(schedule: Schedule): number {
  return schedule.every === "hours" ? schedule.hours : { day: 24, week: 7 * 24, month: 31 * 24 }[schedule.every];
}

/** Faults of a schedule. */
export function scheduleFaults(schedule: Schedule): string[] {
  if (schedule.every === "hours") return [];
  const { at } = schedule;
  return [
    ...(timeOfDay.test(at) ? [] : [`at must be a time of day such as 02:00, got ${at}`]),
    // Days after the 28th do not exist in every month.
    ...(schedule.every !== "month" || (Number.isInteger(schedule.on) && schedule.on >= 1 && schedule.on <= 28)
      ? []
      : [`on must be a day of the month from 1 to 28, got ${schedule.on}`]),
  ];
}
