import { fail, undecided } from "../checks.ts";
import { isWorld } from "../cidr.ts";
import type { Graph } from "../graph.ts";
import * as groups from "../permissions.ts";
import { known, list, read, unknown } from "../reader.ts";
import { type Complaint, levels, type Props, type StackResource, type StackRule } from "../rule.ts";
import { stores } from "../stores.ts";

const { ingressRule, securityGroup, securityGroupRule } = groups;
const balancers = ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"];
const association = "aws:wafv2/webAclAssociation:WebAclAssociation";

/** A group and the resources that add permissions to it. */
function admits(graph: Graph, group: StackResource): StackResource[] {
  return [group, ...graph.referrers(group, "securityGroupId", ingressRule, securityGroupRule)];
}

function facesWorld(graph: Graph, group: StackResource): boolean {
  return admits(graph, group).some((each) =>
    groups.permissions(each, "ingress").some((one) => one !== unknown && one.cidrs.some(isWorld)),
  );
}

/** What is wrong with who may reach a store through one of its groups. */
function* strangers(graph: Graph, group: StackResource): Generator<Complaint["verdict"]> {
  for (const source of admits(graph, group)) {
    for (const permission of groups.permissions(source, "ingress")) {
      if (permission === unknown) yield undecided("ingress");
      else if (permission.cidrs.length > 0) yield fail(`admits addresses through security group "${group.name}"`);
      else if (permission.prefixLists.length > 0)
        yield fail(`admits a prefix list through security group "${group.name}"`);
    }
    const peers = ["referencedSecurityGroupId", "sourceSecurityGroupId"].flatMap((path) =>
      graph.targets(source, path, securityGroup),
    );
    for (const peer of peers.filter((each) => facesWorld(graph, each)))
      yield fail(`admits security group "${peer.name}", which faces the internet`);
  }
}

function reachable(graph: Graph): Complaint[] {
  return stores(graph).flatMap(({ resource, groups: path }) => {
    if (path === undefined) return [];
    const own = graph.targets(resource, path, securityGroup);
    const reading = read(resource.props, path);
    if (own.length === 0 && reading.state === "unknown") return [{ resource, verdict: undecided(path) }];
    if (own.length === 0 && list(resource.props, path).length === 0)
      return [{ resource, verdict: fail(`has no ${path}: the VPC's default group admits whoever else is in it`) }];
    return own.flatMap((group) => [...strangers(graph, group)].map((verdict) => ({ resource, verdict })));
  });
}

/** Whatever the internet can reach needs a firewall: load balancers, API stages, user pools and distributions. */
function unguarded(graph: Graph): Complaint[] {
  const wrong = "is a public entry without a web ACL";
  const floating = graph.of(association).some(({ props, propertyDependencies }) => {
    const linked = propertyDependencies?.["resourceArn"] ?? [];
    return read(props, "resourceArn").state === "unknown" && linked.length === 0;
  });
  const entries = [
    ...graph.of(...balancers).filter(({ props }) => known(props, "internal") !== true && isApplication(props)),
    ...graph.of("aws:apigateway/stage:Stage", "aws:cognito/userPool:UserPool"),
  ].filter((entry) => graph.referrers(entry, "resourceArn", association).length === 0);
  const distributions = graph
    .of("aws:cloudfront/distribution:Distribution")
    .filter(({ props }) => read(props, "webAclId").state === "absent");
  return [
    ...entries.map((resource) => ({ resource, verdict: floating ? undecided("resourceArn") : fail(wrong) })),
    ...distributions.map((resource) => ({ resource, verdict: fail(wrong) })),
  ];
}

function isApplication(props: Props): boolean {
  return (known(props, "loadBalancerType") ?? "application") === "application";
}

function openInternet(graph: Graph): Complaint[] {
  return stores(graph).flatMap(({ resource, subnetGroup }) => {
    if (subnetGroup === undefined) return [];
    const subnets = graph
      .targets(resource, subnetGroup.path, subnetGroup.type)
      .flatMap((group) => graph.targets(group, "subnetIds", "aws:ec2/subnet:Subnet"));
    const open = subnets.find((subnet) => routesToInternet(graph, subnet));
    return open === undefined
      ? []
      : [{ resource, verdict: fail(`is in subnet "${open.name}", which routes to the internet`) }];
  });
}

function routesToInternet(graph: Graph, subnet: StackResource): boolean {
  const tables = graph
    .referrers(subnet, "subnetId", "aws:ec2/routeTableAssociation:RouteTableAssociation")
    .flatMap((link) => graph.targets(link, "routeTableId", "aws:ec2/routeTable:RouteTable"));
  return tables
    .flatMap((table) => graph.referrers(table, "routeTableId", "aws:ec2/route:Route"))
    .some(({ props }) => read(props, "gatewayId").state !== "absent" && isWorld(known(props, "destinationCidrBlock")));
}

function unlocked(graph: Graph): Complaint[] {
  return graph
    .of("aws:ec2/vpc:Vpc")
    .filter((vpc) => graph.referrers(vpc, "vpcId", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup").length === 0)
    .map((resource) => ({ resource, verdict: fail("leaves its default security group open") }));
}

function mixed(graph: Graph): Complaint[] {
  return graph
    .of(securityGroup)
    .filter(
      (group) =>
        list(group.props, "ingress").length > 0 && admits(graph, group).some(({ type }) => type === ingressRule),
    )
    .map((resource) => ({
      resource,
      verdict: fail("has rules of its own and rules as resources, which undo each other"),
    }));
}

const urn = (type: string, name: string) => `urn:pulumi:prod::platform::${type}::${name}`;
const at = (type: string, name: string, props: Props, uses: Record<string, string> = {}): StackResource => {
  const propertyDependencies = Object.fromEntries(Object.entries(uses).map(([property, of]) => [property, [of]]));
  return { type, name, urn: urn(type, name), props, propertyDependencies, dependencies: Object.values(uses) };
};
const vpc = at("aws:ec2/vpc:Vpc", "main", { id: "vpc-1" });
const group = at(securityGroup, "database", { id: "sg-1" });
const pods = at(securityGroup, "pods", { id: "sg-2" });
const database = at("aws:rds/instance:Instance", "database", {}, { vpcSecurityGroupIds: group.urn });
const fromPods = at(
  ingressRule,
  "pods",
  { ipProtocol: "tcp" },
  { securityGroupId: group.urn, referencedSecurityGroupId: pods.urn },
);
const fromVpc = at(ingressRule, "vpc", { cidrIpv4: "10.20.0.0/16" }, { securityGroupId: group.urn });
const balancer = at("aws:lb/loadBalancer:LoadBalancer", "gateway", { internal: false });
const subnet = at("aws:ec2/subnet:Subnet", "a", {});
const table = at("aws:ec2/routeTable:RouteTable", "a", {});
const link = at(
  "aws:ec2/routeTableAssociation:RouteTableAssociation",
  "a",
  {},
  { subnetId: subnet.urn, routeTableId: table.urn },
);
const subnets = at("aws:rds/subnetGroup:SubnetGroup", "database", {}, { subnetIds: subnet.urn });
const placed = at("aws:rds/instance:Instance", "database", {}, { dbSubnetGroupName: subnets.urn });
const toInternet = at(
  "aws:ec2/route:Route",
  "a",
  { destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-1" },
  { routeTableId: table.urn },
);

/** Who can reach what, across the resources of a stack. */
export const exposure: readonly StackRule[] = [
  {
    name: "stack-data-reachable-only-from-cluster",
    description: "A data store is reached from the security groups it admits, none of which faces the internet.",
    severity: "critical",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set referencedSecurityGroupId on the ingress rules of its security group",
    check: reachable,
    ok: [group, pods, database, fromPods],
    bad: [group, pods, database, fromVpc],
  },
  {
    name: "stack-public-entry-has-waf",
    description: "Every way in from the internet has a web ACL in front of it.",
    severity: "high",
    levels: levels("-/A/M"),
    controls: ["ELB.16", "CloudFront.6", "APIGateway.4", "CKV2_AWS_28", "CKV2_AWS_29"],
    fix: "declare a WebAclAssociation with its resourceArn, or set webAclId",
    check: unguarded,
    ok: [balancer, at(association, "gateway", {}, { resourceArn: balancer.urn })],
    bad: [balancer],
  },
  {
    name: "stack-data-in-private-subnets",
    description: "Data stores are in subnets that do not route to the internet.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["EFS.6"],
    fix: "set dbSubnetGroupName, or subnetGroupName, to a group of private subnets",
    check: openInternet,
    ok: [subnet, table, link, subnets, placed],
    bad: [subnet, table, link, subnets, placed, toInternet],
  },
  {
    name: "stack-default-sg-locked",
    description: "The default security group of every VPC is taken over and emptied.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["EC2.2", "CIS AWS 3.0 5.4"],
    fix: "declare a DefaultSecurityGroup with its vpcId and no rules",
    check: unlocked,
    ok: [vpc, at("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "main", {}, { vpcId: vpc.urn })],
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
    ok: [group, fromPods],
    bad: [{ ...group, props: { ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443 }] } }, fromPods],
  },
];
