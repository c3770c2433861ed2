import type { Context } from "../context.ts";
import type { Edge, Identity } from "../contracts/edge.ts";
import type { Foundation } from "../contracts/handed.ts";
import type { Intelligence, Stores } from "../contracts/stores.ts";
import type { Workloads } from "../contracts/workloads.ts";
import type { StackDefinition } from "../definition.ts";
import { each } from "../table.ts";
import { workloads } from "../workloads.ts";
import type { Made } from "./run.ts";

/** Services on ECS, roles of pods, search domains, file systems and the bastion. */
export function workloadsPart(
  context: Context,
  definition: StackDefinition,
  stack: Foundation & Stores & Intelligence & Edge & Identity,
): Made<Workloads> {
  const made = workloads(context, definition, stack);
  return {
    handed: made,
    outputs: {
      identities: each(made.identities, (_, { roleArn }) => roleArn),
      rolloutCommands: each(made.services, (_, { rolloutCommand }) => rolloutCommand),
      bastionCommands: made.bastion?.commands,
    },
  };
}
