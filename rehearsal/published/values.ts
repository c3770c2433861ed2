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
  const text = String(value);
  const fault = (allowed: string): ValueFault[] => [{ input: path, allowed, given: text }];
  if (limit.values !== undefined && !limit.values.map(String).includes(text)) return fault(limit.values.join(", "));
  const [shortest, longest] = limit.length ?? [0, Number.MAX_SAFE_INTEGER];
  if (limit.length !== undefined && (text.length < shortest || text.length > longest))
    return fault(`${shortest} to ${longest} characters`);
  if (limit.pattern !== undefined && !limit.pattern.test(text)) return fault(`text as ${limit.pattern.source}`);
  const [least, most] = limit.range ?? [0, 0];
  const number = Number(value);
  if (limit.range !== undefined && (Number.isNaN(number) || number < least || number > most))
    return fault(most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `${least} to ${most}`);
  return [];
}
