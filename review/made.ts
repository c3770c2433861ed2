import * as pulumi from "@pulumi/pulumi";
import platform from "../index.ts";
import type { StackDefinition } from "../layers/definition.ts";
import type { Place } from "../rehearsal/account/thing.ts";
import { create } from "../rehearsal/cloud.ts";
import { lookup } from "../rehearsal/lookups.ts";
import { type Made, record } from "../rehearsal/proofs/graph.ts";
import { localSettings, settings } from "../stacks/settings.ts";

/** What the program registers when every value is known, and the definition that it runs. */
export interface Registered {
  made: Made[];
  definition: StackDefinition | undefined;
}

/**
 * Runs the program once more without the engine: a preview does not know IDs, ARNs and endpoints, and what reaches what
 * follows from them. The rehearsal's account computes them.
 */
export async function registered(stack: string, config: Readonly<Record<string, string>>): Promise<Registered> {
  const made: Made[] = [];
  const place = placeOf(config);
  pulumi.runtime.setAllConfig({ ...config });
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, id }) => {
        const given = record(inputs);
        if (type.startsWith("platform:") || type === "pulumi:pulumi:Stack") return { id: id ?? "", state: given };
        const created = create(type, name, given, place);
        const known = id || created.id;
        made.push({ type, name, inputs: given, outputs: { ...created.outputs, id: known } });
        return { id: known, state: created.outputs };
      },
      call: ({ token, inputs }) => lookup(token, record(inputs), place),
    },
    "platform",
    stack,
    false,
    "organization",
  );
  let definition: StackDefinition | undefined;
  await pulumi.runtime.runInPulumiStack(async () => {
    definition = localSettings() === undefined ? settings().definition : undefined;
    return platform();
  });
  await pulumi.runtime.disconnect();
  return { made, definition };
}

/** The account and Region of a stack's configuration; a stack without AWS has none. */
function placeOf({
  "platform:region": region = "",
  "platform:accountId": accountId = "",
}: Record<string, string>): Place {
  return { partition: "aws", region, accountId };
}
