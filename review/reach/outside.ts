import type { Graph } from "../../rehearsal/proofs/graph.ts";
import { groupRules } from "../../rehearsal/proofs/group-rules.ts";
import type { End } from "./ends.ts";
import { defaultRoute, subnetsOf } from "./network.ts";

/** Why the network of an end stops a connection to a host outside the stack: no route or endpoint, or no egress rule. */
export function outsideFaults(graph: Graph, { label, subnets, groups }: End, host: string, port: number): string[] {
  const all = subnetsOf(graph);
  const routed = subnets.every(({ tier }) => defaultRoute(graph, all, tier) !== "none");
  const rules = groupRules(graph, "egress").filter((rule) => groups.includes(rule.group));
  const own = graph.of("aws:ec2/securityGroup:SecurityGroup").map(({ outputs }) => String(outputs["id"]));
  // The rules of a group that EKS makes are not in the stack; it lets everything out.
  const isFree = groups.length === 0 || groups.some((group) => !own.includes(group));
  const leaves = isFree || rules.some(({ from, to, cidrs }) => from <= port && port <= to && cidrs.length > 0);
  return [
    ...(routed || hasEndpoint(graph, host)
      ? []
      : [`the subnets of ${label} have no default route, and no VPC endpoint answers for ${host}`]),
    ...(leaves ? [] : [`no security group of ${label} lets it out on port ${port}`]),
  ];
}

/** Whether an endpoint of the VPC answers for a host of AWS, such as sqs.us-east-1.amazonaws.com. */
function hasEndpoint(graph: Graph, host: string): boolean {
  const [, service = "", region = ""] = /([\w-]+)\.([\w-]+)\.amazonaws\.com$/.exec(host) ?? [];
  return graph
    .of("aws:ec2/vpcEndpoint:VpcEndpoint")
    .some(({ inputs }) => inputs["serviceName"] === `com.amazonaws.${region}.${service}`);
}
