/** What AWS's API takes for an input. */
export interface Limit {
  /** Shortest and longest text. */
  length?: readonly [number, number];
  /** Smallest and largest number. */
  range?: readonly [number, number];
  pattern?: RegExp;
  values?: readonly (string | number)[] | undefined;
}

/** Limits of a type's inputs, with the page of AWS's API reference that they were read from. */
export interface Limits {
  source: string;
  inputs: Readonly<Record<string, Limit>>;
}

/** Text of a length and a pattern. */
export function name(max: number, pattern: RegExp, min = 1): Limit {
  return { length: [min, max], pattern };
}

/** A number between two others, both included. */
export function range(min: number, max: number): Limit {
  return { range: [min, max] };
}

/** Limits from a page of the API reference. */
export function api(source: string, inputs: Readonly<Record<string, Limit>>): Limits {
  return { source: `AWS API reference, ${source}`, inputs };
}

/** Letters, digits, underscores and hyphens. */
export const word = /^[\w-]+$/;

/** The same and dots. */
export const dotted = /^[\w.-]+$/;

/** A TCP port. */
export const port = range(1, 65535);
