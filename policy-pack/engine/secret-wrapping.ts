import { Secret } from "@pulumi/policy";
import type { Props, Resource } from "../checks/rule.ts";
import { isObject } from "../checks/schema.ts";
import { sensitive } from "../checks/sensitive-inputs.ts";
import { plain, unknown, unproxied } from "../checks/values.ts";
import { holdsAsset } from "./remediation.ts";

/** The properties with every plaintext at a sensitive path wrapped as a secret; undefined when there is none. */
export function wrapped({ type, props }: Resource): Props | undefined {
  const raw = unproxied(props);
  const paths = Object.hasOwn(sensitive, type) ? (sensitive[type] ?? []) : [];
  if (paths.length === 0 || !isObject(raw) || holdsAsset(raw)) return undefined;
  const made = paths.reduce<unknown>((value, path) => wrap(value, path.split(".")), raw);
  return made !== raw && isObject(made) ? made : undefined;
}

/** The value itself, or a copy in which a plaintext was wrapped. */
function wrap(value: unknown, path: readonly string[]): unknown {
  const [key, ...rest] = path;
  if (isEmpty(value) || value instanceof Secret) return value;
  if (key === undefined) return plain(value) === unknown ? value : new Secret(value);
  if (Array.isArray(value)) {
    const elements = value.map((each) => wrap(each, key === "*" ? rest : path));
    return elements.every((each, index) => each === value[index]) ? value : elements;
  }
  return isObject(value) ? wrapEntries(value, key, rest) : value;
}

function wrapEntries(value: Props, key: string, rest: readonly string[]): Props {
  const keys = key === "*" ? Object.keys(value) : Object.hasOwn(value, key) ? [key] : [];
  const entries = keys.map((each) => [each, wrap(value[each], rest)] as const);
  return entries.every(([each, inner]) => inner === value[each]) ? value : { ...value, ...Object.fromEntries(entries) };
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}
