import type { Config } from "../../layers/config.ts";
import { context } from "../../layers/context.ts";
import type { StackDefinition } from "../../layers/definition.ts";
import { edge } from "../../layers/edge.ts";
import { foundation } from "../../layers/foundation.ts";
import { identity } from "../../layers/identity.ts";
import { intelligence } from "../../layers/intelligence.ts";
import { kubernetesOf } from "../../layers/kubernetes.ts";
import { stores } from "../../layers/stores.ts";
import { workloads } from "../../layers/workloads.ts";

/** What index.ts makes up to the workloads, for tests of the layers that come after them. */
export async function upToWorkloads(config: Config, definition: StackDefinition) {
  const of = await context(config, definition);
  const base = foundation(of, definition);
  const entrance = edge(of, definition, base);
  const parts = {
    ...base,
    ...stores(of, definition, base),
    ...intelligence(of, definition),
    ...entrance,
    ...identity(of, definition, entrance),
  };
  const kubernetes = kubernetesOf(of, definition, base);
  return { context: of, stack: { ...parts, kubernetes, ...workloads(of, definition, parts) } };
}
