import type { Context } from "../context.ts";
import type { Foundation } from "../contracts/handed.ts";
import type { Intelligence, Stores } from "../contracts/stores.ts";
import type { StackDefinition } from "../definition.ts";
import { intelligence } from "../intelligence.ts";
import { stores } from "../stores.ts";
import { each } from "../table.ts";
import type { Made } from "./run.ts";

/** Data stores, secrets and what the stack has of Bedrock. */
export function storesPart(
  context: Context,
  definition: StackDefinition,
  stack: Foundation,
): Made<Stores & Intelligence> {
  const made = stores(context, definition, stack);
  return {
    handed: { ...made, ...intelligence(context, definition) },
    outputs: {
      databases: each(made.databases, (_, { endpoint, master }) => ({ endpoint, masterSecretArn: master.secretArn })),
      caches: each(made.caches, (_, { primaryEndpoint }) => primaryEndpoint),
      secretCommands: each(made.secrets, (_, { putValueCommand }) => putValueCommand),
    },
  };
}
