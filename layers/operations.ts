import * as pulumi from "@pulumi/pulumi";
import { AccountBaseline } from "../components/audit/account-baseline.ts";
import { AuditTrail } from "../components/audit/audit-trail.ts";
import type { Subscription } from "../components/observability/alarm-topic.ts";
import { AnomalyAlarms } from "../components/observability/anomaly-alarms.ts";
import { ContainerInsights } from "../components/observability/container-insights.ts";
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
import type { Objects } from "./contracts/workloads.ts";
import { logBuckets } from "./log-buckets.ts";
import { queries } from "./log-queries.ts";
import { type Everything, hasContainerInsights, monitored, rhythmic, type Sizes } from "./monitored.ts";
import { type ByName, each, type Settings } from "./table.ts";

/** How the stack is watched and audited. */
export interface OperationsDefinition {
  /** Thresholds of alarms that are not the usual ones. @default {} */
  thresholds?: Readonly<Partial<Thresholds>>;
  /** Name of the dashboard of everything that has alarms. */
  dashboardName: string;
  /** Dashboards over some of it, each for its own readers; CloudWatch bills every one beyond an account's third. @default {} */
  dashboards?: ByName<{ dashboardName: string; shows: readonly Monitored["kind"][] }>;
  /** Events of AWS that are sent to the contacts. @default [] */
  events?: readonly AwsEvent[];
  /** Whether requests, latency and NAT traffic have anomaly detection alarms. @default false */
  anomalyAlarms?: boolean;
  /** Objectives of the gateway's requests, by name. @default {} */
  objectives?: ByName<
    Settings<ServiceLevelObjectiveArgs, "loadBalancer" | "targetGroup" | "topicArns" | "runbookBaseUrl" | "alarmName">
  >;
  /** Sampling rules and groups of X-Ray. */
  traces?: Settings<TracesArgs, "encryption">;
  /** CloudTrail of the account: its name, and the days that its files are kept. */
  auditTrail?: { trailName: string; retentionDays: number };
  /** Whether this stack owns what an account needs once: GuardDuty, Security Hub, Config, Inspector, and the account's defaults. @default false */
  accountBaseline?: boolean;
}

/** The definition as far as operations depend on it; X-Ray's endpoint needs a setting of the account. */
type Definition = OperationsDefinition &
  Sizes & { telemetry?: { collector?: { traces: unknown }; prometheus?: object } };

export interface Operations {
  observability: Observability;
  topics: Readonly<Record<Severity, pulumi.Output<string>>>;
}

/** Alarms, dashboards, notifications of events, traces and the audit of the account. */
export function operations(context: Context, definition: Definition, stack: Everything & Objects): Operations {
  const { config, home, logs, keys } = context;
  const { account } = home;
  const { thresholds = {}, dashboardName } = definition;
  const all = monitored(context, definition, stack);
  const observability = new Observability(
    "observability",
    {
      account,
      logs,
      kmsKeyArn: keys.alarms,
      monitored: all,
      notifications: {
        critical: subscriptions(config.contacts.critical),
        warning: subscriptions(config.contacts.warning),
      },
      runbookBaseUrl: config.runbookBaseUrl,
      thresholds,
      dashboardName,
    },
    home.opts,
  );
  each(definition.dashboards, (name, { dashboardName, shows }) => {
    const shown = all.filter(({ kind }) => shows.includes(kind));
    return new MetricsDashboard(
      `dashboard-${name}`,
      { account, dashboardName, monitored: shown, thresholds },
      home.opts,
    );
  });
  const topics = { critical: observability.criticalTopicArn, warning: observability.warningTopicArn };
  notifications(context, definition, stack, topics);
  traces(context, definition);
  objectives(context, definition, stack, topics);
  const trail = audit(context, definition, topics, logBuckets(definition, stack));
  queries(context, definition, stack, { insights: containerInsights(context, definition, stack), trail });
  return { observability, topics };
}

/** Metrics of nodes and logs of pods, where Prometheus and Loki do not collect them; its pods need the nodes. */
function containerInsights(
  context: Context,
  definition: Definition,
  { cluster, made }: Everything,
): ContainerInsights | undefined {
  if (cluster === undefined || !hasContainerInsights(context, definition)) return undefined;
  const { home, logs } = context;
  const args = { account: home.account, clusterName: cluster.clusterName, logs };
  return new ContainerInsights("container-insights", args, { ...home.opts, dependsOn: [...made.cluster] });
}

type Topics = Operations["topics"];

/** Events of AWS, and alarms of anomalies. */
function notifications({ config, home }: Context, definition: Definition, stack: Everything, topicArns: Topics): void {
  const { runbookBaseUrl } = config;
  const { events = [], anomalyAlarms = false } = definition;
  if (events.length > 0) new EventRoutes("events", { events, topicArns, runbookBaseUrl }, home.opts);
  if (!anomalyAlarms) return;
  const args = { monitored: rhythmic(stack), topicArn: topicArns.warning, runbookBaseUrl };
  new AnomalyAlarms("anomalies", args, home.opts);
}

function traces({ home, keys }: Context, { traces: settings, accountBaseline = false, telemetry }: Definition): void {
  if (settings !== undefined) {
    const encryption = accountBaseline ? { kmsKeyArn: keys.data } : "elsewhere";
    new Traces("traces", { ...settings, encryption }, home.opts);
  }
  // X-Ray's OTLP endpoint refuses spans without it, and an account has one such setting.
  if (accountBaseline && telemetry?.collector?.traces === "xray") {
    new TransactionSearch("transaction-search", { account: home.account }, home.opts);
  }
}

function objectives(
  { config, home }: Context,
  definition: Definition,
  { gateway }: Everything,
  topicArns: Topics,
): void {
  if (gateway === undefined) return;
  each(definition.objectives, (name, settings) => {
    const args = {
      ...settings,
      loadBalancer: gateway.loadBalancerArnSuffix,
      alarmName: `${definition.dashboardName}-${name}`,
      topicArns,
      runbookBaseUrl: config.runbookBaseUrl,
    };
    return new ServiceLevelObjective(`objective-${name}`, args, home.opts);
  });
}

/** The trail of the account, and its baseline. */
function audit(
  { config, home, logs, common }: Context,
  definition: Definition,
  topics: Topics,
  quietBuckets: readonly pulumi.Output<string>[],
): AuditTrail | undefined {
  const { auditTrail, accountBaseline = false } = definition;
  const { account } = home;
  const { deletionProtection } = common;
  const { runbookBaseUrl } = config;
  const watched = { topicArns: topics, runbookBaseUrl, account, logs, deletionProtection, quietBuckets };
  if (accountBaseline && config.securityContact !== undefined) {
    const { openSearchRole: _, ...services } = config.accountServices;
    const args = {
      topicArn: topics.critical,
      runbookBaseUrl,
      account,
      securityContact: config.securityContact,
      config: { retentionDays: 365, deletionProtection },
      services,
    };
    new AccountBaseline("baseline", args, home.opts);
  }
  return auditTrail && new AuditTrail("trail", { ...auditTrail, ...watched }, home.opts);
}

/** A contact is an e-mail address or an https URL; such a URL often carries a key of its receiver. */
function subscriptions(contacts: Readonly<Record<string, string>>): Subscription[] {
  return Object.entries(contacts).map(([name, contact]) =>
    contact.startsWith("https:")
      ? { name, protocol: "https", endpoint: pulumi.secret(contact) }
      : { name, protocol: "email", endpoint: contact },
  );
}
