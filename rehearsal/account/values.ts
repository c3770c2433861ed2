import type { Values } from "./thing.ts";

/** Every value at a path of dots; a list on the way stands for each of its members. */
export function valuesAt(inputs: Values, path: string): unknown[] {
  return path.split(".").reduce<unknown[]>((values, key) => values.flatMap((value) => members(value, key)), [inputs]);
}

function members(value: unknown, key: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((each) => members(each, key));
  const found: unknown = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  return Array.isArray(found) ? found.flat() : found === undefined || found === null ? [] : [found];
}

/** The strings at a path. */
export function stringsAt(inputs: Values, path: string): string[] {
  return valuesAt(inputs, path).filter((value) => typeof value === "string");
}

/** The only value at a path. */
export function valueAt(inputs: Values, path: string): unknown {
  return valuesAt(inputs, path)[0];
}

/** Every string at any depth, with the path of its place: keys joined by dots, members of lists without their index. */
export function strings(value: unknown, path = ""): { path: string; text: string }[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((each) => strings(each, path));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => strings(each, path === "" ? key : `${path}.${key}`));
}

/** A JSON document in a string, or nothing. */
export function document(text: unknown): unknown {
  if (typeof text !== "string" || !/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
