import * as pulumi from "@pulumi/pulumi";
import type { ByName } from "../table.ts";
import type { Plan } from "./plan.ts";

/** Where a value of a contract stands: the stack that hands it over, and its path there. */
export interface Place {
  plan: Plan;
  stack: string;
  path: readonly string[];
}

/** One value of a contract: how a part hands it over, and how another part reads it. */
export interface Entry<Value> {
  /** Paths of the fields below it; a row of a table is `*`. */
  fields(path: readonly string[]): string[];
  /** What the outputs of the stack say of it. */
  hand(value: Value): unknown;
  /** The value from the outputs of the stack; an error that names the stack to update where it is missing. */
  read(given: unknown, at: Place): Value;
}

/** A value that a part may not have. */
export interface Optional<Value> extends Entry<Value | undefined> {
  optional: true;
}

/** The value that an entry or a contract stands for. */
export type Handed<Of> = Of extends Entry<infer Value> ? Value : never;

/** A text that is known once its resource exists. */
export const text = known((given) => (typeof given === "string" ? pulumi.output(given) : undefined));

/** Texts that are known once their resource exists. */
export const texts = known((given) => (isTexts(given) ? pulumi.output(given) : undefined));

/** Texts by name that are known once their resource exists. */
export const textsByName = known((given) =>
  isObject(given)
    ? pulumi.output(Object.fromEntries(entries(given).map(([key, each]) => [key, String(each)])))
    : undefined,
);

/** A text that the program knows before anything exists. */
export const plainText = known((given) => (typeof given === "string" ? given : undefined));

/** Texts that the program knows before anything exists. */
export const plainTexts = known<readonly string[]>((given) => (isTexts(given) ? given : undefined));

/** A number that the program knows before anything exists. */
export const plainNumber = known((given) => (typeof given === "number" ? given : undefined));

/** One of some texts that the program knows before anything exists. */
export function choice<const Text extends string>(...all: readonly Text[]): Entry<Text> {
  return known((given) => all.find((each) => each === given));
}

/** Values of one kind in an order, which the program knows before anything exists. */
export function list<Value>(of: Entry<Value>): Entry<readonly Value[]> {
  return {
    fields: (path) => of.fields([...path, "*"]),
    hand: (values) => values.map((each) => of.hand(each)),
    read: (given, at) => (Array.isArray(given) ? given.map((each) => of.read(each, at)) : missing(at)),
  };
}

/** A value that is there where the definition asks for it; without a condition, where the other part has it. */
export function optional<Value>(of: Entry<Value>, asked?: (plan: Plan) => boolean): Optional<Value> {
  return {
    optional: true,
    fields: (path) => of.fields(path),
    hand: (value) => (value === undefined ? undefined : of.hand(value)),
    read: (given, at) => {
      const isThere = asked === undefined ? given !== undefined : asked(at.plan);
      return isThere ? of.read(given, at) : undefined;
    },
  };
}

/** Values of one kind by name: by the names of the definition; without these, by those that the other part has. */
export function table<Value>(
  of: Entry<Value>,
  named?: (plan: Plan, row: string) => object | undefined,
): Entry<ByName<Value>> {
  return {
    fields: (path) => of.fields([...path, "*"]),
    hand: (rows) => Object.fromEntries(Object.entries(rows).map(([name, each]) => [name, of.hand(each)])),
    read: (given, at) => {
      const rows = new Map(isObject(given) ? entries(given) : []);
      const names = named === undefined ? [...rows.keys()] : Object.keys(named(at.plan, at.path.at(-2) ?? "") ?? {});
      return Object.fromEntries(names.map((name) => [name, of.read(rows.get(name), below(at, name))]));
    },
  };
}

type Fields = Readonly<Record<string, Entry<unknown>>>;
type OptionalKeys<All> = { [Key in keyof All]: All[Key] extends Optional<unknown> ? Key : never }[keyof All];
type RecordOf<All> = { readonly [Key in Exclude<keyof All, OptionalKeys<All>>]: Handed<All[Key]> } & {
  readonly [Key in OptionalKeys<All>]?: Handed<All[Key]>;
};

/** Several values under their names. */
export function record<All extends Fields>(all: All): Entry<RecordOf<All>> & { all: All } {
  return {
    all,
    fields: (path) => Object.entries(all).flatMap(([name, each]) => each.fields([...path, name])),
    hand: (values) => {
      const handed = Object.entries(all).map(([name, each]) => [name, each.hand(Reflect.get(Object(values), name))]);
      return Object.fromEntries(handed.filter(([, value]) => value !== undefined));
    },
    read: (given, at) => {
      if (!isObject(given)) return missing(at);
      const read = Object.entries(all).map(([name, each]): unknown[] => [
        name,
        each.read(Reflect.get(given, name), below(at, name)),
      ]);
      return Object.fromEntries(read);
    },
  };
}

/** A value that is handed over as it is, and read again by a function that answers undefined where it is missing. */
function known<Value>(parsed: (given: unknown) => Value | undefined): Entry<Value> {
  return {
    fields: (path) => [path.join(".")],
    hand: (value) => value,
    read: (given, at) => parsed(given) ?? missing(at),
  };
}

function below(at: Place, name: string): Place {
  return { ...at, path: [...at.path, name] };
}

/** Ends the program: another part is older than the definition. */
function missing({ stack, path }: Place): never {
  const what = path.length === 0 ? "nothing over yet" : `over no ${path.join(".")}`;
  throw new pulumi.RunError(`the stack ${stack} must be updated first, it hands ${what}`);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function entries(of: object): [string, unknown][] {
  return Object.entries(of);
}
