import * as pulumi from "@pulumi/pulumi";
import { AccountBaseline } from "../components/audit/account-baseline.ts";
import { AuditTrail } from "../components/audit/audit-trail.ts";
import type { Subscription } from "../components/observability/alarm-topic.ts";
import { AnomalyAlarms } from "../components/observability/anomaly-alarms.ts";
import { EventRoutes } from "../components/observability/event-routes.ts";
import type { AwsEvent } from "../components/observability/event-table.ts";
import type { Severity } from "../components/observability/metric-row.ts";
import { MetricsDashboard } from "../components/observability/metrics-dashboard.ts";
import type { Monitored } from "../components/observability/monitored.ts";
import { Observability } from "../components/observability/observability.ts";
import {
  ServiceLevelObjective,
  type ServiceLevelObjectiveArgs,
} from "../components/observability/service-level-objective.ts";
import type { Thresholds } from "../components/observability/thresholds.ts";
import { Traces, type TracesArgs } from "../components/observability/traces.ts";
import { TransactionSearch } from "../components/observability/transaction-search.ts";
import type { Context } from "./context.ts";
import { cost } from "./cost.ts";
import type { Edge } from "./edge.ts";
import { type Everything, monitored, rhythmic } from "./monitored.ts";
import type { ByName, Settings } from "./table.ts";
import { each } from "./table.ts";

/** How the stack is watched and audited. */
export interface OperationsDefinition {
  /** Where alarms trip, where that is not the usual place. */
  thresholds: Readonly<Partial<Thresholds>>;
  /** Name of the dashboard of everything that has alarms. */
  dashboardName: string;
  /** Dashboards over some of it, each for its own readers; CloudWatch bills every one beyond an account's third. */
  dashboards: ByName<{ dashboardName: string; shows: readonly Monitored["kind"][] }>;
  /** Events of AWS that somebody hears. */
  events: readonly AwsEvent[];
  /** Whether requests, latency and NAT traffic that leave their usual range are told of. */
  anomalyAlarms: boolean;
  /** Objectives of the gateway's requests, by name. */
  objectives: ByName<
    Settings<ServiceLevelObjectiveArgs, "loadBalancer" | "targetGroup" | "topicArns" | "runbookBaseUrl" | "alarmName">
  >;
  /** Sampling rules and groups of X-Ray. */
  traces: Settings<TracesArgs, "encryption"> | undefined;
  /** CloudTrail of the account: its name, and the days that its files are kept. */
  auditTrail: { trailName: string; retentionDays: number } | undefined;
  /** Whether this stack owns what an account needs once: GuardDuty, Security Hub, Config, Inspector, and the account's defaults. */
  accountBaseline: boolean;
}

export interface Operations {
  observability: Observability;
  topics: Readonly<Record<Severity, pulumi.Output<string>>>;
}

export function operations(context: Context, made: Everything): Operations {
  const { config, definition, home, logs, keys } = context;
  const { runbookBaseUrl } = config;
  const { account } = home;
  const watched = monitored(context, made);
  const observability = new Observability(
    "observability",
    {
      account,
      logs,
      kmsKeyArn: keys.alarms.arn,
      monitored: watched,
      notifications: {
        critical: subscriptions(config.contacts.critical),
        warning: subscriptions(config.contacts.warning),
      },
      runbookBaseUrl,
      thresholds: definition.thresholds,
      dashboardName: definition.dashboardName,
    },
    home.opts,
  );
  each(definition.dashboards, (name, { dashboardName, shows }) => {
    const shown = watched.filter(({ kind }) => shows.includes(kind));
    const args = { account, dashboardName, monitored: shown, thresholds: definition.thresholds };
    return new MetricsDashboard(`dashboard-${name}`, args, home.opts);
  });
  const topics = { critical: observability.criticalTopicArn, warning: observability.warningTopicArn };
  if (definition.events.length > 0) {
    new EventRoutes("events", { events: definition.events, topicArns: topics, runbookBaseUrl }, home.opts);
  }
  if (definition.anomalyAlarms) {
    const args = { monitored: rhythmic(made), topicArn: topics.warning, runbookBaseUrl };
    new AnomalyAlarms("anomalies", args, home.opts);
  }
  if (definition.traces !== undefined) {
    const encryption = definition.accountBaseline ? { kmsKeyArn: keys.data.arn } : "elsewhere";
    new Traces("traces", { ...definition.traces, encryption }, home.opts);
  }
  // X-Ray's endpoint for collectors takes nothing without it, and an account has one such setting.
  if (definition.accountBaseline && definition.telemetry?.collector?.traces === "xray") {
    new TransactionSearch("transaction-search", { account }, home.opts);
  }
  objectives(context, made, topics);
  audit(context, topics);
  cost(context, made, topics);
  return { observability, topics };
}

type Topics = Operations["topics"];

function objectives({ config, definition, home }: Context, { gateway }: Edge, topicArns: Topics): void {
  if (gateway === undefined) return;
  const { runbookBaseUrl } = config;
  for (const [name, settings] of Object.entries(definition.objectives)) {
    new ServiceLevelObjective(
      `objective-${name}`,
      {
        ...settings,
        loadBalancer: gateway.loadBalancerArnSuffix,
        alarmName: `${definition.dashboardName}-${name}`,
        topicArns,
        runbookBaseUrl,
      },
      home.opts,
    );
  }
}

function audit({ config, definition, home, logs }: Context, topics: Topics): void {
  const { auditTrail, accountBaseline, deletionProtection } = definition;
  const { account } = home;
  const told = { topicArn: topics.critical, runbookBaseUrl: config.runbookBaseUrl };
  if (auditTrail !== undefined) {
    new AuditTrail("trail", { ...auditTrail, ...told, account, logs, deletionProtection }, home.stateful);
  }
  if (accountBaseline && config.securityContact !== undefined) {
    const args = { ...told, account, securityContact: config.securityContact, config: { retentionDays: 365 } };
    new AccountBaseline("baseline", args, home.stateful);
  }
}

/** A contact is an e-mail address or an https URL; such a URL often carries a key of its receiver. */
function subscriptions(contacts: Readonly<Record<string, string>>): Subscription[] {
  return Object.entries(contacts).map(([name, contact]) =>
    contact.startsWith("https:")
      ? { name, protocol: "https", endpoint: pulumi.secret(contact) }
      : { name, protocol: "email", endpoint: contact },
  );
}
