import type { Severity } from "./metric-row.ts";

/** A speed at which an error budget burns, seen over a long and a short window at once. */
export interface BurnRate {
  /** Ends the alarms' names. */
  role: "fast" | "medium" | "slow";
  severity: Severity;
  /** How many times faster than the objective allows. */
  rate: number;
  /** The window that shows that it matters. */
  longMinutes: number;
  /** The window that shows that it is still so, which also ends the alarm soon after the trouble does. */
  shortMinutes: number;
}

/** Rates and windows of the Site Reliability Workbook: of a budget for 30 days they spend 2, 5 and 10 % in the long window. */
export const burnRates: readonly BurnRate[] = [
  { role: "fast", severity: "critical", rate: 14.4, longMinutes: 60, shortMinutes: 5 },
  { role: "medium", severity: "critical", rate: 6, longMinutes: 360, shortMinutes: 30 },
  { role: "slow", severity: "warning", rate: 1, longMinutes: 4320, shortMinutes: 360 },
];

/** Share of the requests that may fail, for example 0.001 for an objective of 99.9 %; rounded, since 100 - 99.9 is not 0.1 in binary. */
export function errorBudget(objectivePercent: number): number {
  return Number(((100 - objectivePercent) / 100).toFixed(9));
}

/** Percent of the budget of a number of days that a rate spends in its long window. */
export function budgetSpentPercent({ rate, longMinutes }: BurnRate, windowDays: number): number {
  return Number(((100 * rate * longMinutes) / (windowDays * 24 * 60)).toFixed(1));
}

/** Days until the whole budget of a number of days is gone at a rate. */
export function daysToExhaustion({ rate }: BurnRate, windowDays: number): number {
  return Number((windowDays / rate).toFixed(1));
}

/** A window in words, for names and queries: 5m, 6h, 3d. */
export function span(minutes: number): string {
  if (minutes % 1440 === 0) return `${minutes / 1440}d`;
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
}
