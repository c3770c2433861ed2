import type { Graph } from "../graph.ts";
import type { Need } from "../need.ts";
import { quotaNeeds } from "../quota.ts";
import { callerNeeds, regionNeeds, zoneNeeds as subnetZoneNeeds } from "./account.ts";
import { backendNeeds } from "./backend.ts";
import { computeQuotas } from "./compute-quotas.ts";
import { countQuotas } from "./count-quotas.ts";
import { nameNeeds } from "./names.ts";
import { permissionNeeds } from "./permissions.ts";
import { certificateNeeds, modelNeeds, secretNeeds, zoneNeeds } from "./references.ts";
import { roleNeeds } from "./roles.ts";
import { serviceNeeds } from "./services.ts";

/** Everything that the first update of a stack needs from its account. */
export async function needsOf(graph: Graph, stackFile: unknown): Promise<Need[]> {
  return [
    ...callerNeeds(graph),
    ...(await backendNeeds(stackFile)),
    ...regionNeeds(graph),
    ...subnetZoneNeeds(graph),
    ...roleNeeds(graph),
    ...[...computeQuotas, ...countQuotas].flatMap((quota) => quotaNeeds(quota, graph)),
    ...serviceNeeds(graph),
    ...zoneNeeds(graph),
    ...certificateNeeds(graph),
    ...modelNeeds(graph),
    ...secretNeeds(graph),
    ...nameNeeds(graph),
    ...permissionNeeds(graph),
  ];
}
