import { isWorld } from "../../checks/cidr.ts";
import { complain } from "../../checks/complaints.ts";
import { example } from "../../checks/example.ts";
import { type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import { ingressRule, permissions, securityGroup, securityGroupRule } from "../../checks/security-group-rules.ts";
import { known, list, text, unknown } from "../../checks/values.ts";

const balancerType = "aws:lb/loadBalancer:LoadBalancer";
const distributionType = "aws:cloudfront/distribution:Distribution";
const recordType = "aws:route53/record:Record";

/** Internet-facing load balancers that are an origin of a distribution and accept connections from every address. */
function openOrigins(graph: Graph): StackResource[] {
  const named = new Set(
    graph.of(distributionType).flatMap(({ props }) => list(props, "origins").map((each) => text(each, "domainName"))),
  );
  return graph
    .of(balancerType)
    .filter(({ props }) => known(props, "internal") !== true)
    .filter((each) => namesOf(graph, each).some((name) => named.has(name)))
    .filter((each) => graph.targets(each, "securityGroups", securityGroup).some((group) => isOpen(graph, group)));
}

/** Names that lead to a load balancer: its DNS name, and alias records of it. */
function namesOf(graph: Graph, balancer: StackResource): string[] {
  const records = graph.referrers(balancer, "aliases", recordType);
  return [text(balancer.props, "dnsName"), ...records.map(({ props }) => text(props, "name"))].filter(
    (name) => name !== undefined,
  );
}

function isOpen(graph: Graph, group: StackResource): boolean {
  return [group, ...graph.referrers(group, "securityGroupId", ingressRule, securityGroupRule)].some((each) =>
    permissions(each, "ingress").some((one) => one !== unknown && one.cidrs.some(isWorld)),
  );
}

const group = example(securityGroup, "gateway", {});
const balancer = example(balancerType, "gateway", { internal: false }, { securityGroups: group });
const distribution = example(distributionType, "cdn", { origins: [{ domainName: "api.example.com" }] });
const record = example(recordType, "api", { name: "api.example.com", type: "A" }, { aliases: balancer });
const from = (source: Record<string, unknown>) =>
  example(
    ingressRule,
    "gateway",
    { ipProtocol: "tcp", fromPort: 443, toPort: 443, ...source },
    { securityGroupId: group },
  );

export const cloudfrontLoadBalancerOrigins = service("Amazon CloudFront", [
  {
    name: "cloudfront-load-balancer-origin-closed",
    description: "CloudFront load balancer origins do not accept connections from every address.",
    why: "Clients that connect to the load balancer directly bypass the web ACL, the rate limit, the allowed countries and the access log of the distribution.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set internal to true and use vpcOriginConfig, or set prefixListId of the ingress rule to the origin-facing list of CloudFront",
    find: (graph) =>
      openOrigins(graph).map(complain("is an origin of CloudFront and accepts connections from every address")),
    ok: [group, balancer, distribution, record, from({ prefixListId: "pl-1" })],
    bad: [group, balancer, distribution, record, from({ cidrIpv4: "0.0.0.0/0" })],
  },
]);
