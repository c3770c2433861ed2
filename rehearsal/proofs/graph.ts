import type { Values } from "../account/thing.ts";

/** A resource of a stack that is up: an entry of the account, or what a program registered. */
export interface Made {
  type: string;
  /** Logical name. */
  name: string;
  inputs: Values;
  outputs: Values;
}

/** All resources of one stack, by their types. */
export class Graph {
  readonly all: readonly Made[];
  private readonly byType: Map<string, Made[]>;

  constructor(all: readonly Made[]) {
    this.all = all;
    this.byType = Map.groupBy(all, ({ type }) => type);
  }

  /** Every resource of a type. */
  of(type: string): readonly Made[] {
    return this.byType.get(type) ?? [];
  }

  /** Every Kubernetes object of a kind, whatever the version of its API group. */
  objects(kind: string): readonly Made[] {
    return this.all.filter(({ type }) => type.startsWith("kubernetes:") && type.endsWith(`:${kind}`));
  }
}

/** The object that a value is, or an empty one. */
export function record(value: unknown): Values {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** The members of a list; none of anything else. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The texts among the values of an object. */
export function texts(value: unknown): Readonly<Record<string, string>> {
  const known = Object.entries(record(value)).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return Object.fromEntries(known);
}
