import { AnomalyDetection, type AnomalyDetectionArgs } from "../components/cost/anomaly-detection.ts";
import { Budget, type BudgetNotification } from "../components/cost/budget.ts";
import { CostReport } from "../components/cost/cost-report.ts";
import { OffHoursSchedule, type OffHoursScheduleArgs } from "../components/cost/schedule.ts";
import { EncryptionKey } from "../components/kms/encryption-key.ts";
import type { Severity } from "../components/observability/metric-row.ts";
import type { Context } from "./context.ts";
import type { Foundation } from "./foundation.ts";
import type { Operations } from "./operations.ts";
import type { Stores } from "./stores.ts";
import type { ByName } from "./table.ts";
import { each } from "./table.ts";

/** What the stack may cost, and who hears of it. */
export interface CostDefinition {
  /** Monthly cost in US dollars by budget, and the shares of it at which somebody is told. */
  budgets: ByName<BudgetDefinition>;
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
  notifications: readonly (Pick<BudgetNotification, "thresholdPercent" | "kind"> & Told)[];
}

/** Who hears: the contacts of a severity, or the ones that are named, by e-mail. */
type Told = { severity: Severity } | { mailed: readonly string[] };

/** Budgets, anomalies, the bill, and what sleeps at night. */
export function cost(
  { config, definition, home, tags }: Context,
  { cluster, databases }: Foundation & Stores,
  topics: Operations["topics"],
): void {
  const { account } = home;
  each(definition.budgets, (name, { notifications, ...settings }) => {
    const told = notifications.map(({ thresholdPercent, kind, ...who }) => {
      const share = { thresholdPercent, kind };
      return "mailed" in who
        ? { ...share, emails: addresses(config, who.mailed) }
        : { ...share, topicArn: topics[who.severity] };
    });
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
        nodeGroups: each(
          cluster !== undefined && "nodeGroupNames" in cluster ? cluster.nodeGroupNames : {},
          (name, nodeGroupName) => {
            const { minSize = 0, desiredSize = 0, maxSize = 0 } = groups[name] ?? {};
            return { clusterName: cluster?.clusterName ?? "", nodeGroupName, minSize, desiredSize, maxSize };
          },
        ),
      },
      home.opts,
    );
  }
}

/** Addresses of contacts by their names, whichever severity they are listed under. */
function addresses({ contacts }: Context["config"], names: readonly string[]): string[] {
  const all: ByName<string> = { ...contacts.warning, ...contacts.critical };
  return names.flatMap((name) => all[name] ?? []);
}
