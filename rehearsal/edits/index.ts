import { cluster } from "./cluster.ts";
import { edge } from "./edge.ts";
import type { Edit } from "./edit.ts";
import { network } from "./network.ts";
import { operations } from "./operations.ts";
import { stores } from "./stores.ts";
import { workloads } from "./workloads.ts";

/** The edit table: every edit in the order in which a rehearsal makes them, each on top of the others. */
export const edits: readonly Edit[] = [...operations, ...workloads, ...edge, ...stores, ...cluster, ...network];
