import { parse, size } from "../components/network/cidr.ts";
import { interfaceEndpointCount } from "../components/network/endpoints.ts";
import { podSubnets, subnetBlocks } from "../components/network/subnets.ts";
import type { Config } from "./config.ts";
import type { StackDefinition } from "./definition.ts";
import { rows } from "./table.ts";

/** What a tier needs in each Availability Zone: single addresses by what takes them, and /28 prefixes of pods. */
export interface TierNeed {
  tier: "public" | "private" | "database" | "pods";
  /** Smallest CIDR block of the tier. */
  block: string;
  addresses: Readonly<Record<string, number>>;
  prefixes: number;
}

/** A node has 110 pods at most (EKS's limit below 30 vCPU), in prefixes of 16 addresses, and one warm prefix. */
const prefixesPerNode = Math.ceil(110 / 16) + 1;

/** Interfaces of an EKS control plane in a subnet; AWS asks for 6 free addresses (Amazon EKS User Guide: VPC and subnet requirements). */
const controlPlane = 6;

/** Free addresses that an Application Load Balancer asks for in each of its subnets (Elastic Load Balancing User Guide). */
const loadBalancer = 8;

/** What each tier needs at the maximum of everything, with an upgrade of all node groups, spread evenly over the zones. */
export function addressNeeds(definition: StackDefinition): TierNeed[] {
  const { network } = definition;
  const zones = Array.from({ length: network.zones }, (_, at) => String.fromCharCode(97 + at));
  const blocks = subnetBlocks({ ...network, zones });
  const pods = podSubnets({ ...network, zones }).map(({ cidrBlock }) => cidrBlock);
  const nodes = nodesPerZone(definition);
  const stores = storesPerZone(definition);
  const needs: TierNeed[] = [
    { tier: "public", block: smallest(blocks.public), addresses: { ...balancers(definition), NAT: 1 }, prefixes: 0 },
    {
      tier: "private",
      block: smallest(blocks.private),
      addresses: { ...computePerZone(definition, nodes), ...(blocks.database ? {} : stores) },
      prefixes: pods.length > 0 ? 0 : nodes * prefixesPerNode,
    },
    ...(blocks.database
      ? [{ tier: "database" as const, block: smallest(blocks.database), addresses: stores, prefixes: 0 }]
      : []),
    ...(pods.length > 0
      ? [{ tier: "pods" as const, block: smallest(pods), addresses: { nodes }, prefixes: nodes * prefixesPerNode }]
      : []),
  ];
  return needs.map((need) => ({ ...need, addresses: positive(need.addresses) }));
}

/** The sum of a tier in one line: what is needed of what a subnet has. */
export function addressSum({ block, addresses, prefixes }: TierNeed): string {
  const { needed, free, freePrefixes } = addressUse({ block, addresses });
  const parts = Object.entries(addresses).map(([what, count]) => `${count} ${what}`);
  const singles = `${parts.join(" + ") || "nothing"} = ${needed} of ${free} addresses`;
  return prefixes === 0
    ? `${singles} in each ${block}`
    : `${singles}, and ${prefixes} of ${freePrefixes} /28 prefixes, in each ${block}`;
}

/** The sums of all tiers by tier, which every preview shows; none in a network that exists before the stack. */
export function addressSums(config: Config, definition: StackDefinition): Record<string, string> | undefined {
  if (config.existing !== undefined) return undefined;
  return Object.fromEntries(addressNeeds(definition).map((need) => [need.tier, addressSum(need)]));
}

/** Tiers whose subnets are too small, one line each. */
export function addressFaults(definition: StackDefinition): string[] {
  return addressNeeds(definition).flatMap((need) => {
    const { needed, free, freePrefixes } = addressUse(need);
    const fits = needed + need.prefixes * 16 <= free && need.prefixes <= freePrefixes;
    return fits
      ? []
      : [`network.subnets.${need.tier} must hold what the definition can grow to, got ${addressSum(need)}`];
  });
}

/**
 * AWS keeps five addresses of a subnet, in its first and last /28. A prefix must be a free, aligned /28, and single
 * addresses are anywhere: in the worst case each of them takes a /28.
 */
export function addressUse({ block, addresses }: Pick<TierNeed, "block" | "addresses">) {
  const parsed = parse(block);
  const all = parsed === undefined ? 0 : size(parsed);
  const needed = Object.values(addresses).reduce((sum, count) => sum + count, 0);
  return { needed, free: all - 5, freePrefixes: Math.max(0, all / 16 - 2 - needed) };
}

/** Managed nodes at their maximum, Karpenter's at its limits, and the surge of an upgrade of every node group. */
function nodesPerZone({ cluster, network, clusterAddons }: StackDefinition): number {
  const groups = Object.values(cluster?.nodeGroups ?? {});
  const autoscaler = clusterAddons?.autoscaler;
  const pools = autoscaler?.kind === "karpenter" ? Object.values(autoscaler.nodePools) : [];
  const launched = pools.map(({ limits, instanceTypes }) =>
    Math.ceil(limits.cpu / Math.min(...instanceTypes.map(vcpus))),
  );
  // EKS adds twice as many nodes as there are zones, or a third of the group if that is more (not looked up).
  const surge = groups.map(({ maxSize }) => Math.max(2 * network.zones, Math.ceil(maxSize * 0.33)));
  const total = [...groups.map(({ maxSize }) => maxSize), ...launched, ...surge].reduce((sum, count) => sum + count, 0);
  return Math.ceil(total / network.zones);
}

/** vCPU by the size in an instance type: large has 2, xlarge 4, 2xlarge 8. */
function vcpus(instanceType: string): number {
  const [, times = "1", xlarge] = /\.(\d+)?(xlarge)?/.exec(instanceType) ?? [];
  return xlarge === undefined ? 2 : 4 * Number(times);
}

function computePerZone(definition: StackDefinition, nodes: number): Record<string, number> {
  const { cluster, bastion, network } = definition;
  // A deployment runs the new tasks beside the old ones.
  const tasks = rows(definition.services).reduce((sum, [, { scale }]) => sum + 2 * maximum(scale), 0);
  return {
    nodes,
    endpoints: interfaceEndpointCount(network.interfaceEndpoints),
    "control plane": cluster === undefined ? 0 : controlPlane,
    tasks: Math.ceil(tasks / network.zones),
    bastion: bastion === undefined ? 0 : 1,
    ...balancers(definition),
  };
}

function maximum(scale: { kind: "fixed"; replicas: number } | { kind: "auto"; max: number }): number {
  return scale.kind === "fixed" ? scale.replicas : scale.max;
}

/** A load balancer is in the public subnets with a domain, else in the private ones: both must have room. */
function balancers({ gateway }: StackDefinition): Record<string, number> {
  return { "load balancer": gateway === undefined ? 0 : loadBalancer };
}

/** Interfaces of the stores: instance and standby, proxy, cache nodes, broker, search nodes, mount targets. */
function storesPerZone({ network: { zones }, ...definition }: StackDefinition): Record<string, number> {
  const searches = rows(definition.searches).reduce(
    (sum, [, { dataNodes, masterNodes }]) =>
      sum + 3 * (dataNodes.count + (masterNodes.kind === "dedicated" ? masterNodes.count : 0)),
    0,
  );
  const caches = rows(definition.caches).reduce((sum, [, { nodes }]) => sum + nodes, 0);
  return {
    // A database may be beside its blue/green copy; a proxy has an interface in each zone.
    databases: rows(definition.databases).reduce((sum, [, { proxy }]) => sum + 2 + (proxy ? 1 : 0), 0),
    "cache nodes": Math.ceil((2 * caches) / zones),
    brokers: rows(definition.brokers).length,
    // During a change a domain has its new nodes beside the old ones; AWS asks for three times the data nodes' addresses.
    "search nodes": Math.ceil(searches / zones),
    "mount targets": rows(definition.fileSystems).length,
  };
}

function positive(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

/** The block with the fewest addresses. */
function smallest(blocks: readonly string[]): string {
  const prefix = (block: string) => parse(block)?.prefix ?? 0;
  return blocks.toSorted((one, other) => prefix(other) - prefix(one))[0] ?? "";
}
