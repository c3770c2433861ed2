import { record } from "./contract.ts";
import { edge, identity } from "./edge.ts";
import { foundation } from "./foundation.ts";
import { intelligence, stores } from "./stores.ts";
import { objects, workloads } from "./workloads.ts";

/** What each part hands to the parts after it. */
export const contracts = {
  foundation,
  stores: record({ ...stores.all, ...intelligence.all }),
  edge: record({ ...edge.all, ...identity.all }),
  workloads,
  objects,
  operations: record({}),
};
