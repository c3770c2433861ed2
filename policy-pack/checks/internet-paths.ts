import { isWorld } from "./cidr.ts";
import type { Graph, StackResource } from "./rule.ts";
import { known, list, read, text, unknown } from "./values.ts";

const association = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const defaultTable = "aws:ec2/defaultRouteTable:DefaultRouteTable";
const mainAssociation = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation";
const gateway = "aws:ec2/internetGateway:InternetGateway";
const table = "aws:ec2/routeTable:RouteTable";
const routeType = "aws:ec2/route:Route";
const vpcType = "aws:ec2/vpc:Vpc";
const destinations = ["destinationCidrBlock", "destinationIpv6CidrBlock", "cidrBlock", "ipv6CidrBlock"];

/** The path from the internet to a subnet; undefined without a route to an internet gateway. */
export function wayIn(graph: Graph, subnet: StackResource): string[] | undefined {
  for (const each of tablesOf(graph, subnet)) {
    const routes = graph.referrers(each, "routeTableId", routeType);
    const open = routes.find((route) => leadsOut(graph, route));
    const through = open === undefined ? undefined : graph.targets(open, "gatewayId", gateway)[0]?.name;
    if (open === undefined && !leadsInline(graph, each)) continue;
    return [
      through === undefined ? "internet gateway" : `internet gateway "${through}"`,
      each.type === vpcType ? `main route table of VPC "${each.name}"` : `route table "${each.name}"`,
      `subnet "${subnet.name}"`,
    ];
  }
  return undefined;
}

/** The route tables of a subnet: the associated one, or else the main one of its VPC. */
function tablesOf(graph: Graph, subnet: StackResource): StackResource[] {
  const links = graph.referrers(subnet, "subnetId", association);
  return links.length > 0
    ? links.flatMap((link) => ruledBy(graph, link))
    : graph.targets(subnet, "vpcId", vpcType).flatMap((vpc) => mainTables(graph, vpc));
}

/** The main route table of a VPC: an associated one, or else the default one, whose routes may name the VPC's output. */
function mainTables(graph: Graph, vpc: StackResource): StackResource[] {
  const links = graph.referrers(vpc, "vpcId", mainAssociation);
  return links.length > 0
    ? links.flatMap((link) => ruledBy(graph, link))
    : [...graph.referrers(vpc, "defaultRouteTableId", defaultTable), vpc];
}

const ruledBy = (graph: Graph, link: StackResource) =>
  [table, defaultTable].flatMap((type) => graph.targets(link, "routeTableId", type));

/** Whether a route, or an inline route of a table, leads to the internet through an internet gateway. */
export const leadsToInternet = (graph: Graph, each: StackResource): boolean =>
  each.type === routeType ? leadsOut(graph, each) : leadsInline(graph, each);

const leadsInline = (graph: Graph, by: StackResource) =>
  list(by.props, "routes").some((route) => toWorld(route) && leadsThere(graph, by, route));

/** Whether a route leads to the internet through an internet gateway, by dependency or ID. */
function leadsOut(graph: Graph, route: StackResource): boolean {
  if (!toWorld(route.props)) return false;
  const through = read(route.props, "gatewayId");
  if (through.state === "absent") return false;
  if (graph.targets(route, "gatewayId", gateway).length > 0) return true;
  return through.state === "known" && isGateway(text(route.props, "gatewayId"));
}

/** Whether an inline route leads to an internet gateway, by ID or dependency. */
function leadsThere(graph: Graph, by: StackResource, route: unknown): boolean {
  const through = read(route, "gatewayId");
  if (through.state === "unknown") return graph.targets(by, "routes", gateway).length > 0;
  return through.state === "known" && isGateway(through.value);
}

function toWorld(route: unknown): boolean {
  return destinations.some((path) => isWorld(known(route, path)));
}

function isGateway(id: unknown): boolean {
  return id !== unknown && typeof id === "string" && id.startsWith("igw-");
}
