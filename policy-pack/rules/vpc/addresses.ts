import { contains, isWorld, range } from "../../checks/cidr.ts";
import { complain } from "../../checks/complaints.ts";
import type { Environment } from "../../checks/environment.ts";
import { example } from "../../checks/example.ts";
import { users } from "../../checks/references.ts";
import { type Complaint, type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import { known, read, text } from "../../checks/values.ts";

const vpcType = "aws:ec2/vpc:Vpc";
const subnetType = "aws:ec2/subnet:Subnet";
const natGateway = "aws:ec2/natGateway:NatGateway";
const association = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const address = "aws:ec2/eip:Eip";

const subnetsOf = (graph: Graph, vpc: StackResource) => graph.referrers(vpc, "vpcId", subnetType);
const blockOf = ({ props }: StackResource) => text(props, "cidrBlock");
const zoneOf = ({ props }: StackResource) => text(props, "availabilityZone") ?? text(props, "availabilityZoneId");

function overlap(one: unknown, other: unknown): boolean {
  const [a, b] = [range(one), range(other)];
  return a !== undefined && b !== undefined && a.first <= b.last && b.first <= a.last;
}

/** Subnets outside their VPC, overlapping subnets, and peered VPCs that overlap. */
function overlapping(graph: Graph): Complaint[] {
  const inside = graph.of(vpcType).flatMap((vpc) => {
    const subnets = subnetsOf(graph, vpc);
    const blocks = [
      blockOf(vpc),
      ...graph.referrers(vpc, "vpcId", "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation").map(blockOf),
    ];
    const full = blocks.every((block) => block !== undefined);
    return subnets.flatMap((subnet, at): Complaint[] => {
      const block = blockOf(subnet);
      if (block === undefined) return [];
      if (full && !blocks.some((outer) => contains(outer, block))) return [complain("is outside its VPC")(subnet)];
      const other = subnets.slice(0, at).find((each) => overlap(blockOf(each), block));
      return other === undefined ? [] : [complain(`overlaps subnet "${other.name}"`)(subnet)];
    });
  });
  const joined = graph.of("aws:ec2/vpcPeeringConnection:VpcPeeringConnection").filter((peering) => {
    const [mine, theirs] = ["vpcId", "peerVpcId"].map((path) => graph.targets(peering, path, vpcType)[0]);
    return mine !== undefined && theirs !== undefined && mine !== theirs && overlap(blockOf(mine), blockOf(theirs));
  });
  return [...inside, ...joined.map(complain("peers two VPCs with overlapping CIDR blocks"))];
}

/** VPCs whose subnets are all in one Availability Zone. */
function inOneZone(graph: Graph): Complaint[] {
  return graph
    .of(vpcType)
    .filter((vpc) => {
      const zones = subnetsOf(graph, vpc).map(zoneOf);
      return zones.length > 0 && !zones.includes(undefined) && new Set(zones).size < 2;
    })
    .map(complain("has all its subnets in one Availability Zone"));
}

/** The Availability Zones whose subnets have a default route to a NAT gateway. */
function zonesServed(graph: Graph, gateway: StackResource): (string | undefined)[] {
  return graph
    .referrers(gateway, "natGatewayId", "aws:ec2/route:Route")
    .filter(({ props }) => isWorld(known(props, "destinationCidrBlock")))
    .flatMap((route) => graph.targets(route, "routeTableId", "aws:ec2/routeTable:RouteTable"))
    .flatMap((table) => graph.referrers(table, "routeTableId", association))
    .flatMap((link) => graph.targets(link, "subnetId", subnetType))
    .map(zoneOf);
}

/** Several gateways in dev; elsewhere, one of several that serves more than one Availability Zone. */
function misplacedNatGateways(graph: Graph, environment: Environment): Complaint[] {
  const gateways = graph
    .of(natGateway)
    .filter(({ props }) => (text(props, "connectivityType") ?? "public") === "public")
    .filter(({ props }) => known(props, "availabilityMode") !== "regional");
  if (environment === "dev") return gateways.slice(1).map(complain("is one of several, and dev has at most one"));
  if (gateways.length < 2) return [];
  return gateways
    .filter((each) => new Set(zonesServed(graph, each)).size > 1)
    .map(complain("serves several Availability Zones"));
}

const newVpc = example(vpcType, "main", { cidrBlock: "10.20.0.0/16" });

const subnetIn = (name: string, cidrBlock: string, availabilityZone: string) =>
  example(subnetType, name, { cidrBlock, availabilityZone }, { vpcId: newVpc });

const [a, b] = [subnetIn("a", "10.20.0.0/20", "eu-west-1a"), subnetIn("b", "10.20.16.0/20", "eu-west-1b")];
const table = example("aws:ec2/routeTable:RouteTable", "private", {});
const newNatGateway = example(natGateway, "main", {});

const route = example(
  "aws:ec2/route:Route",
  "out",
  { destinationCidrBlock: "0.0.0.0/0" },
  { natGatewayId: newNatGateway, routeTableId: table },
);

const link = (of: StackResource) => example(association, of.name, {}, { subnetId: of, routeTableId: table });

function unusedAddresses(graph: Graph): Complaint[] {
  return graph
    .of(address)
    .filter(({ props }) => ["instance", "networkInterface"].every((path) => read(props, path).state === "absent"))
    .filter((each) => users(graph, each).length === 0)
    .map(complain("is not associated"));
}

const elasticIp = example(address, "nat", { domain: "vpc" });
const natGatewayWithAddress = example("aws:ec2/natGateway:NatGateway", "nat", {}, { allocationId: elasticIp });

export const vpcAddresses = service("Amazon VPC", [
  {
    name: "stack-cidr-no-overlap",
    description: "VPC subnets lie inside their VPC without overlapping, and peered VPCs do not overlap.",
    why: "AWS rejects overlapping subnets and peering connections in the middle of the update, which leaves the network half created.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "change cidrBlock of the subnet or VPC to a range that is free and, for a subnet, inside the VPC",
    find: overlapping,
    ok: [newVpc, a, b],
    bad: [newVpc, a, subnetIn("c", "10.20.8.0/21", "eu-west-1c")],
  },
  {
    name: "stack-az-spread",
    description: "VPC subnets are spread over at least two Availability Zones.",
    why: "When the only Availability Zone of the network fails, all workloads in the VPC stop at the same time.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: [],
    fix: "set availabilityZone of some subnets to a second Availability Zone",
    find: inOneZone,
    ok: [newVpc, a, b],
    bad: [newVpc, a, subnetIn("c", "10.20.32.0/20", "eu-west-1a")],
  },
  {
    name: "stack-nat-topology",
    description: "NAT gateways serve one Availability Zone each, or one serves all; dev has at most one.",
    why: "If one of several NAT gateways serves two zones, its failure disconnects both although the others are paid for. Extra gateways in dev are billed every hour.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "declare one NatGateway per Availability Zone with routes from that zone only, or a single one for all zones; at most one in dev",
    find: misplacedNatGateways,
    ok: [newVpc, a, newNatGateway, table, route, link(a)],
    bad: [newVpc, a, b, newNatGateway, example(natGateway, "spare", {}), table, route, link(a), link(b)],
  },
  {
    name: "eip-attached",
    description: "Elastic IP addresses have an instance, a network interface or a referring resource.",
    why: "AWS bills every public IPv4 address by the hour, also an unused one, and each allocated address counts against the quota of the Region.",
    severity: "low",
    levels: levels("A/A/A"),
    controls: ["EC2.12", "CKV2_AWS_19"],
    fix: "remove the address, or set it as the allocationId of a NAT gateway",
    find: unusedAddresses,
    ok: [elasticIp, natGatewayWithAddress],
    bad: [elasticIp],
  },
]);
