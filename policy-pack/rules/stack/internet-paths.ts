import { isWorld } from "../../checks/cidr.ts";
import { fail } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { wayIn } from "../../checks/internet-paths.ts";
import { type Complaint, type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import { ingressRule, permissions, securityGroup, securityGroupRule } from "../../checks/security-group-rules.ts";
import { stores, subnetsOf } from "../../checks/stores.ts";
import { unknown } from "../../checks/values.ts";

/** The first of these security groups that is open to the internet. */
function groupOpenToInternet(graph: Graph, groups: readonly StackResource[]): StackResource | undefined {
  return groups.find((group) =>
    [group, ...graph.referrers(group, "securityGroupId", ingressRule, securityGroupRule)].some((each) =>
      permissions(each, "ingress").some((one) => one !== unknown && one.cidrs.some(isWorld)),
    ),
  );
}

/** Data stores with a public subnet and a security group that is open to the internet. */
function pathsToData(graph: Graph): Complaint[] {
  return stores(graph).flatMap((store): Complaint[] => {
    const { resource, groups } = store;
    if (groups === undefined) return [];
    const group = groupOpenToInternet(graph, graph.targets(resource, groups, securityGroup));
    if (group === undefined) return [];
    const found = subnetsOf(graph, store)
      .map((subnet) => wayIn(graph, subnet))
      .find((way) => way !== undefined);
    if (found === undefined) return [];
    const way = ["internet", ...found, `security group "${group.name}"`, `"${resource.name}"`].join(" → ");
    return [{ resource, verdict: fail(`is reached from the internet: ${way}`) }];
  });
}

const vpcGateway = example("aws:ec2/internetGateway:InternetGateway", "main", {});
const subnet = example("aws:ec2/subnet:Subnet", "data", {});
const table = example("aws:ec2/routeTable:RouteTable", "data", {});

const link = example(
  "aws:ec2/routeTableAssociation:RouteTableAssociation",
  "data",
  {},
  { subnetId: subnet, routeTableId: table },
);

const internetRoute = example(
  "aws:ec2/route:Route",
  "data",
  { destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-1" },
  { routeTableId: table, gatewayId: vpcGateway },
);

const closedGroup = example(securityGroup, "database", {});

const openGroup = example(securityGroup, "database", {
  ingress: [{ protocol: "tcp", fromPort: 5432, toPort: 5432, cidrBlocks: ["0.0.0.0/0"] }],
});

const subnets = example("aws:rds/subnetGroup:SubnetGroup", "data", {}, { subnetIds: subnet });

const database = (group: StackResource) =>
  example("aws:rds/instance:Instance", "main", {}, { dbSubnetGroupName: subnets, vpcSecurityGroupIds: group });

const network = [vpcGateway, subnet, table, link, internetRoute, subnets];

export const stackInternetPaths = service("Internet access across services", [
  {
    name: "stack-no-internet-path-to-data",
    description: "AWS data stores in public subnets have no security group open to the internet.",
    why: "With an internet route and an open security group together, only the store's login protects the data, and a weak password or an unpatched flaw is enough to steal it.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set subnets without a route to an internet gateway, and referencedSecurityGroupId instead of CIDR blocks",
    find: pathsToData,
    ok: [...network, closedGroup, database(closedGroup)],
    bad: [...network, openGroup, database(openGroup)],
  },
]);
