import { word } from "./values.ts";

/** Whether a cron or rate expression of AWS runs at least once a day. */
export function isDaily(expression: unknown): boolean {
  const text = word(expression).trim();
  const rate = /^rate\((\d+)\s+(minute|hour|day)s?\)$/.exec(text);
  if (rate !== null) return Number(rate[1]) * (minutes[rate[2] ?? ""] ?? Number.POSITIVE_INFINITY) <= 24 * 60;
  const [, fields = ""] = /^cron\(([^)]*)\)$/.exec(text) ?? [];
  const [, , dayOfMonth = "", month = "", dayOfWeek = ""] = fields.trim().split(/\s+/);
  const every = [dayOfMonth, month, dayOfWeek].every((field) =>
    /^(?:\*|\?|\*\/1|1\/1|1-7|SUN-SAT|MON-SUN)$/i.test(field),
  );
  return every && fields.trim().split(/\s+/).length >= 5;
}

const minutes: Record<string, number> = { minute: 1, hour: 60, day: 24 * 60 };
