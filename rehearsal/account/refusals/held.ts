import type { Values } from "../thing.ts";

/** Something that cannot be deleted while something else names it. */
export interface Held {
  type: string;
  /** What names it: type, and the input that does. */
  by: readonly (readonly [type: string, path: string])[];
  /** The output by which it is named; its ID and its ARN name it too. */
  key?: string;
  /** The input with which the provider clears the way first. */
  unless?: string;
  code: string;
  words(id: string): string;
  source: string;
  /** What the record's own cases need besides. */
  inputs?: Values;
}
