import { isWorld } from "../checks/cidr.ts";
import { fail, undecided } from "../checks/conditions.ts";
import { example } from "../checks/example.ts";
import type { Graph } from "../checks/graph.ts";
import { type Complaint, levels, type Props, type StackResource, type StackRule } from "../checks/rule.ts";
import * as groups from "../checks/security-group-rules.ts";
import { stores } from "../checks/stores.ts";
import { known, list, read, text, unknown } from "../checks/values.ts";

const { ingressRule, securityGroup, securityGroupRule } = groups;
const balancers = ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"];
const record = "aws:route53/record:Record";
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

const group = example(securityGroup, "database", { id: "sg-1" });
const pods = example(securityGroup, "pods", { id: "sg-2" });
const database = example("aws:rds/instance:Instance", "database", {}, { vpcSecurityGroupIds: group });
const fromPods = example(
  ingressRule,
  "pods",
  { ipProtocol: "tcp" },
  { securityGroupId: group, referencedSecurityGroupId: pods },
);
const fromVpc = example(ingressRule, "vpc", { cidrIpv4: "10.20.0.0/16" }, { securityGroupId: group });
const balancer = example("aws:lb/loadBalancer:LoadBalancer", "gateway", { internal: false });

/** Names under which AWS answers for a resource: once it is gone, anybody may take it. */
const endpoint = /\.(?:elb|elasticbeanstalk|execute-api|s3|s3-website)[.-].*amazonaws\.com\.?$|\.cloudfront\.net\.?$/;

function dangling(graph: Graph): Complaint[] {
  return graph.of(record).flatMap((resource): Complaint[] => {
    const { props, propertyDependencies } = resource;
    const linked = ["aliases", "records"].some((path) => (propertyDependencies?.[path] ?? []).length > 0);
    const names = [...list(props, "aliases").map((alias) => text(alias, "name")), ...list(props, "records")];
    const foreign = names.find((name) => typeof name === "string" && endpoint.test(name));
    const own = graph.resources.some((each) =>
      ["dnsName", "domainName"].some((key) => text(each.props, key) === foreign),
    );
    if (linked || foreign === undefined || own || isCheckedStandby(props)) return [];
    return [{ resource, verdict: fail(`points to ${String(foreign)}, which is no resource of the stack`) }];
  });
}

/** The standby of a failover is another stack's by its nature; its health check tells when it is gone. */
function isCheckedStandby(props: Props): boolean {
  const standby = list(props, "failoverRoutingPolicies").some((policy) => text(policy, "type") === "SECONDARY");
  return standby && read(props, "healthCheckId").state !== "absent";
}

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
    ok: [balancer, example(association, "gateway", {}, { resourceArn: balancer })],
    bad: [balancer],
  },
  {
    name: "route53-no-dangling-alias",
    description: "A name points to what the stack itself has, so that nobody else can take over what it points to.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CKV2_AWS_23", "CloudFront.12"],
    fix: "set aliases to the dnsName of the load balancer or the domainName of the distribution",
    check: dangling,
    ok: [
      balancer,
      example(record, "api", { aliases: [{ name: "old-1.eu-west-1.elb.amazonaws.com" }] }, { aliases: balancer }),
    ],
    bad: [example(record, "api", { aliases: [{ name: "old-1.eu-west-1.elb.amazonaws.com" }] })],
  },
];
