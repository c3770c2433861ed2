import { replaces } from "./published/change.ts";
import { replacingFields } from "./published/kubernetes-changes.ts";

/** The inputs of a change that AWS cannot make in place; inputs are named by their top-level name. */
export function replacing(type: string, before: Inputs, after: Inputs, configMapsMutable = false): string[] {
  const paths = type.startsWith("kubernetes:") ? replacingFields(type, before, configMapsMutable) : replaces(type);
  const changed = paths.filter((path) => isGiven(at(after, path)) && !same(path, at(before, path), at(after, path)));
  return [...new Set(changed.map((path) => path.split(".")[0] ?? path))];
}

/** The inputs that differ. */
export function changes(before: Inputs, after: Inputs): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => !key.startsWith("__") && !same(key, before[key], after[key]));
}

/** Paths of the values that differ, into objects but not into lists, as Pulumi writes property paths. */
export function changedPaths(before: Inputs, after: Inputs, parent = ""): string[] {
  return changes(before, after).flatMap((key) => {
    const path = /^\w+$/.test(key) ? `${parent}${parent && "."}${key}` : `${parent}["${key}"]`;
    const [left, right] = [before[key], after[key]];
    return isObject(left) && isObject(right) ? changedPaths(left, right, path) : [path];
  });
}

function isObject(value: unknown): value is Inputs {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

type Inputs = Record<string, unknown>;

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

function same(path: string, left: unknown, right: unknown): boolean {
  const key = path.split(".").at(-1) ?? path;
  return canonical({ [key]: left }) === canonical({ [key]: right });
}

/** Inputs that are sets in the provider: their members are compared without regard to their order. */
const sets: ReadonlySet<string> = new Set([
  "alarmActions",
  "aliases",
  "architectures",
  "availabilityZones",
  "enabledCloudwatchLogsExports",
  "enabledClusterLogTypes",
  "insufficientDataActions",
  "okActions",
  "publicAccessCidrs",
  "requiresCompatibilities",
  "routeTableIds",
  "securityGroupIds",
  "securityGroups",
  "subnetIds",
  "subnets",
  "subjectAlternativeNames",
  "userGroupIds",
  "userIds",
  "vpcSecurityGroupIds",
  "vpcSubnetIds",
]);

function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (key, part: unknown) => {
      if (Array.isArray(part)) return sets.has(key) ? part.map(canonical).sort() : part;
      if (typeof part !== "object" || part === null) return part;
      return Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)));
    }) ?? ""
  );
}
