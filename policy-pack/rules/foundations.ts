import { contains, isWorld, range } from "../checks/cidr.ts";
import { fail } from "../checks/conditions.ts";
import type { Environment } from "../checks/environment.ts";
import { example } from "../checks/example.ts";
import type { Graph } from "../checks/graph.ts";
import { type Complaint, levels, type StackResource, type StackRule } from "../checks/rule.ts";
import { known, list, text } from "../checks/values.ts";

const vpcType = "aws:ec2/vpc:Vpc";
const subnetType = "aws:ec2/subnet:Subnet";
const nat = "aws:ec2/natGateway:NatGateway";
const endpoint = "aws:ec2/vpcEndpoint:VpcEndpoint";
const association = "aws:ec2/routeTableAssociation:RouteTableAssociation";

const complain =
  (wrong: string) =>
  (resource: StackResource): Complaint => ({ resource, verdict: fail(wrong) });
const subnetsOf = (graph: Graph, vpc: StackResource) => graph.referrers(vpc, "vpcId", subnetType);
const blockOf = ({ props }: StackResource) => text(props, "cidrBlock");
const zoneOf = ({ props }: StackResource) => text(props, "availabilityZone") ?? text(props, "availabilityZoneId");

function overlap(one: unknown, other: unknown): boolean {
  const [a, b] = [range(one), range(other)];
  return a !== undefined && b !== undefined && a.first <= b.last && b.first <= a.last;
}

/** Subnets outside their VPC or over each other, and VPCs over those that they are joined to. */
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
  return [...inside, ...joined.map(complain("joins two VPCs of the same addresses"))];
}

/** VPCs whose subnets, as far as their zones are known, are all in one. */
function crowded(graph: Graph): Complaint[] {
  return graph
    .of(vpcType)
    .filter((vpc) => {
      const zones = subnetsOf(graph, vpc).map(zoneOf);
      return zones.length > 0 && !zones.includes(undefined) && new Set(zones).size < 2;
    })
    .map(complain("has all its subnets in one zone"));
}

/** Zones whose subnets go out by a NAT gateway. */
function zonesBehind(graph: Graph, gateway: StackResource): (string | undefined)[] {
  return graph
    .referrers(gateway, "natGatewayId", "aws:ec2/route:Route")
    .filter(({ props }) => isWorld(known(props, "destinationCidrBlock")))
    .flatMap((route) => graph.targets(route, "routeTableId", "aws:ec2/routeTable:RouteTable"))
    .flatMap((table) => graph.referrers(table, "routeTableId", association))
    .flatMap((link) => graph.targets(link, "subnetId", subnetType))
    .map(zoneOf);
}

/** One gateway for all zones is a choice, and dev's only one; several are there to stand for themselves. */
function detours(graph: Graph, environment: Environment): Complaint[] {
  const gateways = graph
    .of(nat)
    .filter(({ props }) => (text(props, "connectivityType") ?? "public") === "public")
    .filter(({ props }) => known(props, "availabilityMode") !== "regional");
  if (environment === "dev") return gateways.slice(1).map(complain("is one more than dev needs"));
  if (gateways.length < 2) return [];
  return gateways
    .filter((each) => new Set(zonesBehind(graph, each)).size > 1)
    .map(complain("serves several zones, which its own takes down with it"));
}

/** Services that nodes and tasks in private subnets speak to all day. */
const services = ["s3", "ecr.api", "ecr.dkr", "sts", "logs", "secretsmanager"];
const users = ["aws:eks/cluster:Cluster", "aws:ecs/service:Service"];

function missing(graph: Graph): Complaint[] {
  if (graph.of(...users).length === 0) return [];
  return graph.of(vpcType).flatMap((vpc): Complaint[] => {
    const names = graph.referrers(vpc, "vpcId", endpoint).flatMap(({ props }) => list(props, "serviceName"));
    if (names.some((name) => typeof name !== "string")) return [];
    const absent = services.filter((service) => !names.some((name) => String(name).endsWith(`.${service}`)));
    return absent.length === 0 ? [] : [complain(`has no endpoint for ${absent.join(", ")}`)(vpc)];
  });
}

const vpc = example(vpcType, "main", { cidrBlock: "10.20.0.0/16" });
const subnet = (name: string, cidrBlock: string, availabilityZone: string) =>
  example(subnetType, name, { cidrBlock, availabilityZone }, { vpcId: vpc });
const [a, b] = [subnet("a", "10.20.0.0/20", "eu-west-1a"), subnet("b", "10.20.16.0/20", "eu-west-1b")];
const table = example("aws:ec2/routeTable:RouteTable", "private", {});
const gateway = example(nat, "main", {});
const route = example(
  "aws:ec2/route:Route",
  "out",
  { destinationCidrBlock: "0.0.0.0/0" },
  { natGatewayId: gateway, routeTableId: table },
);
const link = (of: StackResource) => example(association, of.name, {}, { subnetId: of, routeTableId: table });
const cluster = example("aws:eks/cluster:Cluster", "main", {});
const reachable = services.map((service) =>
  example(endpoint, service, { serviceName: `com.amazonaws.eu-west-1.${service}` }, { vpcId: vpc }),
);

/** The network as a whole. */
export const foundations: readonly StackRule[] = [
  {
    name: "stack-cidr-no-overlap",
    description: "Subnets are inside their VPC and beside each other, and joined VPCs have addresses of their own.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "change cidrBlock",
    check: overlapping,
    ok: [vpc, a, b],
    bad: [vpc, a, subnet("c", "10.20.8.0/21", "eu-west-1c")],
  },
  {
    name: "stack-az-spread",
    description: "A network stands in two zones or more.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["RDS.15"],
    fix: "set availabilityZone to another zone for some of the subnets",
    check: crowded,
    ok: [vpc, a, b],
    bad: [vpc, a, subnet("c", "10.20.32.0/20", "eu-west-1a")],
  },
  {
    name: "stack-nat-topology",
    description: "Zones go out by one NAT gateway, or each by its own; dev has one.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "declare a NatGateway for each zone, and one in dev",
    check: detours,
    ok: [vpc, a, gateway, table, route, link(a)],
    bad: [vpc, a, b, gateway, example(nat, "spare", {}), table, route, link(a), link(b)],
  },
  {
    name: "stack-vpc-endpoints-complete",
    description: "What clusters speak to all day is inside the VPC, and costs no NAT gateway.",
    controls: ["EC2.10", "EC2.55", "EC2.56"],
    severity: "medium",
    levels: levels("-/A/M"),
    fix: `declare a VpcEndpoint for each of ${services.join(", ")}`,
    check: missing,
    ok: [vpc, cluster, ...reachable],
    bad: [vpc, cluster, ...reachable.slice(0, 1)],
  },
];
