import { isOwn } from "../effects.ts";
import type { Refusal } from "../refusal.ts";
import { scopeOf } from "../scopes.ts";
import type { Values } from "../thing.ts";
import { valueAt } from "../values.ts";
import { accountNames } from "./names-account.ts";
import { containerNames } from "./names-containers.ts";
import { dataNames } from "./names-data.ts";
import type { Unique } from "./unique.ts";

/** A name is taken by what exists, whichever stack made it. */
function taken(unique: Unique): Refusal {
  const { type, keys, scope = scopeOf(type), code, words, source, inputs = {}, overwrites = "" } = unique;
  const named = keys.reduce<Values>((made, key) => ({ ...made, ...nested(key, sample(type, key)) }), inputs);
  const [first] = keys;
  const other = first === undefined ? named : { ...named, ...nested(first, `${sample(type, first)}2`) };
  const create = { create: type, as: "first", inputs: named };
  return {
    name: `${recordName(type)}-taken`,
    types: [type],
    on: ["create"],
    code,
    source,
    check: (request, account) => {
      const name = nameOf(request.inputs, unique);
      if (name === undefined || request.inputs[overwrites] === true) return undefined;
      const same = account
        .all(type, request.place, scope)
        .some((thing) => !isOwn(thing, request) && nameOf(thing.outputs, unique) === name);
      return same ? words(name) : undefined;
    },
    passes:
      first === undefined
        ? { judged: create }
        : { before: [create], judged: { ...create, as: "second", inputs: other } },
    refused: { before: [create], judged: { ...create, as: "second" } },
  };
}

/** An object with a value at a path of dots. */
function nested(path: string, value: unknown): Values {
  const [first = "", ...rest] = path.split(".");
  return { [first]: rest.length === 0 ? value : nested(rest.join("."), value) };
}

/** An ARN for what is known by one, else a word. */
function sample(type: string, key: string): string {
  if (key.endsWith("Arn")) return `arn:aws:service:us-east-1:999999999999:${recordName(type)}`;
  return key === "priority" || key === "port" ? "1" : "orders";
}

/** The name as one text without regard to case; none while a part of it is not known or not given. */
function nameOf(values: Values, { keys, apart = [] }: Unique): string | undefined {
  const parts = keys.map((key) => valueAt(values, key));
  const known = parts.every((part) => typeof part === "string" || typeof part === "number");
  const details = apart.map((key) => valueAt(values, key)).filter((part) => typeof part === "string");
  return known ? [...parts, ...details].join("/").toLowerCase() : undefined;
}

/** aws:rds/subnetGroup:SubnetGroup is rds-subnet-group. */
export function recordName(type: string): string {
  const [, module = "", kind = ""] = type.split(":");
  const words = kind.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase();
  return `${module.split("/")[0]}-${words}`;
}

/** Names that are taken. */
export const names: readonly Refusal[] = [...dataNames, ...containerNames, ...accountNames].map(taken);
