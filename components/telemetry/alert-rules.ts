import type { Severity } from "../observability/metric-row.ts";

/** An alert that somebody acts on. */
export interface Alert {
  /** Name of the alert. */
  alert: string;
  /** PromQL that has a result while something is wrong. */
  expr: string;
  /** How long it has to be wrong, for example 5m. */
  for: string;
  severity: Severity;
  /** What is wrong, in one line; a template of Prometheus. */
  summary: string;
  /** What was measured, and against what; a template of Prometheus. */
  description: string;
  /** File in docs/runbooks, without its ending. */
  runbook: string;
  /** Dashboard to look at. @default "services" */
  dashboard?: DashboardName;
  /** Labels besides severity and team. @default none */
  labels?: Readonly<Record<string, string>>;
}

/** Dashboards that alerts point to. */
export type DashboardName = "services" | "nodes" | "telemetry";

/** A value that is calculated in advance, under a name of its own. */
export interface Recording {
  /** Name of the series. */
  record: string;
  /** PromQL. */
  expr: string;
  /** Labels that the series carries besides its own. @default none */
  labels?: Readonly<Record<string, string>>;
}

/** Rules that are evaluated one after the other. */
export interface RuleGroup {
  name: string;
  rules: readonly (Alert | Recording | Heartbeat)[];
}

/** An alert that always fires: when it stops arriving, alerting itself is broken. */
export interface Heartbeat {
  heartbeat: string;
}

/** Who owns the alerts, and where their dashboards and runbooks are. */
export interface Annotated {
  /** Team that the alerts belong to. */
  team: string;
  /** URL of each dashboard. */
  dashboardUrls: Readonly<Record<DashboardName, string>>;
  /** URL in front of the runbooks' names, without a slash at its end. */
  runbookBaseUrl: string;
}

/** A rule in Prometheus's own notation. */
export type Rule = { expr: string; labels?: Record<string, string> } & (
  | { record: string }
  | { alert: string; for?: string; annotations: Record<string, string> }
);

/** Groups in Prometheus's own notation: of a rule file, and of the spec of a PrometheusRule. */
export function ruleGroups(groups: readonly RuleGroup[], context: Annotated): { name: string; rules: Rule[] }[] {
  return groups.map(({ name, rules }) => ({ name, rules: rules.map((each) => rule(each, context)) }));
}

function rule(of: Alert | Recording | Heartbeat, context: Annotated): Rule {
  if ("heartbeat" in of) return heartbeat(of, context);
  if ("record" in of) return { record: of.record, expr: of.expr, ...(of.labels && { labels: { ...of.labels } }) };
  const { alert, expr, severity, summary, description, runbook, dashboard = "services" } = of;
  return {
    alert,
    expr,
    for: of.for,
    labels: { severity, team: context.team, ...of.labels },
    annotations: {
      summary,
      description,
      dashboard: context.dashboardUrls[dashboard],
      runbook: `${context.runbookBaseUrl}/${runbook}`,
    },
  };
}

function heartbeat({ heartbeat: alert }: Heartbeat, { team, dashboardUrls, runbookBaseUrl }: Annotated): Rule {
  return {
    alert,
    expr: "vector(1)",
    labels: { severity: "none", team },
    annotations: {
      summary: "Alerting works",
      description: "Always firing. Whoever expects it tells when it stops: then no other alert arrives either.",
      dashboard: dashboardUrls.telemetry,
      runbook: `${runbookBaseUrl}/alerts-undelivered`,
    },
  };
}
