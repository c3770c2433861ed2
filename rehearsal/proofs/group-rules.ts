import { stringsAt, valueAt } from "../account/values.ts";
import { type Graph, list, type Made, record } from "./graph.ts";

type Direction = "ingress" | "egress";

/** A rule of a security group. */
export interface GroupRule {
  /** ID of the security group. */
  group: string;
  from: number;
  to: number;
  /** IDs of the security groups at the other end. */
  peers: readonly string[];
  cidrs: readonly string[];
  /** IDs of prefix lists at the other end. */
  prefixLists: readonly string[];
  description: string;
}

const single = {
  ingress: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  egress: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
} as const;

/** The rules of all security groups in a direction: in their own resources, in those of the older type, and inline. */
export function groupRules(graph: Graph, direction: Direction): GroupRule[] {
  const own = graph.of(single[direction]).map(({ inputs }) => ({
    ...ports(inputs, inputs["ipProtocol"]),
    group: String(inputs["securityGroupId"]),
    peers: stringsAt(inputs, "referencedSecurityGroupId"),
    cidrs: stringsAt(inputs, "cidrIpv4"),
    prefixLists: stringsAt(inputs, "prefixListId"),
  }));
  const older = graph
    .of("aws:ec2/securityGroupRule:SecurityGroupRule")
    .filter(({ inputs }) => inputs["type"] === direction)
    .map(({ inputs }) => ({
      ...ports(inputs, inputs["protocol"]),
      group: String(inputs["securityGroupId"]),
      peers: stringsAt(inputs, "sourceSecurityGroupId"),
      cidrs: stringsAt(inputs, "cidrBlocks"),
      prefixLists: stringsAt(inputs, "prefixListIds"),
    }));
  const inline = graph.of("aws:ec2/securityGroup:SecurityGroup").flatMap(({ inputs, outputs }) =>
    list(inputs[direction])
      .map(record)
      .map((rule) => ({
        ...ports(rule, rule["protocol"]),
        group: String(valueAt(outputs, "id")),
        peers: stringsAt(rule, "securityGroups"),
        cidrs: stringsAt(rule, "cidrBlocks"),
        prefixLists: stringsAt(rule, "prefixListIds"),
      })),
  );
  return [...own, ...older, ...inline];
}

/** Protocol -1 is every port. */
function ports(
  { fromPort, toPort, description }: Made["inputs"],
  protocol: unknown,
): Pick<GroupRule, "from" | "to" | "description"> {
  const range = String(protocol) === "-1" ? { from: 0, to: 65_535 } : { from: Number(fromPort), to: Number(toPort) };
  return { ...range, description: typeof description === "string" ? description : "" };
}
