import { addons } from "../addons.ts";
import type { Context } from "../context.ts";
import type { Edge, Identity } from "../contracts/edge.ts";
import type { Foundation } from "../contracts/handed.ts";
import type { Intelligence, Stores } from "../contracts/stores.ts";
import type { Objects, Workloads } from "../contracts/workloads.ts";
import { databaseUsers } from "../database-users.ts";
import type { StackDefinition } from "../definition.ts";
import { deployments } from "../deployments.ts";
import { kubernetesOf } from "../kubernetes.ts";
import { prometheusCrds, telemetry } from "../telemetry/index.ts";
import type { Made } from "./run.ts";

/** What runs on the cluster, and what creates the users of databases. */
export function objectsPart(
  context: Context,
  definition: StackDefinition,
  others: Foundation & Stores & Intelligence & Edge & Identity & Workloads,
): Made<Objects> {
  const stack = { ...others, kubernetes: kubernetesOf(context, definition, others) };
  const crds = prometheusCrds(context, definition, stack);
  const made = addons(context, definition, stack, crds);
  const users = databaseUsers(context, definition, stack, made.ready);
  deployments(context, definition, { ...stack, ...made, ready: [...made.ready, ...users.ready] });
  return {
    handed: telemetry(context, definition, stack, { ...made, prometheusCrds: crds }),
    outputs: { databaseUserCommands: users.commands },
  };
}
