/** Minutes of a week. */
export const week = 7 * 24 * 60;

/** A week in winter and one in summer, from Sunday 00:00 UTC: the times of a time zone differ between them. */
export const seasons: readonly Date[] = [new Date("2027-01-10T00:00:00Z"), new Date("2027-07-11T00:00:00Z")];

const day = 24 * 60;
const days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/**
 * The minutes of a week since Sunday 00:00 UTC at which a schedule expression of EventBridge, EventBridge Scheduler or
 * AWS Backup runs. A day of the month can be any day of the week.
 */
export function runs(expression: string, timeZone: string, season: Date): number[] {
  const [, kind, body = ""] = /^(cron|rate)\((.*)\)$/.exec(expression.trim()) ?? [];
  if (kind === "rate") return multiples(body);
  if (kind !== "cron") return [];
  const [minutes = "", hours = "", , , weekdays = ""] = body.trim().toUpperCase().split(/\s+/);
  const offset = offsetOf(timeZone, season);
  const isRun = (local: number) =>
    matches(minutes, local % 60, 0, 59) &&
    matches(hours, Math.floor(local / 60) % 24, 0, 23) &&
    matches(named(weekdays), Math.floor(local / day) + 1, 1, 7);
  return Array.from({ length: week }, (_, minute) => minute).filter((minute) => isRun((minute + offset + week) % week));
}

function multiples(body: string): number[] {
  const [, amount = "1", unit = ""] = /^(\d+) (minute|hour|day)/.exec(body) ?? [];
  const step = Number(amount) * ({ minute: 1, hour: 60, day }[unit] ?? week);
  return Array.from({ length: Math.ceil(week / step) }, (_, at) => at * step);
}

/** Minutes that the clocks of a time zone are ahead of UTC. */
function offsetOf(timeZone: string, at: Date): number {
  const parts = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" }).formatToParts(at);
  const text = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign, hours = 0, minutes = 0] = /([+-])(\d\d):(\d\d)/.exec(text) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** Days of the week as numbers from 1, Sunday. */
function named(field: string): string {
  return days.reduce((text, name, at) => text.replaceAll(name, String(at + 1)), field.replace(/(L|#\d)$/, ""));
}

/** Whether a value is among those of a cron field: lists, ranges and steps. */
function matches(field: string, value: number, min: number, max: number): boolean {
  return field.split(",").some((part) => {
    const [span = "*", step] = part.split("/");
    const [from = "", to = step === undefined ? from : String(max)] = /[*?]/.test(span)
      ? [`${min}`, `${max}`]
      : span.split("-");
    return value >= Number(from) && value <= Number(to) && (value - Number(from)) % Number(step ?? 1) === 0;
  });
}
