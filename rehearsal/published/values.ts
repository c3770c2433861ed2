import { companions } from "./companions.ts";
import { published } from "./data.ts";
import type { ValueFault } from "./fault.ts";
import { everyLeaf, type Leaf } from "./leaves.ts";
import { limits } from "./limits/index.ts";
import type { Limit } from "./limits/limit.ts";

/** The inputs of a resource that AWS refuses for their values; unknown values and secrets are never at fault. */
export function valueFaults(type: string, inputs: Readonly<Record<string, unknown>>): ValueFault[] {
  const { values = {} } = published(type) ?? {};
  const limited = limits[type] ?? {};
  const faults = everyLeaf(inputs).flatMap((leaf) =>
    outside(leaf, { values: values[leaf.input], ...limited[leaf.input] }),
  );
  return [...faults, ...(companionsOf.get(type) ?? []).flatMap((each) => each.check(inputs) ?? [])];
}

const companionsOf = Map.groupBy(companions, ({ type }) => type);

function outside({ path, value }: Leaf, limit: Limit): ValueFault[] {
  const allowed = [
    amongValues(value, limit),
    ofLength(String(value), limit),
    ofPattern(String(value), limit),
    inRange(Number(value), limit),
  ].find((each) => each !== undefined);
  return allowed === undefined ? [] : [{ input: path, allowed, given: String(value) }];
}

function amongValues(value: unknown, { values }: Limit): string | undefined {
  return values === undefined || values.map(String).includes(String(value)) ? undefined : values.join(", ");
}

function ofLength({ length: given }: string, { length }: Limit): string | undefined {
  if (length === undefined) return undefined;
  const [shortest, longest] = length;
  return given >= shortest && given <= longest ? undefined : `${shortest} to ${longest} characters`;
}

function ofPattern(text: string, { pattern }: Limit): string | undefined {
  return pattern === undefined || pattern.test(text) ? undefined : `text as ${pattern.source}`;
}

function inRange(number: number, { range }: Limit): string | undefined {
  if (range === undefined) return undefined;
  const [least, most] = range;
  if (number >= least && number <= most) return undefined;
  return most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `${least} to ${most}`;
}
