import type { Context } from "../context.ts";
import type { Edge } from "../contracts/edge.ts";
import type { Foundation } from "../contracts/handed.ts";
import type { Stores } from "../contracts/stores.ts";
import type { Objects, Workloads } from "../contracts/workloads.ts";
import { cost } from "../cost.ts";
import type { StackDefinition } from "../definition.ts";
import { operations } from "../operations.ts";
import { recovery } from "../recovery.ts";
import type { Made } from "./run.ts";

/** Alarms, dashboards, audit, cost and backups. */
export function operationsPart(
  context: Context,
  definition: StackDefinition,
  stack: Foundation & Stores & Edge & Workloads & Objects,
): Made<object> {
  const made = operations(context, definition, stack);
  cost(context, definition, stack, made);
  recovery(context, definition, stack, made);
  return { handed: {}, outputs: { dashboardName: made.observability.dashboardName } };
}
