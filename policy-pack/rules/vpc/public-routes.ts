import { isWorld } from "../../checks/cidr.ts";
import { all, each, fail, onType, unset, value, when } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { leadsToInternet } from "../../checks/internet-paths.ts";
import { memoOf, pushTo } from "../../checks/links.ts";
import {
  type Check,
  type Complaint,
  type Graph,
  levels,
  type Open,
  type StackResource,
  service,
  type Wrong,
} from "../../checks/rule.ts";
import type { Settings } from "../../checks/settings.ts";
import { internetRoute, privateSubnet, subnet } from "../../checks/subnet-example.ts";
import { known, read, word } from "../../checks/values.ts";

const routeType = "aws:ec2/route:Route";
const tableType = "aws:ec2/routeTable:RouteTable";
const defaultTable = "aws:ec2/defaultRouteTable:DefaultRouteTable";
const association = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const subnetType = "aws:ec2/subnet:Subnet";

/** Names of routes, tables and subnets that are meant to lead to the internet. */
const publicName = /^(?!.*(?:private|isolated)).*(?:public|internet|igw)/i;

/** The target is not an internet gateway or a network interface; a virtual private gateway is allowed. */
const avoidsInternetGateway = all(
  value("gatewayId", (id) => /^vgw-/.test(word(id)), "pass"),
  unset("networkInterfaceId"),
);

/** The same for a default route; the names of the destinations differ in inline routes. */
const avoidsInternet = (...destinations: readonly string[]) =>
  all(...destinations.map((to) => when(value(to, isWorld, "fail"), avoidsInternetGateway)));

const avoids: Check = all(
  onType([routeType], avoidsInternet("destinationCidrBlock", "destinationIpv6CidrBlock")),
  onType([tableType, defaultTable], each("routes", avoidsInternet("cidrBlock", "ipv6CidrBlock"))),
);

/** A default route, or a table with one, that leads or may lead to an internet gateway or interface. */
interface Exit {
  resource: StackResource;
  verdict: Wrong | Open;
}

function exits(graph: Graph, settings: Settings): Exit[] {
  return graph.of(routeType, tableType, defaultTable).flatMap((resource): Exit[] => {
    // A dependency stands for the ID of a gateway that is not known yet.
    if (leadsToInternet(graph, resource)) return [{ resource, verdict: fail("leads to an internet gateway") }];
    const verdict = avoids({ resource, environment: "prod", settings, value: resource.props, path: "" });
    return verdict.kind === "pass" ? [] : [{ resource, verdict }];
  });
}

/** The tables of a route, or the table itself. */
const tablesOf = (graph: Graph, each: StackResource) =>
  each.type === routeType
    ? [tableType, defaultTable].flatMap((type) => graph.targets(each, "routeTableId", type))
    : [each];

/** The subnets of a table: the associated ones, and without any those of the VPC whose default table it is. */
function subnetsOf(graph: Graph, table: StackResource): StackResource[] {
  const linked = graph
    .referrers(table, "routeTableId", association)
    .flatMap((link) => graph.targets(link, "subnetId", subnetType));
  const vpcs = table.type === defaultTable ? graph.targets(table, "defaultRouteTableId", "aws:ec2/vpc:Vpc") : [];
  const rest = vpcs
    .flatMap((vpc) => graph.referrers(vpc, "vpcId", subnetType))
    .filter((each) => graph.referrers(each, "subnetId", association).length === 0);
  return [...linked, ...rest];
}

/** Types in subnets: the property with the subnets, and whether a resource is meant to be on the internet. */
const kinds: readonly { type: string; path: string; isPublic: (each: StackResource) => boolean }[] = [
  { type: "aws:lambda/function:Function", path: "vpcConfig.subnetIds", isPublic: () => false },
  // Rules about databases and nodes report these, so that one route has one finding.
  ...["aws:elasticache/subnetGroup:SubnetGroup", "aws:rds/subnetGroup:SubnetGroup", "aws:eks/nodeGroup:NodeGroup"].map(
    (type) => ({ type, path: "subnetIds", isPublic: () => true }),
  ),
  {
    type: "aws:ecs/service:Service",
    path: "networkConfiguration.subnets",
    isPublic: ({ props }) => known(props, "networkConfiguration.assignPublicIp") === true,
  },
  {
    type: "aws:ec2/instance:Instance",
    path: "subnetId",
    isPublic: ({ props }) => known(props, "associatePublicIpAddress") !== false,
  },
  {
    type: "aws:ec2/natGateway:NatGateway",
    path: "subnetId",
    isPublic: ({ props }) => known(props, "connectivityType") !== "private",
  },
  ...["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"].map((type) => ({
    type,
    path: "subnets",
    isPublic: ({ props }: StackResource) => known(props, "internal") !== true,
  })),
];

const isSingle = (path: string) => path.endsWith("Id");

/** The resources in each subnet, those that are meant to be private and the others. */
const occupants = memoOf((graph: Graph) => {
  const found = { closed: new Map<StackResource, StackResource[]>(), open: new Map<StackResource, StackResource[]>() };
  // A whole list that is not known may come from a component, all of whose subnets are its dependencies.
  for (const { type, path, isPublic } of kinds)
    for (const resource of graph
      .of(type)
      .filter(({ props }) => isSingle(path) || read(props, path).state !== "unknown"))
      for (const each of graph.targets(resource, path, subnetType))
        pushTo(isPublic(resource) ? found.open : found.closed, each, resource);
  return found;
});

/** Routes to the internet of subnets with resources that have no public address. */
function privateSubnets(graph: Graph, settings: Settings): Complaint[] {
  return exits(graph, settings).flatMap(({ resource, verdict }): Complaint[] => {
    const subnets = tablesOf(graph, resource).flatMap((table) => subnetsOf(graph, table));
    for (const each of subnets) {
      const [closed] = occupants(graph).closed.get(each) ?? [];
      if (closed === undefined) continue;
      const wrong = `leads to the internet from subnet "${each.name}" of "${closed.name}"`;
      return [{ resource, verdict: verdict.kind === "fail" ? fail(wrong) : verdict }];
    }
    return [];
  });
}

/** Routes to the internet of which no resource says whether that is meant, under a name that does not say it. */
function unnamedRoutes(graph: Graph, settings: Settings): Complaint[] {
  return exits(graph, settings).flatMap(({ resource, verdict }): Complaint[] => {
    const tables = tablesOf(graph, resource);
    const subnets = tables.flatMap((table) => subnetsOf(graph, table));
    const { closed, open } = occupants(graph);
    const told = subnets.some(
      (each) => closed.has(each) || open.has(each) || known(each.props, "mapPublicIpOnLaunch") === true,
    );
    const named = [resource, ...tables, ...subnets].some(({ name }) => publicName.test(name));
    return told || named ? [] : [{ resource, verdict }];
  });
}

const cleanUp = example("aws:lambda/function:Function", "clean-up", {}, { vpcConfig: subnet });
const balancer = example("aws:lb/loadBalancer:LoadBalancer", "web", { internal: false }, { subnets: subnet });

export const vpcPublicRoutes = service("Amazon VPC", [
  {
    name: "route-default-not-igw-in-private",
    description: "VPC subnets of functions, tasks and hosts without public address have no internet route.",
    why: "A default route to the internet gateway makes every subnet of the table public: instances there with a public address can be reached from the internet.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set natGatewayId instead of gatewayId or networkInterfaceId, or change the subnets of the private resources",
    find: (graph, _, settings) => privateSubnets(graph, settings),
    ok: [...privateSubnet, internetRoute, balancer],
    bad: [...privateSubnet, internetRoute, cleanUp],
  },
  {
    name: "route-public-named",
    description: "VPC default routes lead to an internet gateway only if their use or name says so.",
    why: "A reader of the plan cannot tell a public route from a mistake, and a subnet that is added to its table later is on the internet unnoticed.",
    severity: "medium",
    levels: levels("M/M/M"),
    ownOnly: true,
    controls: ["CKV2_AWS_35"],
    fix: "set natGatewayId instead of gatewayId or networkInterfaceId, or change the name of the route or its table to contain public, internet or igw",
    find: (graph, _, settings) => unnamedRoutes(graph, settings),
    ok: [...privateSubnet, internetRoute, balancer],
    bad: [...privateSubnet, internetRoute],
  },
]);
