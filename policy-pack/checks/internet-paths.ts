import { isWorld } from "./cidr.ts";
import type { Graph, StackResource } from "./rule.ts";
import { known, list, read, text, unknown } from "./values.ts";

const association = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const gateway = "aws:ec2/internetGateway:InternetGateway";
const table = "aws:ec2/routeTable:RouteTable";
const destinations = ["destinationCidrBlock", "destinationIpv6CidrBlock", "cidrBlock", "ipv6CidrBlock"];

/** The path from the internet to a subnet; undefined without a route to an internet gateway. */
export function wayIn(graph: Graph, subnet: StackResource): string[] | undefined {
  const tables = graph
    .referrers(subnet, "subnetId", association)
    .flatMap((link) => graph.targets(link, "routeTableId", table));
  for (const each of tables) {
    const routes = graph.referrers(each, "routeTableId", "aws:ec2/route:Route");
    const open = routes.find((route) => leadsOut(graph, route));
    const through = open === undefined ? undefined : graph.targets(open, "gatewayId", gateway)[0]?.name;
    const inline = list(each.props, "routes").some((route) => toWorld(route) && leadsThere(graph, each, route));
    if (open === undefined && !inline) continue;
    return [
      through === undefined ? "internet gateway" : `internet gateway "${through}"`,
      `route table "${each.name}"`,
      `subnet "${subnet.name}"`,
    ];
  }
  return undefined;
}

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
