import type { Severity } from "../observability/metric-row.ts";

/** An alerting rule of Prometheus. */
export interface Alert {
  /** Name of the alert. */
  alert: string;
  /** PromQL expression; the alert fires while it has a result. */
  expr: string;
  /** Duration before the alert fires, for example 5m. */
  for: string;
  severity: Severity;
  /** Summary, as Prometheus template. */
  summary: string;
  /** Measured value and limit, as Prometheus template. */
  description: string;
  /** Name of the runbook's file in docs/runbooks, without extension. */
  runbook: string;
  /** Dashboard of the alert. @default "services" */
  dashboard?: DashboardName;
  /** Labels besides severity and team. @default none */
  labels?: Readonly<Record<string, string>>;
}

/** Dashboards of alerts. */
export type DashboardName = "services" | "nodes" | "telemetry";

/** A recording rule of Prometheus. */
export interface Recording {
  /** Name of the recorded series. */
  record: string;
  /** PromQL expression. */
  expr: string;
  /** Additional labels of the series. @default none */
  labels?: Readonly<Record<string, string>>;
}

/** A rule group. */
export interface RuleGroup {
  name: string;
  rules: readonly (Alert | Recording | Heartbeat)[];
}

/** An alert that always fires, for a dead man's switch. */
export interface Heartbeat {
  heartbeat: string;
}

/** Team, dashboards and runbooks of the alerts. */
export interface Annotated {
  /** Team of the alerts. */
  team: string;
  /** URLs of the dashboards. */
  dashboardUrls: Readonly<Record<DashboardName, string>>;
  /** Base URL of the runbooks, without a trailing slash. */
  runbookBaseUrl: string;
}

/** A rule in the format of Prometheus. */
export type Rule = { expr: string; labels?: Record<string, string> } & (
  | { record: string }
  | { alert: string; for?: string; annotations: Record<string, string> }
);

/** Rule groups in the format of Prometheus rule files and PrometheusRule. */
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
