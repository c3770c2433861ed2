import * as pulumi from "@pulumi/pulumi";
import type { AuditTrail } from "../components/audit/audit-trail.ts";
import { exportedLogs } from "../components/data/database-engine.ts";
import type { ContainerInsights } from "../components/observability/container-insights.ts";
import { LogQueries } from "../components/observability/log-queries.ts";
import type { LogQuery } from "../components/observability/log-query-table.ts";
import { taskLogGroup } from "../components/workload/fargate-service.ts";
import type { Context } from "./context.ts";
import type { Everything } from "./monitored.ts";
import type { StoresDefinition } from "./stores.ts";
import { rowOf, rows } from "./table.ts";

/** What writes log groups besides the stack's services, databases and network. */
interface Writers {
  insights: ContainerInsights | undefined;
  trail: AuditTrail | undefined;
}

/** Saved queries of CloudWatch Logs Insights, over the log groups that the stack has; none without any. */
export function queries(
  { home, definition: { tags } }: Context,
  { databases }: Pick<StoresDefinition, "databases">,
  stack: Everything,
  { insights, trail }: Writers,
): void {
  const { flowLogs } = stack.network;
  const tasks = Object.values(stack.services).map(({ serviceName }) => serviceName.apply(taskLogGroup));
  const applications = [...tasks, ...defined(insights?.logGroupNames["application"])];
  const flows = defined(flowLogs?.logGroupName);
  const sql = rows(databases).flatMap(([name, { engine }]) => {
    const database = rowOf(stack.databases, name);
    const { path } = exportedLogs[engine.kind];
    return database === undefined ? [] : [pulumi.interpolate`${path}/${database.identifier}/postgresql`];
  });
  const all: [LogQuery, pulumi.Output<string>[]][] = [
    ["error-logs", applications],
    ["slow-requests", applications],
    ["top-talkers", flows],
    ["rejected-traffic", flows],
    ["denied-calls", defined(trail?.logGroupName)],
    ["slow-sql", sql],
  ];
  const logGroupNames = Object.fromEntries(all.filter(([, groups]) => groups.length > 0));
  if (Object.keys(logGroupNames).length === 0) return;
  new LogQueries("queries", { folder: `${tags.project}-${tags.environment}`, logGroupNames }, home.opts);
}

function defined<Each>(each: Each | undefined): Each[] {
  return each === undefined ? [] : [each];
}
