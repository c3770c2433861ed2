import { createHash } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import { answering } from "./channel.ts";
import { autoNames, isAutoName, isListed, nameKeys } from "./cloud.ts";
import { context, tellInstancesApart } from "./instances.ts";
import { account, create, invoke, nameOf, questions, read, remove, typeOf, update } from "./operations.ts";
import { revealed } from "./outputs.ts";
import { construct, isBuilt } from "./remote.ts";
import { changes, replacing } from "./replacement.ts";

// The provider process of the offline engine: it answers for every package as AWS and Kubernetes would.
// It prints its port, then one line of JSON for each thing that the rehearsal should know (see cloud-process.ts).

type Values = Record<string, unknown>;

const provider: pulumi.provider.Provider = {
  // The engine warns when a plugin is older than the SDK that the program uses; this one suits any.
  version: "999.0.0",
  schema: "{}",
  check: async (urn, olds: Values, news: Values) => ({ inputs: checked(typeOf(urn), nameOf(urn), olds, news) }),
  diff: async (_id, urn, olds: Values, news: Values) => {
    const { oldInputs } = context();
    const before = revealed(Object.keys(oldInputs).length > 0 ? oldInputs : olds);
    const after = revealed(news);
    const replaces = replacing(typeOf(urn), before, after);
    const deleteBeforeReplace = replaces.length > 0 && hasFixedName(urn, after);
    return { changes: changes(before, after).length > 0, replaces, deleteBeforeReplace };
  },
  create,
  update,
  read: async (id, urn, props: Values) => read(id, urn, props),
  delete: remove,
  invoke: async (token, args: Values) => ({ outputs: invoke(token, args) }),
  call: async () => ({ outputs: {} }),
  construct: async (name, type, inputs, options) => {
    if (!(await isBuilt(type))) tell({ unlisted: `${type} (its children)` });
    return construct(name, type, inputs, options);
  },
};

/** What the provider makes of the inputs before anyone else sees them: the default tags and the automatic name. */
function checked(type: string, name: string, olds: Values, news: Values): Values {
  if (!isListed(type)) tell({ unlisted: type });
  const inputs = { ...news };
  const { defaultTags, place } = context().instance;
  for (const [key, value] of Object.entries(
    autoNames(type, name, revealed(inputs), place, account.occasion(type, name)),
  )) {
    inputs[key] = olds[key] ?? value;
  }
  if (isObject(type)) inputs["metadata"] = namedObject(name, news["metadata"], olds["metadata"]);
  const { tags = {} } = revealed(inputs);
  if (isTaggable(type)) inputs["tagsAll"] = typeof tags === "object" ? { ...defaultTags, ...tags } : tags;
  return inputs;
}

/** Everything of the Kubernetes API; a Helm release and what the provider itself offers is not. */
function isObject(type: string): boolean {
  return type.startsWith("kubernetes:") && !/^kubernetes:(helm|yaml|kustomize|index)/.test(type);
}

/** A Kubernetes object without a name gets one, as from the real provider. */
function namedObject(name: string, metadata: unknown, old: unknown): unknown {
  if (typeof metadata !== "object" && metadata !== undefined) return metadata;
  const before = typeof old === "object" && old !== null && "name" in old ? old.name : undefined;
  return { name: before ?? `${name}-${createHash("sha256").update(name).digest("hex").slice(0, 8)}`, ...metadata };
}

/**
 * Whether a name was given under which the provider would have chosen one: then a replacement cannot stand beside the
 * old one, and pulumi-terraform-bridge (nameRequiresDeleteBeforeReplace) has the engine delete first.
 */
function hasFixedName(urn: string, inputs: Values): boolean {
  const keys = nameKeys(typeOf(urn), context().instance.place);
  return keys.some((key) => inputs[key] !== undefined && !isAutoName(nameOf(urn), inputs[key]));
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
