import type { ResourceRule, StackRule } from "../rule.ts";
import { cache } from "./cache.ts";
import { cluster } from "./cluster.ts";
import { compute } from "./compute.ts";
import { database } from "./database.ts";
import { databaseCare } from "./database-care.ts";
import { edge } from "./edge.ts";
import { exposure } from "./exposure.ts";
import { iam } from "./iam.ts";
import { keys } from "./keys.ts";
import { loadBalancing } from "./load-balancing.ts";
import { network } from "./network.ts";
import { observability } from "./observability.ts";
import { provider } from "./provider.ts";
import { securityGroups } from "./security-groups.ts";
import { stateful } from "./stateful.ts";
import { storage } from "./storage.ts";

/** Every rule over one resource. */
export const resourceRules: readonly ResourceRule[] = [
  ...provider,
  ...network,
  ...securityGroups,
  ...cluster,
  ...compute,
  ...iam,
  ...keys,
  ...database,
  ...databaseCare,
  ...cache,
  ...storage,
  ...loadBalancing,
  ...edge,
  ...observability,
];

/** Every rule over the stack as a whole. */
export const stackRules: readonly StackRule[] = [...exposure, ...stateful];
