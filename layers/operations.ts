import * as pulumi from "@pulumi/pulumi";
import { AnomalyDetection, type AnomalyDetectionArgs } from "../components/cost/anomaly-detection.ts";
import { Budget, type BudgetNotification } from "../components/cost/budget.ts";
import { CostReport } from "../components/cost/cost-report.ts";
import { OffHoursSchedule, type OffHoursScheduleArgs } from "../components/cost/schedule.ts";
import type { Subscription } from "../components/observability/alarm-topic.ts";
import { AnomalyAlarms } from "../components/observability/anomaly-alarms.ts";
import { EventRoutes } from "../components/observability/event-routes.ts";
import type { AwsEvent } from "../components/observability/event-table.ts";
import type { Severity } from "../components/observability/metric-row.ts";
import { Observability } from "../components/observability/observability.ts";
import {
  ServiceLevelObjective,
  type ServiceLevelObjectiveArgs,
} from "../components/observability/service-level-objective.ts";
import type { Thresholds } from "../components/observability/thresholds.ts";
import { Traces, type TracesArgs } from "../components/observability/traces.ts";
import { AccountBaseline } from "../components/security/account-baseline.ts";
import { AuditTrail } from "../components/security/audit-trail.ts";
import { EncryptionKey } from "../components/security/encryption-key.ts";
import type { Settings, Table } from "../stacks/definition.ts";
import type { Context } from "./context.ts";
import type { Edge } from "./edge.ts";
import type { Foundation } from "./foundation.ts";
import { type Everything, monitored, rhythmic } from "./monitored.ts";
import { each, type Stores } from "./stores.ts";

/** How the stack is watched, audited and paid for. */
export interface OperationsDefinition {
  /** Where alarms trip, where that is not the usual place. */
  thresholds: Readonly<Partial<Thresholds>>;
  /** Name of the dashboard of everything that has alarms. */
  dashboardName: string;
  /** Events of AWS that somebody hears. */
  events: readonly AwsEvent[];
  /** Whether requests, latency and NAT traffic that leave their usual range are told of. */
  anomalyAlarms: boolean;
  /** Objectives of the gateway's requests, by name. */
  objectives: Table<
    Settings<ServiceLevelObjectiveArgs, "loadBalancer" | "targetGroup" | "topicArns" | "runbookBaseUrl" | "alarmName">
  >;
  /** Sampling rules and groups of X-Ray. */
  traces: Settings<TracesArgs, "encryption"> | undefined;
  /** CloudTrail of the account: its name, and the days that its files are kept. */
  auditTrail: { trailName: string; retentionDays: number } | undefined;
  /** Whether this stack owns what an account needs once: GuardDuty, Security Hub, Config, Inspector, and the account's defaults. */
  accountBaseline: boolean;
  /** Monthly cost in US dollars by budget, and the shares of it at which somebody is told. */
  budgets: Table<BudgetDefinition>;
  /** Spending that leaves its usual range, in dollars and percent. */
  costAnomalies: Pick<AnomalyDetectionArgs, "thresholdUsd" | "thresholdPercent"> | undefined;
  /** Export of the bill, by its name, with the days that it is kept. */
  costReport: { exportName: string; retentionDays: number } | undefined;
  /** When databases and node groups sleep; for stacks that nobody uses at night. */
  offHours: Pick<OffHoursScheduleArgs, "timeZone" | "stop" | "start"> | undefined;
}

interface BudgetDefinition {
  amountUsd: number;
  budgetName?: string;
  tags?: Readonly<Record<string, string>>;
  notifications: readonly (Pick<BudgetNotification, "thresholdPercent" | "kind"> & { severity: Severity })[];
}

export interface Operations {
  observability: Observability;
  topics: Readonly<Record<Severity, pulumi.Output<string>>>;
}

export function operations(context: Context, made: Everything): Operations {
  const { config, definition, home, logs, keys } = context;
  const { runbookBaseUrl } = config;
  const { account } = home;
  const observability = new Observability(
    "observability",
    {
      account,
      logs,
      kmsKeyArn: keys.alarms.arn,
      monitored: monitored(definition, made),
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

function cost({ definition, home, tags }: Context, { cluster, databases }: Foundation & Stores, topics: Topics): void {
  const { account } = home;
  each(definition.budgets, (name, { notifications, ...settings }) => {
    const told = notifications.map(({ severity, ...share }) => ({ ...share, topicArn: topics[severity] }));
    return new Budget(`budget-${name}`, { ...settings, notifications: told }, home.opts);
  });
  if (definition.costAnomalies !== undefined) {
    const args = { ...definition.costAnomalies, monitor: { kind: "services" }, topicArn: topics.warning } as const;
    new AnomalyDetection("cost-anomalies", args, home.opts);
  }
  if (definition.costReport !== undefined) {
    const services = ["bcm-data-exports.amazonaws.com"];
    const key = new EncryptionKey("bills", { account, description: "Cost reports", services }, home.stateful);
    const costAllocationTags = Object.keys(tags);
    const args = { ...definition.costReport, account, kmsKeyArn: key.arn, costAllocationTags };
    new CostReport("cost-report", args, home.stateful);
  }
  if (definition.offHours !== undefined) {
    const groups = definition.cluster?.nodeGroups ?? {};
    new OffHoursSchedule(
      "off-hours",
      {
        ...definition.offHours,
        account,
        databases: each(databases, (name, { identifier }) => {
          const aurora = definition.databases[name]?.engine.kind === "aurora";
          return { kind: aurora ? "cluster" : "instance", identifier } as const;
        }),
        nodeGroups: each(cluster?.nodeGroupNames ?? {}, (name, nodeGroupName) => {
          const { minSize = 0, desiredSize = 0, maxSize = 0 } = groups[name] ?? {};
          return { clusterName: cluster?.clusterName ?? "", nodeGroupName, minSize, desiredSize, maxSize };
        }),
      },
      home.opts,
    );
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
