import type { Charge } from "./charge.ts";
import { compute } from "./compute.ts";
import { network } from "./network.ts";
import { operations } from "./operations.ts";
import { stores } from "./stores.ts";

/** How every type with a price is charged, by the type. */
export const charges: ReadonlyMap<string, Charge> = new Map(
  [...compute, ...network, ...stores, ...operations].map((each) => [each.type, each]),
);
