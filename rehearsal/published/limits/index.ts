import { data } from "./data.ts";
import type { Limits } from "./limit.ts";
import { others } from "./others.ts";

/** Lengths, patterns and ranges, which the published schemas lack, of the types in use. */
export const limits: Readonly<Record<string, Limits>> = { ...data, ...others };
