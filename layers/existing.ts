import type { Config } from "./config.ts";
import type { Part, StackDefinition } from "./definition.ts";

type Existing = Config["existing"];

/** The definition as it is in a VPC and on a cluster that exist: name and addresses are theirs, nodes and add-ons their owner's. */
export function onExisting(definition: StackDefinition, existing: Existing): StackDefinition {
  const { network, cluster } = definition;
  if (existing === undefined || cluster === undefined) return definition;
  const { cidrBlock, clusterName, publicSubnets, privateSubnets, databaseSubnets, addOns = [] } = existing;
  const subnets = {
    public: Object.values(publicSubnets),
    private: Object.values(privateSubnets),
    ...(databaseSubnets && { database: Object.values(databaseSubnets) }),
  };
  return {
    ...definition,
    network: { ...network, cidrBlock, subnets },
    cluster: { ...cluster, clusterName, nodeGroups: {}, addons: [] },
    ...(definition.clusterAddons && { clusterAddons: without(definition.clusterAddons, addOns) }),
  };
}

/** The add-ons that the stack installs: two of one kind collide in the names of their cluster roles and webhooks. */
function without(clusterAddons: Part<"clusterAddons">, addOns: readonly (keyof Part<"clusterAddons">)[]) {
  const own = { ...clusterAddons };
  for (const each of addOns) delete own[each];
  return own;
}

/** Why a definition cannot be there, one line each. */
export function existingFaults({ network: { zones }, cluster }: StackDefinition, existing: Existing): string[] {
  if (existing === undefined) return [];
  if (cluster === undefined) return ["platform:existing needs a definition with a cluster, this one has none"];
  const { publicSubnets, privateSubnets, databaseSubnets } = existing;
  const tiers = { publicSubnets, privateSubnets, ...(databaseSubnets && { databaseSubnets }) };
  return Object.entries(tiers).flatMap(([tier, subnets]) => {
    const given = Object.keys(subnets).length;
    const wanted = `${zones}, one in each zone of the definition`;
    return given === zones ? [] : [`platform:existing.${tier} must be ${wanted}, got ${given}`];
  });
}
