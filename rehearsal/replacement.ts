import { replaces } from "./published/change.ts";

/** The inputs of a change that AWS cannot make in place; inputs are named by their top-level name. */
export function replacing(type: string, before: Inputs, after: Inputs): string[] {
  if (type.startsWith("kubernetes:")) return replacingObject(before, after);
  const changed = replaces(type).filter((path) => isGiven(at(after, path)) && !same(at(before, path), at(after, path)));
  return [...new Set(changed.map((path) => path.split(".")[0] ?? path))];
}

/** The inputs that differ. */
export function changes(before: Inputs, after: Inputs): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => !key.startsWith("__") && !same(before[key], after[key]));
}

type Inputs = Record<string, unknown>;

/** A Kubernetes object is known by its kind, name and namespace. */
function replacingObject(before: Inputs, after: Inputs): string[] {
  const identity = ["apiVersion", "kind", "metadata.name", "metadata.namespace"];
  const changed = identity.filter((path) => isGiven(at(after, path)) && !same(at(before, path), at(after, path)));
  return [...new Set(changed.map((path) => path.split(".")[0] ?? path))];
}

function isGiven(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0 || value.some(isGiven);
  return value !== undefined && value !== null;
}

/** The value at a path; where the path goes through a list, the values of all its entries. */
function at(inputs: unknown, path: string): unknown {
  return path.split(".").reduce(member, inputs);
}

function member(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((each) => member(each, key));
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function same(left: unknown, right: unknown): boolean {
  return canonical(left) === canonical(right);
}

function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === "object" && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)))
        : part,
    ) ?? ""
  );
}
