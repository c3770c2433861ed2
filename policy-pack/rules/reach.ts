import { isWorld } from "../checks/cidr.ts";
import { fail } from "../checks/conditions.ts";
import { example } from "../checks/example.ts";
import type { Graph } from "../checks/graph.ts";
import { wayIn } from "../checks/internet-paths.ts";
import { type Complaint, levels, type StackResource, type StackRule } from "../checks/rule.ts";
import { ingressRule, permissions, securityGroup, securityGroupRule } from "../checks/security-group-rules.ts";
import { defaults, matchesGlob, type Settings } from "../checks/settings.ts";
import { stores, subnetsOf } from "../checks/stores.ts";
import { known, read, text, unknown, word } from "../checks/values.ts";

const balancers = ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"];
const distribution = "aws:cloudfront/distribution:Distribution";
const listener = "aws:lb/listener:Listener";
const listeners = [listener, "aws:alb/listener:Listener"];
const targetGroup = "aws:lb/targetGroup:TargetGroup";
const targetGroups = [targetGroup, "aws:alb/targetGroup:TargetGroup"];

/** A group that admits the internet, among these. */
function openGroup(graph: Graph, groups: readonly StackResource[]): StackResource | undefined {
  return groups.find((group) =>
    [group, ...graph.referrers(group, "securityGroupId", ingressRule, securityGroupRule)].some((each) =>
      permissions(each, "ingress").some((one) => one !== unknown && one.cidrs.some(isWorld)),
    ),
  );
}

/** The way from the internet to a store: both its subnet and its group let the internet in. */
function ways(graph: Graph): Complaint[] {
  return stores(graph).flatMap((store): Complaint[] => {
    const { resource, groups } = store;
    if (groups === undefined) return [];
    const group = openGroup(graph, graph.targets(resource, groups, securityGroup));
    if (group === undefined) return [];
    const found = subnetsOf(graph, store)
      .map((subnet) => wayIn(graph, subnet))
      .find((way) => way !== undefined);
    if (found === undefined) return [];
    const way = ["internet", ...found, `security group "${group.name}"`, `"${resource.name}"`].join(" → ");
    return [{ resource, verdict: fail(`is reached from the internet: ${way}`) }];
  });
}

/** What answers the internet. */
function entries(graph: Graph): StackResource[] {
  return [
    ...graph
      .of(...balancers)
      .filter(({ props }) => known(props, "internal") !== true && read(props, "internal").state !== "unknown"),
    ...graph.of(distribution, "aws:lambda/functionUrl:FunctionUrl", "aws:apigatewayv2/api:Api"),
    ...graph
      .of("aws:apigateway/restApi:RestApi")
      .filter(({ props }) => !/PRIVATE/.test(word(known(props, "endpointConfiguration.types")))),
  ];
}

/** Until somebody keeps the list, only what the platform made counts as listed: a program without any of it has no list. */
function unlisted(graph: Graph, { publicEntries }: Settings): Complaint[] {
  const all = entries(graph);
  const listed = all.filter(({ urn }) => publicEntries.some((glob) => matchesGlob(glob, urn)));
  if (listed.length === 0 && publicEntries === defaults.publicEntries) return [];
  return all
    .filter((each) => !listed.includes(each))
    .map((resource) => ({ resource, verdict: fail("answers the internet and is not in the list of what may") }));
}

/** Target groups that a TLS listener sends to in plain text. */
function unencrypted(graph: Graph): Complaint[] {
  const secure = graph.of(listener).filter(({ props }) => ["HTTPS", "TLS"].includes(word(known(props, "protocol"))));
  const rules = graph
    .of("aws:lb/listenerRule:ListenerRule", "aws:alb/listenerRule:ListenerRule")
    .filter((rule) =>
      listeners.some((type) => graph.targets(rule, "listenerArn", type).some((each) => secure.includes(each))),
    );
  const reached = new Set([
    ...secure.flatMap((each) => targetGroups.flatMap((type) => graph.targets(each, "defaultActions", type))),
    ...rules.flatMap((each) => targetGroups.flatMap((type) => graph.targets(each, "actions", type))),
  ]);
  return [...reached]
    .filter(({ props }) => ["HTTP", "TCP"].includes(text(props, "protocol") ?? ""))
    .map((resource) => ({ resource, verdict: fail("gets in plain text what came over TLS") }));
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
const out = example(
  "aws:ec2/route:Route",
  "data",
  { destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-1" },
  { routeTableId: table, gatewayId: vpcGateway },
);
const closed = example(securityGroup, "database", {});
const open = example(securityGroup, "database", {
  ingress: [{ protocol: "tcp", fromPort: 5432, toPort: 5432, cidrBlocks: ["0.0.0.0/0"] }],
});
const subnets = example("aws:rds/subnetGroup:SubnetGroup", "data", {}, { subnetIds: subnet });
const database = (group: StackResource) =>
  example("aws:rds/instance:Instance", "main", {}, { dbSubnetGroupName: subnets, vpcSecurityGroupIds: group });
const network = [vpcGateway, subnet, table, link, out, subnets];
const urn = "urn:pulumi:prod::platform::platform:gateway:Gateway$aws:lb/loadBalancer:LoadBalancer::gateway";
const gateway = { ...example("aws:lb/loadBalancer:LoadBalancer", "gateway", { internal: false }), urn };
const https = example(listener, "https", { protocol: "HTTPS" });
const targets = (protocol: string) => example(targetGroup, "api", { protocol });
const rule = (to: StackResource) =>
  example("aws:lb/listenerRule:ListenerRule", "api", {}, { listenerArn: https, actions: to });

/** Ways from the internet. */
export const reach: readonly StackRule[] = [
  {
    name: "stack-no-internet-path-to-data",
    description: "No way leads from the internet to a data store.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set subnets without a route to an internet gateway, and referencedSecurityGroupId instead of addresses",
    check: ways,
    ok: [...network, closed, database(closed)],
    bad: [...network, open, database(open)],
  },
  {
    name: "stack-public-entry-inventory",
    description: "What answers the internet is listed, so that a new entry is a decision.",
    severity: "critical",
    levels: levels("A/M/M"),
    controls: [],
    fix: "add the URN to publicEntries in the pack's settings, or set internal to true",
    check: (graph, _, settings) => unlisted(graph, settings),
    ok: [gateway],
    bad: [gateway, example("aws:lb/loadBalancer:LoadBalancer", "other", { internal: false })],
  },
  {
    name: "stack-tls-end-to-end",
    description: "What comes over TLS stays encrypted up to the program that answers.",
    severity: "medium",
    levels: levels("-/A/A"),
    controls: [],
    fix: "set protocol of the target group to HTTPS",
    check: unencrypted,
    ok: [https, targets("HTTPS"), rule(targets("HTTPS"))],
    bad: [https, targets("HTTP"), rule(targets("HTTP"))],
  },
];
