import { within } from "../ranges.ts";

/** Minimum objective in percent: below 93.1 % an error rate of 100 % does not reach a burn rate of 14.4. */
const lowestPercent = 95;

interface Objective {
  indicator: { kind: "availability" } | { kind: "latency"; seconds: number };
  objectivePercent: number;
  windowDays: number;
  minimumRequests: number;
}

/** Every fault of a service level objective; the names of the arguments start with `path`. */
export function objectiveFaults(path: string, objective: Objective): string[] {
  const { indicator, objectivePercent, windowDays, minimumRequests } = objective;
  return [
    ...(objectivePercent >= lowestPercent && objectivePercent < 100
      ? []
      : [`${path}objectivePercent must be at least ${lowestPercent} and less than 100, got ${objectivePercent}`]),
    ...within(`${path}windowDays`, windowDays, 7, 90),
    ...within(`${path}minimumRequests`, minimumRequests, 1),
    ...(indicator.kind === "availability" || indicator.seconds > 0
      ? []
      : [`${path}indicator.seconds must be greater than 0, got ${indicator.seconds}`]),
  ];
}
