import { enumerations } from "./enumerations.ts";
import type { Limit } from "./limit.ts";
import { others } from "./others.ts";
import { stores } from "./stores.ts";

/** Lengths, patterns, ranges and values, which the published schemas lack, by type and input. */
export const limits: Readonly<Record<string, Readonly<Record<string, Limit>>>> = Object.fromEntries(
  [...new Set([stores, others, enumerations].flatMap(Object.keys))].map((type) => [
    type,
    { ...stores[type]?.inputs, ...others[type]?.inputs, ...enumerations[type]?.inputs },
  ]),
);
