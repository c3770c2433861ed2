import type { Config } from "../../layers/config.ts";
import type { StackDefinition } from "../../layers/definition.ts";
import type { Settings } from "../../stacks/settings.ts";

/** What a program is made of: the definition, and the configuration of Pulumi.<stack>.yaml. */
export type Stack = Settings;

/** An ordinary change that an operator makes to a stack, and what it may cost. */
export interface Edit {
  /** Name, unique, as the report shows it. */
  name: string;
  /** What the operator wants, in a few words. */
  what: string;
  /** The stack after the edit; undefined where the stack does not have what is edited. */
  apply(stack: Stack): Stack | undefined;
  /** Resource types that may be replaced: AWS or Kubernetes cannot change them in place. @default none */
  replaces?: readonly string[];
  /** Resource types that may be deleted: the edit takes them away. @default none */
  deletes?: readonly string[];
}

type Rows<Row> = Readonly<Record<string, Row>>;

/** The stack with one part of its definition changed; undefined where it has no such part, or the part stays. */
export function edited<Key extends keyof StackDefinition>(
  stack: Stack,
  key: Key,
  change: (part: NonNullable<StackDefinition[Key]>) => StackDefinition[Key] | undefined,
): Stack | undefined {
  const part = stack.definition[key];
  const next = part === undefined || part === null ? undefined : change(part);
  return next === undefined ? undefined : { ...stack, definition: { ...stack.definition, [key]: next } };
}

/** The stack with another configuration; undefined where nothing changes. */
export function configured(stack: Stack, change: Partial<Config> | undefined): Stack | undefined {
  return change === undefined ? undefined : { ...stack, config: { ...stack.config, ...change } };
}

/** A table with its first changeable row changed; undefined where no row can be. */
export function first<Row>(rows: Rows<Row>, change: (row: Row, name: string) => Row | undefined) {
  for (const [name, row] of Object.entries(rows)) {
    const next = change(row, name);
    if (next !== undefined) return { ...rows, [name]: next };
  }
  return undefined;
}

/** A table with its last row copied under another name; undefined where the table is empty. */
export function added<Row>(rows: Rows<Row>, name: string, copy: (row: Row) => Row) {
  const row = Object.values(rows).at(-1);
  return row === undefined ? undefined : { ...rows, [name]: copy(row) };
}

/** A table without a row; undefined where it has none of this name. */
export function without<Row>(rows: Rows<Row>, name: string) {
  const { [name]: gone, ...rest } = rows;
  return gone === undefined ? undefined : rest;
}

const sizes = ["micro", "small", "medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge"];

/** The next larger size of an instance class or node type, for example cache.t4g.small for cache.t4g.micro. */
export function larger(name: string): string | undefined {
  const parts = name.split(".");
  const next = sizes[sizes.indexOf(parts.at(-1) ?? "") + 1];
  return next === undefined ? undefined : [...parts.slice(0, -1), next].join(".");
}
