import { createRequire } from "node:module";
import type * as Proto from "@pulumi/pulumi/proto/provider_pb.js";
import { same } from "./replacement.ts";

// The module's classes are hidden from an import: only its types say that it exports them by name.
const { PropertyDiff }: typeof Proto = createRequire(import.meta.url)("@pulumi/pulumi/proto/provider_pb.js");

/** One property that differs, as pulumi-terraform-bridge tells it: a path such as scalingConfig.minSize or rules[0].port. */
export interface PropertyChange {
  path: string;
  kind: "add" | "delete" | "update";
  /** Whether the provider replaces the resource because of it. */
  replaces: boolean;
}

type Inputs = Record<string, unknown>;

/** Every property that differs; `replacing` are dotted paths through objects and lists. */
export function propertyChanges(before: Inputs, after: Inputs, replacing: readonly string[]): PropertyChange[] {
  const found: PropertyChange[] = [];
  const compare = (path: string, plain: string, left: unknown, right: unknown) => {
    if (same(plain, left, right)) return;
    const parts = children(left, right);
    if (parts !== undefined) {
      for (const [step, key, one, other] of parts) compare(joined(path, step), plained(plain, key), one, other);
      return;
    }
    const kind = left === undefined ? "add" : right === undefined ? "delete" : "update";
    found.push({ path, kind, replaces: replacing.some((each) => within(plain, each)) });
  };
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (!key.startsWith("__")) compare(quoted(key), key, before[key], after[key]);
  }
  return found;
}

/** The message that the engine reads a change from. */
export function message({ kind, replaces }: PropertyChange): Proto.PropertyDiff {
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = PropertyDiff.Kind;
  const kinds = {
    add: [ADD, ADD_REPLACE],
    delete: [DELETE, DELETE_REPLACE],
    update: [UPDATE, UPDATE_REPLACE],
  } as const;
  const diff = new PropertyDiff();
  diff.setKind(kinds[kind][replaces ? 1 : 0]);
  diff.setInputdiff(true);
  return diff;
}

type Part = [step: string, key: string, left: unknown, right: unknown];

/** The parts of two values that can be compared one by one: of objects, and of lists of one length. */
function children(left: unknown, right: unknown): Part[] | undefined {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length ? left.map((each, at) => [`[${at}]`, "", each, right[at]]) : undefined;
  }
  if (!isPlain(left) || !isPlain(right)) return undefined;
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].map((key) => [quoted(key), key, left[key], right[key]]);
}

function isPlain(value: unknown): value is Inputs {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A key as a property path of the engine takes it. */
function quoted(key: string): string {
  return /^[\w-]+$/.test(key) ? key : `["${key.replaceAll('"', '\\"')}"]`;
}

function joined(path: string, step: string): string {
  return step.startsWith("[") ? `${path}${step}` : `${path}.${step}`;
}

function plained(plain: string, key: string): string {
  return key === "" ? plain : `${plain}.${key}`;
}

/** Whether one of two dotted paths lies in the other. */
function within(path: string, replacing: string): boolean {
  return path === replacing || path.startsWith(`${replacing}.`) || replacing.startsWith(`${path}.`);
}
