import type { ResourceRule, StackRule } from "../rule.ts";
import { audit } from "./audit.ts";
import { bucketPolicies } from "./bucket-policies.ts";
import { cache } from "./cache.ts";
import { cluster } from "./cluster.ts";
import { clusterAccess } from "./cluster-access.ts";
import { compute } from "./compute.ts";
import { database } from "./database.ts";
import { databaseCare } from "./database-care.ts";
import { databaseEngine } from "./database-engine.ts";
import { edge } from "./edge.ts";
import { exposure } from "./exposure.ts";
import { iam } from "./iam.ts";
import { identities } from "./identities.ts";
import { keys } from "./keys.ts";
import { listeners } from "./listeners.ts";
import { loadBalancing } from "./load-balancing.ts";
import { network } from "./network.ts";
import { observability } from "./observability.ts";
import { placement } from "./placement.ts";
import { provider } from "./provider.ts";
import { routing } from "./routing.ts";
import { securityGroups } from "./security-groups.ts";
import { stateful } from "./stateful.ts";
import { storage } from "./storage.ts";

/** Every rule over one resource. */
export const resourceRules: readonly ResourceRule[] = [
  ...provider,
  ...network,
  ...routing,
  ...securityGroups,
  ...cluster,
  ...clusterAccess,
  ...compute,
  ...iam,
  ...identities,
  ...keys,
  ...database,
  ...databaseEngine,
  ...databaseCare,
  ...cache,
  ...storage,
  ...bucketPolicies,
  ...loadBalancing,
  ...listeners,
  ...edge,
  ...observability,
  ...audit,
];

/** Every rule over the stack as a whole. */
export const stackRules: readonly StackRule[] = [...exposure, ...placement, ...stateful];
