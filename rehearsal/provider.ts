import { createHash } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import { unmodelled } from "./account/modelled.ts";
import { answering } from "./channel.ts";
import { autoNames } from "./cloud.ts";
import { difference } from "./difference.ts";
import { context, tellInstancesApart } from "./instances.ts";
import { account, create, invoke, questions, read, remove, update } from "./operations.ts";
import { revealed } from "./outputs.ts";
import { autoName } from "./published/change.ts";
import { construct, unbuilt } from "./remote.ts";
import { nameOf, typeOf } from "./urn.ts";

// The provider process of the offline engine: it answers for every package as AWS and Kubernetes would.
// It prints its port, then one line of JSON for each thing that the rehearsal should know (see cloud-process.ts).

type Values = Record<string, unknown>;

const provider: pulumi.provider.Provider = {
  // The engine warns when a plugin is older than the SDK that the program uses; this one suits any.
  version: "999.0.0",
  schema: "{}",
  check: async (urn, olds: Values, news: Values) => checked(typeOf(urn), nameOf(urn), olds, news),
  diff: async (_id, urn, olds: Values, news: Values) => difference(typeOf(urn), nameOf(urn), olds, news),
  create,
  update,
  read: async (id, urn, props: Values) => read(id, urn, props),
  delete: remove,
  invoke: async (token, args: Values) => ({ outputs: invoke(token, args) }),
  call: async () => ({ outputs: {} }),
  construct: async (name, type, inputs, options) => {
    const missing = await unbuilt(type, inputs);
    if (missing !== undefined) tell({ unlisted: `${type} (${missing})` });
    return construct(name, type, inputs, options);
  },
};

/** What the provider makes of the inputs before anyone else sees them: the default tags and the automatic name. */
function checked(type: string, name: string, olds: Values, news: Values): pulumi.provider.CheckResult {
  const missing = unmodelled(type);
  if (missing.length > 0) tell({ unlisted: `${type} (${missing.join(", ")})` });
  const inputs = { ...news };
  const { defaultTags, place } = context().instance;
  const chosen = autoNames(type, name, revealed(inputs), place, account.occasion(type, name));
  for (const [key, value] of Object.entries(chosen)) inputs[key] = olds[key] ?? value;
  if (isObject(type)) inputs["metadata"] = namedObject(type, name, news["metadata"], olds["metadata"]);
  const { tags = {} } = revealed(inputs);
  if (isTaggable(type)) inputs["tagsAll"] = typeof tags === "object" ? { ...defaultTags, ...tags } : tags;
  return { inputs, failures: tooLong(type, name, inputs, Object.keys(chosen)) };
}

/** A name that the provider would have to choose longer than the type allows; it does not cut names. */
function tooLong(
  type: string,
  name: string,
  inputs: Values,
  chosen: readonly string[],
): pulumi.provider.CheckFailure[] {
  const { max = Number.POSITIVE_INFINITY, separator = "-" } = autoName(type) ?? {};
  return chosen
    .filter((key) => String(inputs[key]).length > max)
    .map((property) => ({
      property,
      reason: `name '${name}${separator}' plus 7 random chars is longer than maximum length ${max}`,
    }));
}

/** Everything of the Kubernetes API; a Helm release and what the provider itself offers is not. */
function isObject(type: string): boolean {
  return type.startsWith("kubernetes:") && !/^kubernetes:(helm|yaml|kustomize|index)/.test(type);
}

/** A Kubernetes object without a name gets one, as from the real provider. */
function namedObject(type: string, name: string, metadata: unknown, old: unknown): unknown {
  if (typeof metadata !== "object" && metadata !== undefined) return metadata;
  const before = typeof old === "object" && old !== null && "name" in old ? old.name : undefined;
  const seed = `${name}::${account.occasion(type, name).generation}`;
  return { name: before ?? `${name}-${createHash("sha256").update(seed).digest("hex").slice(0, 8)}`, ...metadata };
}

const require = createRequire(import.meta.url);
const taggable = new Map<string, boolean>();

/** Whether a type takes the default tags: then its class has the output tagsAll. */
function isTaggable(type: string): boolean {
  const known = taggable.get(type);
  if (known !== undefined) return known;
  const [, module = ""] = type.split(":");
  let source = "";
  try {
    source = type.startsWith("aws:") ? fs.readFileSync(require.resolve(`@pulumi/aws/${module}.js`), "utf8") : "";
  } catch {
    // A type without a class, such as the provider itself, has no tags.
  }
  const found = source.includes('"tagsAll"');
  taggable.set(type, found);
  return found;
}

function tell(note: { unlisted: string }): void {
  process.stdout.write(`${JSON.stringify(note)}\n`);
}

// The rehearsal holds the other end: when it is gone, however it ended, this process goes too.
process.stdin.resume().on("end", () => process.exit());
tellInstancesApart();
answering(questions);
await pulumi.provider.main(provider, []);
