import { type Block, contains, format, overlap, parse, size } from "./cidr.ts";

/** What a subnet is for: it decides its routes, its network ACL and its tags. */
export type Tier = "public" | "private" | "database";

/** The subnets of a VPC by tier, one CIDR block for each zone in the order of the zones. */
export interface SubnetBlocks {
  /** Load balancers and NAT gateways. */
  readonly public: readonly string[];
  /** Compute. */
  readonly private: readonly string[];
  /** Data stores, without a route to the internet; the private subnets hold them where there are none. @default none */
  readonly database?: readonly string[];
}

/** The addresses of a VPC, as its arguments give them. */
export interface Addresses {
  readonly cidrBlock: string;
  readonly zones: readonly string[];
  readonly subnets?: SubnetBlocks;
}

/** One subnet: its tier, its zone and its CIDR block. */
export interface PlacedSubnet {
  /** Tier of the subnet. */
  readonly tier: Tier;

  /** Letter of the Availability Zone. */
  readonly zone: string;

  /** CIDR block of the subnet. */
  readonly cidrBlock: string;
}

/**
 * Where computed subnets lie, in 64ths of the VPC: every tier has eight slots, one for each of the letters a to h.
 * A block depends on its own tier and zone alone, so that a new tier or zone moves no other. The table is append-only;
 * the last quarter of the VPC is free for tiers to come.
 */
const layout: Readonly<Record<Tier, { readonly start: number; readonly slot: number }>> = {
  private: { start: 0, slot: 4 },
  public: { start: 32, slot: 1 },
  database: { start: 40, slot: 1 },
};
const tiers: readonly Tier[] = ["public", "private", "database"];
const letters = "abcdefgh";

/** The CIDR block that is set aside for a tier in a zone. */
export function slot(vpc: Block, tier: Tier, zone: string): string {
  const unit = size(vpc) / 64;
  const { start, slot } = layout[tier];
  const first = vpc.first + (start + letters.indexOf(zone) * slot) * unit;
  return format({ first, prefix: vpc.prefix + Math.log2(64 / slot) });
}

/** Every subnet of a VPC: the ones that are given, else the computed ones. */
export function placedSubnets({ cidrBlock, zones, subnets }: Addresses): PlacedSubnet[] {
  const vpc = parse(cidrBlock);
  return tiers.flatMap((tier) =>
    zones.flatMap((zone, index) => {
      const block = subnets === undefined ? vpc && slot(vpc, tier, zone) : subnets[tier]?.[index];
      return block === undefined ? [] : [{ tier, zone, cidrBlock: block }];
    }),
  );
}

/** What is wrong with the addresses of a VPC, all at once. */
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
    ...strange.map((zone) => `zones must be single letters like a, got "${zone}"`),
    ...[...repeated].map((zone) => `zones must name each zone once, got "${zone}" again`),
  ];
}

/** A load balancer needs a /27, which is what the public slots of a /21 are. */
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
