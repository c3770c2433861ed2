import type { ResourceRule, StackRule } from "../checks/rule.ts";
import { accountDefaults } from "./account-defaults.ts";
import { accounts } from "./accounts.ts";
import { attendants } from "./attendants.ts";
import { audit } from "./audit.ts";
import { backups } from "./backups.ts";
import { belonging } from "./belonging.ts";
import { brokers } from "./brokers.ts";
import { bucketPolicies } from "./bucket-policies.ts";
import { buckets } from "./buckets.ts";
import { cache } from "./cache.ts";
import { helm } from "./charts.ts";
import { cluster } from "./cluster.ts";
import { clusterAccess } from "./cluster-access.ts";
import { clusterBindings } from "./cluster-bindings.ts";
import { clusterHabits } from "./cluster-habits.ts";
import { clusterNetwork } from "./cluster-network.ts";
import { clusterObjects } from "./cluster-objects.ts";
import { clusterParts } from "./cluster-parts.ts";
import { clusterRoles } from "./cluster-roles.ts";
import { companions } from "./companions.ts";
import { compute } from "./compute.ts";
import { copies } from "./copies.ts";
import { costs } from "./costs.ts";
import { database } from "./database.ts";
import { databaseCare } from "./database-care.ts";
import { databaseEdges } from "./database-edges.ts";
import { databaseEngine } from "./database-engine.ts";
import { deliveries } from "./deliveries.ts";
import { distributions } from "./distributions.ts";
import { domains } from "./domains.ts";
import { estimates } from "./estimates.ts";
import { exposure } from "./exposure.ts";
import { firewalls } from "./firewalls.ts";
import { foundations } from "./foundations.ts";
import { functions } from "./functions.ts";
import { gateways } from "./gateways.ts";
import { iam } from "./iam.ts";
import { identities } from "./identities.ts";
import { ingresses } from "./ingresses.ts";
import { intelligence } from "./intelligence.ts";
import { joins } from "./joins.ts";
import { keys } from "./keys.ts";
import { listeners } from "./listeners.ts";
import { loadBalancing } from "./load-balancing.ts";
import { logGroups } from "./log-groups.ts";
import { machines } from "./machines.ts";
import { messaging } from "./messaging.ts";
import { names } from "./names.ts";
import { network } from "./network.ts";
import { observability } from "./observability.ts";
import { programs } from "./options.ts";
import { orphans } from "./orphans.ts";
import { oversight } from "./oversight.ts";
import { placement } from "./placement.ts";
import { podCare } from "./pod-care.ts";
import { podHardening } from "./pod-hardening.ts";
import { podImages } from "./pod-images.ts";
import { podIsolation } from "./pod-isolation.ts";
import { podKernel } from "./pod-kernel.ts";
import { podSecrets } from "./pod-secrets.ts";
import { provider } from "./provider.ts";
import { reach } from "./reach.ts";
import { recovery } from "./recovery.ts";
import { roles } from "./roles.ts";
import { routing } from "./routing.ts";
import { search } from "./search.ts";
import { securityGroups } from "./security-groups.ts";
import { podSelectors } from "./selectors.ts";
import { services } from "./services.ts";
import { stateful } from "./stateful.ts";
import { storage } from "./storage.ts";
import { tables } from "./tables.ts";
import { tasks } from "./tasks.ts";
import { trusts } from "./trusts.ts";
import { users } from "./users.ts";
import { watching } from "./watching.ts";
import { wholeStack } from "./whole-stack.ts";
import { workloadCare } from "./workload-care.ts";

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
  ...firewalls,
  ...domains,
  ...observability,
  ...audit,
  ...tasks,
  ...services,
  ...search,
  ...brokers,
  ...tables,
  ...users,
  ...distributions,
  ...recovery,
  ...accounts,
  ...accountDefaults,
  ...messaging,
  ...intelligence,
  ...costs,
  ...machines,
  ...podIsolation,
  ...podKernel,
  ...podHardening,
  ...podImages,
  ...podCare,
  ...podSecrets,
  ...workloadCare,
  ...clusterRoles,
  ...clusterBindings,
  ...clusterNetwork,
  ...ingresses,
  ...clusterObjects,
  ...helm,
  ...gateways,
  ...functions,
  ...joins,
  ...buckets,
  ...databaseEdges,
  ...clusterHabits,
  ...roles,
  ...names,
];

/** Every rule over the stack as a whole. */
export const stackRules: readonly StackRule[] = [
  ...exposure,
  ...placement,
  ...stateful,
  ...logGroups,
  ...companions,
  ...attendants,
  ...deliveries,
  ...orphans,
  ...copies,
  ...wholeStack,
  ...oversight,
  ...reach,
  ...backups,
  ...foundations,
  ...watching,
  ...trusts,
  ...belonging,
  ...clusterParts,
  ...podSelectors,
  ...programs,
  ...estimates,
];
