import { AnomalyDetection, type AnomalyDetectionArgs } from "../components/cost/anomaly-detection.ts";
import { Budget, type BudgetNotification } from "../components/cost/budget.ts";
import { CostReport } from "../components/cost/cost-report.ts";
import { OffHoursSchedule } from "../components/cost/schedule.ts";
import type { WorkHours } from "../components/cost/work-hours.ts";
import { EncryptionKey } from "../components/kms/encryption-key.ts";
import type { Severity } from "../components/observability/metric-row.ts";
import type { Context } from "./context.ts";
import type { Foundation } from "./contracts/handed.ts";
import type { Stores } from "./contracts/stores.ts";
import type { FoundationDefinition } from "./foundation.ts";
import type { Operations } from "./operations.ts";
import type { StoresDefinition } from "./stores.ts";
import { type ByName, each, rowOf } from "./table.ts";

/** What the stack may cost, and who is notified of it. */
export interface CostDefinition {
  /** Monthly cost in US dollars by budget, and the shares of it at which contacts are notified. @default {} */
  budgets?: ByName<BudgetDefinition>;
  /** Spending that leaves its usual range, in dollars and percent. */
  costAnomalies?: Pick<AnomalyDetectionArgs, "thresholdUsd" | "thresholdPercent">;
  /** Export of the bill, by its name, with the days that it is kept. */
  costReport?: { exportName: string; retentionDays: number };
  /**
   * When databases and node groups run, for stacks without users at night; alarms do not notify outside. With Karpenter only
   * databases stop: its controller would be gone before the nodes that it started. @default none, they always run
   */
  workHours?: WorkHours;
}

interface BudgetDefinition {
  amountUsd: number;
  budgetName?: string;
  tags?: Readonly<Record<string, string>>;
  notifications: readonly (Pick<BudgetNotification, "thresholdPercent" | "kind"> & Recipients)[];
}

/** The contacts of a severity, or the contacts that are named, by e-mail. */
type Recipients = { severity: Severity } | { mailed: readonly string[] };

/** The definition as far as cost depends on it. */
type Definition = CostDefinition &
  Pick<FoundationDefinition, "cluster"> &
  Pick<StoresDefinition, "databases"> & { clusterAddons?: { autoscaler?: { kind: string } } };

/** Budgets, anomalies, the bill, and what is stopped at night. */
export function cost(
  context: Context,
  definition: Definition,
  stack: Foundation & Stores,
  operations: Operations,
): void {
  const { topics } = operations;
  const { config, home, common } = context;
  const { deletionProtection } = common;
  const { account } = home;
  each(definition.budgets, (name, { notifications, ...settings }) => {
    const recipients = notifications.map(({ thresholdPercent, kind, ...to }) => {
      const share = { thresholdPercent, kind };
      return "mailed" in to
        ? { ...share, emails: addresses(config, to.mailed) }
        : { ...share, topicArn: topics[to.severity] };
    });
    return new Budget(`budget-${name}`, { ...settings, notifications: recipients }, home.opts);
  });
  if (definition.costAnomalies !== undefined) {
    const { costAnomalyMonitor: monitorArn } = config;
    const monitor =
      monitorArn === undefined ? ({ kind: "services" } as const) : ({ kind: "existing", monitorArn } as const);
    new AnomalyDetection(
      "cost-anomalies",
      { ...definition.costAnomalies, monitor, topicArn: topics.warning },
      home.opts,
    );
  }
  if (definition.costReport !== undefined) {
    const services = ["bcm-data-exports.amazonaws.com"];
    const key = new EncryptionKey(
      "bills",
      { account, description: "Cost reports", services, deletionProtection },
      home.opts,
    );
    const { costAllocationTags } = config;
    const args = { ...definition.costReport, account, kmsKeyArn: key.arn, costAllocationTags, deletionProtection };
    new CostReport("cost-report", args, home.opts);
  }
  offHours(context, definition, stack, operations);
}

function offHours(
  { home }: Context,
  { workHours, clusterAddons, ...definition }: Definition,
  { cluster, databases }: Foundation & Stores,
  { observability }: Operations,
): void {
  if (workHours === undefined) return;
  const stops = clusterAddons?.autoscaler?.kind !== "karpenter" && cluster?.nodeGroupNames !== undefined;
  new OffHoursSchedule(
    "off-hours",
    {
      hours: workHours,
      account: home.account,
      databases: each(databases, (name, { identifier }) => {
        const aurora = rowOf(definition.databases, name)?.engine.kind === "aurora";
        return { kind: aurora ? "cluster" : "instance", identifier } as const;
      }),
      nodeGroups: each(stops ? cluster.nodeGroupNames : {}, (name, nodeGroupName) => {
        const { minSize = 0, desiredSize = 0, maxSize = 0 } = rowOf(definition.cluster?.nodeGroups, name) ?? {};
        return { clusterName: cluster?.clusterName ?? "", nodeGroupName, minSize, desiredSize, maxSize };
      }),
      alarmArns: Object.values(observability.alarmArns),
    },
    home.opts,
  );
}

/** Addresses of contacts by their names, whichever severity they are listed under. */
function addresses({ contacts }: Context["config"], names: readonly string[]): string[] {
  const all: ByName<string> = { ...contacts.warning, ...contacts.critical };
  return names.flatMap((name) => all[name] ?? []);
}
