import type { Severity } from "./metric-row.ts";

/** A burn rate of an error budget with a long and a short window. */
export interface BurnRate {
  /** Role in the alarms' names. */
  role: "fast" | "medium" | "slow";
  severity: Severity;
  /** Burn rate: 1 spends the budget in its whole period. */
  rate: number;
  /** Long window in minutes. */
  longMinutes: number;
  /** Short window in minutes, which ends the alarm soon after the burn rate falls. */
  shortMinutes: number;
}

/** Rates and windows of the Site Reliability Workbook: in the long window they spend 2, 5 and 10 % of a 30-day budget. */
export const burnRates: readonly BurnRate[] = [
  { role: "fast", severity: "critical", rate: 14.4, longMinutes: 60, shortMinutes: 5 },
  { role: "medium", severity: "critical", rate: 6, longMinutes: 360, shortMinutes: 30 },
  { role: "slow", severity: "warning", rate: 1, longMinutes: 4320, shortMinutes: 360 },
];

/** Share of requests that may fail, for example 0.001 for 99.9 %, rounded because of binary fractions. */
export function errorBudget(objectivePercent: number): number {
  return Number(((100 - objectivePercent) / 100).toFixed(9));
}

/** Percentage of the budget that a rate spends in its long window. */
export function budgetSpentPercent({ rate, longMinutes }: BurnRate, windowDays: number): number {
  return Number(((100 * rate * longMinutes) / (windowDays * 24 * 60)).toFixed(1));
}

/** Days in which a rate spends the whole budget. */
export function daysToExhaustion({ rate }: BurnRate, windowDays: number): number {
  return Number((windowDays / rate).toFixed(1));
}

/** A window for names and queries: 5m, 6h, 3d. */
export function span(minutes: number): string {
  if (minutes % 1440 === 0) return `${minutes / 1440}d`;
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
}
