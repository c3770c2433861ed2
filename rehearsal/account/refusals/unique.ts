import type { Scope } from "../scopes.ts";
import type { Values } from "../thing.ts";

/** What makes a resource of a type the only one of its kind, and what AWS says to a second one. */
export interface Unique {
  type: string;
  /** The inputs that are its name together; none when an account or a Region has but one. */
  keys: readonly string[];
  /** Inputs that tell things of one name apart where they are given. */
  apart?: readonly string[];
  /** The input with which the provider takes over what exists. */
  overwrites?: string;
  /** @default the type's own */
  scope?: Scope;
  code: string;
  words(name: string): string;
  source: string;
  /** What the record's own cases need besides the name. */
  inputs?: Values;
}
