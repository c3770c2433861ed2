import { propertyChanges } from "./detailed-diff.ts";
import { context } from "./instances.ts";
import { revealed } from "./outputs.ts";
import { autoName, deleteBeforeReplace } from "./published/change.ts";
import { changes, replacing, replacingPaths } from "./replacement.ts";

type Values = Record<string, unknown>;

/** What the provider answers to Diff. */
export interface Difference {
  changes: boolean;
  replaces: string[];
  deleteBeforeReplace: boolean;
}

/** What a change of inputs means for a resource: nothing, an update, or a replacement and in which order. */
export function difference(type: string, name: string, olds: Values, news: Values): Difference {
  const { oldInputs, details } = context();
  const before = revealed(Object.keys(oldInputs).length > 0 ? oldInputs : olds);
  const after = revealed(news);
  const replaces = replacing(type, before, after);
  // The SDK's server does not pass details on: they travel with the request.
  details.push(...propertyChanges(before, after, replacingPaths(type, before, after)));
  const first = deleteBeforeReplace(type) || hasFixedName(type, name, after);
  return {
    changes: changes(before, after).length > 0,
    replaces,
    deleteBeforeReplace: replaces.length > 0 && first,
  };
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
