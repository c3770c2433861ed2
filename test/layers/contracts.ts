import { readFileSync, writeFileSync } from "node:fs";
import { contracts } from "../../layers/contracts/index.ts";
import { partNames } from "../../layers/parts/order.ts";

/** File that holds the fields of every contract. */
export const file = "test/layers/contracts.json";

/** The fields that each part hands over; a row of a table is `*`. */
export function fieldsOf(): Record<string, string[]> {
  return Object.fromEntries(partNames.map((part) => [part, contracts[part].fields([]).sort()]));
}

/** The frozen fields. */
export function frozenFields(): Record<string, string[]> {
  return JSON.parse(readFileSync(file, "utf8"));
}

if (import.meta.main) writeFileSync(file, `${JSON.stringify(fieldsOf(), null, 2)}\n`);
