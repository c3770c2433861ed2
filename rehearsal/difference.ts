import { context } from "./instances.ts";
import { revealed } from "./outputs.ts";
import { autoName, deleteBeforeReplace } from "./published/change.ts";
import { changedPaths, changes, replacing } from "./replacement.ts";

type Values = Record<string, unknown>;

/** What the provider answers to Diff. */
export interface Difference {
  changes: boolean;
  replaces: string[];
  deleteBeforeReplace: boolean;
}

/** What a change of inputs means for a resource: nothing, an update, or a replacement and in which order. */
export function difference(type: string, name: string, olds: Values, news: Values): Difference {
  const request = context();
  const { oldInputs, instance } = request;
  const before = revealed(Object.keys(oldInputs).length > 0 ? oldInputs : olds);
  const after = revealed(news);
  request.changed.push(...changedPaths(before, after));
  const replaces = replacing(type, before, after, instance.configMapsMutable);
  const first = type.startsWith("kubernetes:")
    ? keepsName(name, before, after)
    : deleteBeforeReplace(type) || hasFixedName(type, name, after);
  return {
    changes: changes(before, after).length > 0,
    replaces,
    deleteBeforeReplace: replaces.length > 0 && first,
  };
}

/**
 * Whether an object keeps its place under a name that the program gave, so that its replacement cannot stand beside it
 * (pulumi-kubernetes, provider/pkg/provider/provider.go: deleteBeforeReplace).
 */
function keepsName(name: string, before: Values, after: Values): boolean {
  const [old, next] = [before, after].map(({ metadata }) => JSON.stringify(placeOf(metadata)));
  const given = placeOf(after["metadata"]).name;
  return old === next && !isAutoNamed(name, given);
}

function placeOf(metadata: unknown): { name?: unknown; namespace?: unknown } {
  if (typeof metadata !== "object" || metadata === null) return {};
  return { name: Reflect.get(metadata, "name"), namespace: Reflect.get(metadata, "namespace") };
}

function isAutoNamed(name: string, given: unknown): boolean {
  return (
    typeof given === "string" && given.startsWith(`${name}-`) && /^[0-9a-f]{8}$/.test(given.slice(name.length + 1))
  );
}

/**
 * Whether a name was given under which the provider would have chosen one: then a replacement cannot stand beside the
 * old one, and pulumi-terraform-bridge (nameRequiresDeleteBeforeReplace) has the engine delete first.
 */
function hasFixedName(type: string, name: string, inputs: Values): boolean {
  const auto = autoName(type);
  const given = auto === undefined ? undefined : inputs[auto.input];
  if (auto === undefined || typeof given !== "string") return given !== undefined;
  const start = `${name}${auto.separator}`;
  return !(given.startsWith(start) && /^[0-9a-f]{7}$/.test(given.slice(start.length)));
}
