import type { Config } from "../../layers/config.ts";
import type { StackDefinition } from "../../layers/definition.ts";
import * as layers from "../../layers/index.ts";

/** What index.ts makes up to the workloads, for tests of the layers that come after them. */
export async function upToWorkloads(config: Config, definition: StackDefinition) {
  const context = await layers.context(config, definition);
  const foundation = layers.foundation(context, definition);
  const stores = layers.stores(context, definition, foundation);
  const intelligence = layers.intelligence(context, definition);
  const edge = layers.edge(context, definition, foundation);
  const identity = layers.identity(context, definition, edge);
  const parts = { ...foundation, ...stores, ...intelligence, ...edge, ...identity };
  return { context, stack: { ...parts, ...layers.workloads(context, definition, parts) } };
}
