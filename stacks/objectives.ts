import type { PrometheusRulesArgs } from "../components/telemetry/prometheus-rules.ts";

/** An availability objective for each job: 99.9 % of a month's requests are answered without a 5xx status. */
export function available(jobs: readonly string[]): PrometheusRulesArgs["objectives"] {
  const promise = {
    indicator: { kind: "availability" },
    objectivePercent: 99.9,
    windowDays: 30,
    minimumRequests: 100,
  } as const;
  return Object.fromEntries(jobs.map((job) => [`${job}-availability`, { job, ...promise }]));
}
