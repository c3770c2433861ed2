import { type Block, contains, format, overlap, parse, size } from "./cidr.ts";

/** Tier of a subnet, which decides on routes, network ACL and tags. */
export type Tier = "public" | "private" | "database";

/** CIDR blocks of a VPC's subnets by tier, one for each Availability Zone in their order. */
export interface SubnetBlocks {
  /** Subnets of load balancers and NAT gateways. */
  readonly public: readonly string[];
  /** Subnets of compute. */
  readonly private: readonly string[];
  /** Subnets of data stores without a route to the internet; without them data stores are in the private subnets. @default none */
  readonly database?: readonly string[];
}

/** Address arguments of a VPC. */
export interface Addresses {
  readonly cidrBlock: string;
  readonly zones: readonly string[];
  readonly subnets?: SubnetBlocks;
}

/** A subnet with its tier, Availability Zone and CIDR block. */
export interface PlacedSubnet {
  /** Tier of the subnet. */
  readonly tier: Tier;

  /** Letter of the Availability Zone. */
  readonly zone: string;

  /** CIDR block of the subnet. */
  readonly cidrBlock: string;
}

/**
 * Position of computed subnets in 64ths of the VPC: every tier has eight slots, one for each letter from a to h.
 * A block depends only on its tier and zone, so a new tier or zone does not move others. Entries are only added;
 * the last quarter of the VPC is free for more tiers.
 */
const layout: Readonly<Record<Tier, { readonly start: number; readonly slot: number }>> = {
  private: { start: 0, slot: 4 },
  public: { start: 32, slot: 1 },
  database: { start: 40, slot: 1 },
};
const tiers: readonly Tier[] = ["public", "private", "database"];
const letters = "abcdefgh";

/** CIDR block of a tier in an Availability Zone. */
export function slot(vpc: Block, tier: Tier, zone: string): string {
  const unit = size(vpc) / 64;
  const { start, slot } = layout[tier];
  const first = vpc.first + (start + letters.indexOf(zone) * slot) * unit;
  return format({ first, prefix: vpc.prefix + Math.log2(64 / slot) });
}

/** Subnets of a VPC, as given or computed. */
export function placedSubnets({ cidrBlock, zones, subnets }: Addresses): PlacedSubnet[] {
  const vpc = parse(cidrBlock);
  return tiers.flatMap((tier) =>
    zones.flatMap((zone, index) => {
      const block = subnets === undefined ? vpc && slot(vpc, tier, zone) : subnets[tier]?.[index];
      return block === undefined ? [] : [{ tier, zone, cidrBlock: block }];
    }),
  );
}

/** Every fault of a VPC's addresses. */
export function addressFaults(addresses: Addresses): string[] {
  const { cidrBlock, zones, subnets } = addresses;
  return [
    ...vpcFaults(cidrBlock),
    ...zoneFaults(zones),
    ...(subnets === undefined
      ? slotFaults(cidrBlock, zones)
      : [...listFaults(subnets, zones), ...subnetFaults(addresses)]),
  ];
}

const rfc1918 = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].flatMap((text) => parse(text) ?? []);

function vpcFaults(cidrBlock: string): string[] {
  const vpc = parse(cidrBlock);
  const sound = vpc && vpc.prefix >= 16 && vpc.prefix <= 24 && rfc1918.some((range) => contains(range, vpc));
  return sound
    ? []
    : [`cidrBlock must be a private IPv4 block (RFC 1918) of /16 to /24 without host bits, got "${cidrBlock}"`];
}

function zoneFaults(zones: readonly string[]): string[] {
  const strange = zones.filter((zone) => !/^[a-z]$/.test(zone));
  const repeated = new Set(zones.filter((zone, index) => zones.indexOf(zone) !== index));
  return [
    ...(zones.length < 2 ? [`zones must name at least 2 zones, got ${zones.length}`] : []),
    ...strange.map((zone) => `zones must be single letters such as a, got "${zone}"`),
    ...[...repeated].map((zone) => `zones must not repeat a zone, got "${zone}" again`),
  ];
}

/** A load balancer subnet needs a /27, which is a public slot of a /21. */
function slotFaults(cidrBlock: string, zones: readonly string[]): string[] {
  const prefix = parse(cidrBlock)?.prefix ?? 0;
  const late = zones.filter((zone) => /^[a-z]$/.test(zone) && !letters.includes(zone));
  return [
    ...(prefix > 21 && prefix <= 24
      ? [`cidrBlock must be /16 to /21 when subnets are not given, got "${cidrBlock}"`]
      : []),
    ...late.map((zone) => `zones must be a to h when subnets are not given, got "${zone}"`),
  ];
}

function listFaults(subnets: SubnetBlocks, zones: readonly string[]): string[] {
  return tiers.flatMap((tier) => {
    const count = subnets[tier]?.length ?? zones.length;
    return count === zones.length
      ? []
      : [`subnets.${tier} must list ${zones.length} blocks, one for each zone, got ${count}`];
  });
}

function subnetFaults(addresses: Addresses): string[] {
  const vpc = parse(addresses.cidrBlock);
  const read = placedSubnets(addresses).map((subnet) => ({ ...subnet, block: parse(subnet.cidrBlock) }));
  const sound = read.flatMap(({ block, ...subnet }) => (block ? [{ ...subnet, block }] : []));
  const place = ({ tier, zone, cidrBlock }: PlacedSubnet) => `subnets.${tier} in zone ${zone} ("${cidrBlock}")`;
  return [
    ...read.flatMap(({ block, ...subnet }) =>
      block
        ? []
        : [
            `subnets.${subnet.tier} must be IPv4 blocks without host bits, got "${subnet.cidrBlock}" in zone ${subnet.zone}`,
          ],
    ),
    ...sound.flatMap(({ block, tier, zone, cidrBlock }) => [
      ...(block.prefix < 16 || block.prefix > 28
        ? [`subnets.${tier} must be /16 to /28, got "${cidrBlock}" in zone ${zone}`]
        : []),
      ...(vpc && !contains(vpc, block)
        ? [`subnets.${tier} must lie within ${addresses.cidrBlock}, got "${cidrBlock}" in zone ${zone}`]
        : []),
    ]),
    ...sound.flatMap((one, index) =>
      sound
        .slice(index + 1)
        .filter((other) => overlap(one.block, other.block))
        .map((other) => `subnets must not overlap, got ${place(one)} and ${place(other)}`),
    ),
  ];
}
