import {
  type BurnRate,
  budgetSpentPercent,
  burnRates,
  daysToExhaustion,
  errorBudget,
  span,
} from "../observability/burn-rates.ts";
import { objectiveFaults } from "../observability/objective-faults.ts";
import type { Alert, Recording, RuleGroup } from "./alert-rules.ts";

/** Service level indicator of a workload. */
export type WorkloadIndicator =
  | {
      /** Requests that do not end with a 5xx status are good. */
      kind: "availability";
    }
  | {
      /** Requests that are answered in time are good. */
      kind: "latency";
      /** Seconds within which a request is answered; one of the histogram's buckets. */
      seconds: number;
    };

/** A service level objective of a workload. */
export interface WorkloadObjective {
  /** Scrape job of the workload. */
  job: string;

  /** Service level indicator. */
  indicator: WorkloadIndicator;
  /** Objective in percent, for example 99.9. */
  objectivePercent: number;
  /** Period of the objective in days. */
  windowDays: number;
  /** Minimum number of requests in a long window, below which no alert fires. */
  minimumRequests: number;
}

/**
 * Rules of an objective: recorded error rates by window, and an alert for each burn rate, which fires when
 * a long and a short window agree.
 */
export function objectiveRules(name: string, objective: WorkloadObjective): RuleGroup {
  const windows = new Set(burnRates.flatMap(({ longMinutes, shortMinutes }) => [shortMinutes, longMinutes]));
  const ratios = [...windows].toSorted((a, b) => a - b).map((minutes) => errorRatio(name, objective, minutes));
  return { name: `objective-${name}`, rules: [...ratios, ...burnRates.map((burn) => burning(name, objective, burn))] };
}

function errorRatio(name: string, { job, indicator }: WorkloadObjective, minutes: number): Recording {
  const window = span(minutes);
  const rate = (series: string, labels = "") => `sum(rate(${series}{job="${job}"${labels}}[${window}]))`;
  const bad =
    indicator.kind === "availability"
      ? // Without a single failure the series of failures does not exist, and no requests are no failures.
        `(${rate("http_requests_total", ', status=~"5.."')} or vector(0)) / ${rate("http_requests_total")}`
      : `1 - ${rate("http_request_duration_seconds_bucket", `, le="${bucket(indicator.seconds)}"`)} / ${rate("http_request_duration_seconds_count")}`;
  return { record: `objective:bad_requests:ratio_rate${window}`, expr: bad, labels: { objective: name } };
}

/** Prometheus 3 formats whole bucket bounds with a decimal: 1.0. */
function bucket(seconds: number): string {
  return Number.isInteger(seconds) ? seconds.toFixed(1) : String(seconds);
}

function burning(name: string, objective: WorkloadObjective, burn: BurnRate): Alert {
  const { job, indicator, objectivePercent, windowDays, minimumRequests } = objective;
  const { role, severity, rate, longMinutes, shortMinutes } = burn;
  const long = span(longMinutes);
  const limit = Number((rate * errorBudget(objectivePercent)).toFixed(9));
  const above = (window: string) => `objective:bad_requests:ratio_rate${window}{objective="${name}"} > ${limit}`;
  const counter = indicator.kind === "availability" ? "http_requests_total" : "http_request_duration_seconds_count";
  const enough = `sum(increase(${counter}{job="${job}"}[${long}])) >= ${minimumRequests}`;
  return {
    alert: `ErrorBudgetBurn${role.charAt(0).toUpperCase()}${role.slice(1)}`,
    expr: `${above(long)} and ${above(span(shortMinutes))} and on () ${enough}`,
    // The windows contain the duration.
    for: "0s",
    severity,
    summary: `The error budget of ${name} burns ${rate} times too fast`,
    description: `{{ $value | humanizePercentage }} of the requests of ${job} were bad in the last ${long}, where ${objectivePercent}% over ${windowDays} days are promised: that spends ${budgetSpentPercent(burn, windowDays)}% of the budget in ${long}, and all of it in ${daysToExhaustion(burn, windowDays)} days.`,
    runbook: "error-budget-burn",
    labels: { objective: name },
  };
}

/** Every fault of an objective. */
export function workloadObjectiveFaults(argument: string, objective: WorkloadObjective): string[] {
  return [
    ...(/^[\w./-]+$/.test(objective.job)
      ? []
      : [`${argument}.job must be the name of a scrape job, got "${objective.job}"`]),
    ...objectiveFaults(`${argument}.`, objective),
  ];
}
