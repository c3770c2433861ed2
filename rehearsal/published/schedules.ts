import type { ValueFault } from "./fault.ts";

/**
 * What is wrong with a schedule expression of EventBridge, EventBridge Scheduler or AWS Backup
 * (Amazon EventBridge User Guide: cron and rate expressions).
 */
export function scheduleFaults(expression: string): ValueFault[] {
  const [, kind, body = ""] = /^(cron|rate|at)\((.*)\)$/.exec(expression) ?? [];
  if (kind === "cron") return cronFaults(body, expression);
  const { holds, allowed } = others[kind ?? ""] ?? { holds: () => false, allowed: "cron(…), rate(…) or at(…)" };
  return holds(body) ? [] : [{ input: kind ?? "expression", allowed, given: expression }];
}

/** The forms besides cron. */
const others: Readonly<Record<string, { holds: (body: string) => boolean; allowed: string }>> = {
  rate: { holds: isRate, allowed: "a positive number and minute, hour or day, in the plural above one" },
  at: { holds: (body) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(body), allowed: "yyyy-mm-ddThh:mm:ss" },
};

function isRate(body: string): boolean {
  const [, amount = "", unit = ""] = /^(\d+) (minutes?|hours?|days?)$/.exec(body) ?? [];
  return Number(amount) > 0 && unit.endsWith("s") === (Number(amount) !== 1);
}

function cronFaults(body: string, expression: string): ValueFault[] {
  const parts = body.trim().split(/\s+/);
  if (parts.length !== fields.length)
    return [
      { input: "cron", allowed: "six fields: minutes hours day-of-month month day-of-week year", given: expression },
    ];
  const wrong = fields.flatMap((field, index) => {
    const text = parts[index] ?? "";
    return isField(field, text.toUpperCase()) ? [] : [{ input: field.name, allowed: allowed(field), given: text }];
  });
  if ((parts[2] === "?") !== (parts[4] === "?")) return wrong;
  return [...wrong, { input: "cron", allowed: "? in exactly one of day-of-month and day-of-week", given: expression }];
}

interface Field {
  name: string;
  min: number;
  max: number;
  /** Names of the values, from the least on. */
  names?: readonly string[];
  /** What else may stand there as a whole. */
  also?: RegExp;
}

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const fields: readonly Field[] = [
  { name: "minutes", min: 0, max: 59 },
  { name: "hours", min: 0, max: 23 },
  { name: "day-of-month", min: 1, max: 31, also: /^(\?|L|LW|([1-9]|[12]\d|3[01])W)$/ },
  { name: "month", min: 1, max: 12, names: months },
  { name: "day-of-week", min: 1, max: 7, names: days, also: /^(\?|L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5]))$/ },
  { name: "year", min: 1970, max: 2199 },
];

function allowed({ name, min, max, names }: Field): string {
  return `${name} from ${min} to ${max}${names === undefined ? "" : ` or ${names[0]} to ${names.at(-1)}`}, with , - * /`;
}

/** A list of values, ranges and steps, or what else the field takes. */
function isField(field: Field, text: string): boolean {
  if (field.also?.test(text)) return true;
  return text.split(",").every((part) => {
    const [span = "", step, ...rest] = part.split("/");
    if (rest.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
    if (span === "*") return true;
    const [from, to = from, ...more] = span.split("-").map((each) => numberOf(field, each));
    return more.length === 0 && from !== undefined && to !== undefined;
  });
}

function numberOf({ min, max, names = [] }: Field, text: string): number | undefined {
  const named = names.indexOf(text);
  const value = named >= 0 ? named + min : Number(text);
  return /^(\d+|[A-Z]{3})$/.test(text) && value >= min && value <= max ? value : undefined;
}
