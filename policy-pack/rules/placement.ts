import { fail } from "../checks/conditions.ts";
import { example } from "../checks/example.ts";
import type { Graph } from "../checks/graph.ts";
import { wayIn } from "../checks/internet-paths.ts";
import { type Complaint, levels, type StackResource, type StackRule } from "../checks/rule.ts";
import { egressRule, ingressRule, securityGroup, securityGroupRule } from "../checks/security-group-rules.ts";
import { stores } from "../checks/stores.ts";
import { known, list, text } from "../checks/values.ts";

const subnetType = "aws:ec2/subnet:Subnet";
const listener = "aws:lb/listener:Listener";
const loadBalancer = "aws:lb/loadBalancer:LoadBalancer";

function openInternet(graph: Graph): Complaint[] {
  return stores(graph).flatMap(({ resource, subnetGroup }) => {
    if (subnetGroup === undefined) return [];
    const subnets = graph
      .targets(resource, subnetGroup.path, subnetGroup.type)
      .flatMap((group) => graph.targets(group, "subnetIds", subnetType));
    const open = subnets.find((subnet) => routesToInternet(graph, subnet));
    return open === undefined
      ? []
      : [{ resource, verdict: fail(`is in subnet "${open.name}", which routes to the internet`) }];
  });
}

const routesToInternet = (graph: Graph, subnet: StackResource) => wayIn(graph, subnet) !== undefined;

function unlocked(graph: Graph): Complaint[] {
  return graph
    .of("aws:ec2/vpc:Vpc")
    .filter((vpc) => graph.referrers(vpc, "vpcId", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup").length === 0)
    .map((resource) => ({ resource, verdict: fail("leaves its default security group open") }));
}

/** Rules of a group as resources, in one direction. */
function apart(graph: Graph, group: StackResource, direction: "ingress" | "egress"): StackResource[] {
  const own = direction === "ingress" ? ingressRule : egressRule;
  return graph
    .referrers(group, "securityGroupId", own, securityGroupRule)
    .filter(({ type, props }) => type === own || known(props, "type") === direction);
}

function mixed(graph: Graph): Complaint[] {
  return graph
    .of(securityGroup)
    .filter((group) =>
      (["ingress", "egress"] as const).some(
        (direction) => list(group.props, direction).length > 0 && apart(graph, group, direction).length > 0,
      ),
    )
    .map((resource) => ({
      resource,
      verdict: fail("has rules of its own and rules as resources, which undo each other"),
    }));
}

/** Where a cluster and its nodes stand. */
const compute = [
  { type: "aws:eks/cluster:Cluster", path: "vpcConfig.subnetIds" },
  { type: "aws:eks/nodeGroup:NodeGroup", path: "subnetIds" },
];

function openNodes(graph: Graph): Complaint[] {
  return compute.flatMap(({ type, path }) =>
    graph.of(type).flatMap((resource): Complaint[] => {
      const open = graph.targets(resource, path, subnetType).find((subnet) => routesToInternet(graph, subnet));
      return open === undefined
        ? []
        : [{ resource, verdict: fail(`is in subnet "${open.name}", which routes to the internet`) }];
    }),
  );
}

/** A listener that speaks plain HTTP, and does not just redirect, claims to be inside the VPC: its load balancer must be. */
function plain(graph: Graph): Complaint[] {
  return graph
    .of(listener)
    .filter(({ props }) => known(props, "protocol") === "HTTP")
    .filter(({ props }) => list(props, "defaultActions").some((action) => text(action, "type") !== "redirect"))
    .filter((each) =>
      graph.targets(each, "loadBalancerArn", loadBalancer).some(({ props }) => known(props, "internal") !== true),
    )
    .map((resource) => ({ resource, verdict: fail("answers the internet in plain HTTP") }));
}

const vpc = example("aws:ec2/vpc:Vpc", "main", { id: "vpc-1" });
const group = example(securityGroup, "database", { ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443 }] });
const bare = example(securityGroup, "database", {});
const separate = (of: StackResource) => example(ingressRule, "pods", { ipProtocol: "tcp" }, { securityGroupId: of });
const subnet = example(subnetType, "a", {});
const table = example("aws:ec2/routeTable:RouteTable", "a", {});
const link = example(
  "aws:ec2/routeTableAssociation:RouteTableAssociation",
  "a",
  {},
  { subnetId: subnet, routeTableId: table },
);
const subnets = example("aws:rds/subnetGroup:SubnetGroup", "database", {}, { subnetIds: subnet });
const placed = example("aws:rds/instance:Instance", "database", {}, { dbSubnetGroupName: subnets });
const toInternet = example(
  "aws:ec2/route:Route",
  "a",
  { destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-1" },
  { routeTableId: table },
);
const nodes = example("aws:eks/nodeGroup:NodeGroup", "nodes", {}, { subnetIds: subnet });
const inside = example(loadBalancer, "gateway", { internal: true });
const outside = example(loadBalancer, "gateway", { internal: false });
const http = { protocol: "HTTP", defaultActions: [{ type: "fixed-response" }] };

/** Where resources stand to each other: subnets, default groups, styles of rules, and what speaks in plain text. */
export const placement: readonly StackRule[] = [
  {
    name: "stack-data-in-private-subnets",
    description: "Data stores are in subnets that do not route to the internet.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["EFS.6", "RDS.46"],
    fix: "set dbSubnetGroupName, or subnetGroupName, to a group of private subnets",
    check: openInternet,
    ok: [subnet, table, link, subnets, placed],
    bad: [subnet, table, link, subnets, placed, toInternet],
  },
  {
    name: "eks-private-subnets-only",
    description: "A cluster and its nodes are in subnets that do not route to the internet.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 5.4.3"],
    fix: "set subnetIds to private subnets",
    check: openNodes,
    ok: [subnet, table, link, nodes],
    bad: [subnet, table, link, nodes, toInternet],
  },
  {
    name: "stack-default-sg-locked",
    description: "The default security group of every VPC is taken over and emptied.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["EC2.2", "CIS AWS 3.0 5.4", "CKV2_AWS_12"],
    fix: "declare a DefaultSecurityGroup with its vpcId and no rules",
    check: unlocked,
    ok: [vpc, example("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "main", {}, { vpcId: vpc })],
    bad: [vpc],
  },
  {
    name: "sg-no-mixed-rule-styles",
    description: "The rules of a security group are written in one style.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "remove ingress from the group and declare SecurityGroupIngressRule",
    check: mixed,
    ok: [bare, separate(bare)],
    bad: [group, separate(group)],
  },
  {
    name: "stack-plain-http-internal",
    description: "Only an internal load balancer answers in plain HTTP.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["ELB.1"],
    fix: "set internal to true on the load balancer, or defaultActions to a redirect to HTTPS",
    check: plain,
    ok: [inside, example(listener, "http", http, { loadBalancerArn: inside })],
    bad: [outside, example(listener, "http", http, { loadBalancerArn: outside })],
  },
];
