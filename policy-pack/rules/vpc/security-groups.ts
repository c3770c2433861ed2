import { complain } from "../../checks/complaints.ts";
import { all, each, fail, matches, unset } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { users } from "../../checks/references.ts";
import { type Complaint, type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import {
  egressRule,
  incoming,
  ingressRule,
  securityGroup,
  securityGroupRule,
} from "../../checks/security-group-rules.ts";
import { known, list } from "../../checks/values.ts";

const defaultGroup = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";

/** VPCs whose default group is not declared, and declared ones with separate rule resources. */
function openDefaultGroups(graph: Graph): Complaint[] {
  const unmanaged = graph
    .of("aws:ec2/vpc:Vpc")
    .filter((vpc) => graph.referrers(vpc, "vpcId", defaultGroup).length === 0)
    .map(complain("does not manage its default security group"));
  const opened = graph
    .of(defaultGroup)
    .filter((group) => graph.referrers(group, "securityGroupId", ingressRule, egressRule, securityGroupRule).length > 0)
    .map(complain("is a default security group with separate rule resources"));
  return [...unmanaged, ...opened];
}

/** Separate rule resources of a security group, in one direction. */
function separateRules(graph: Graph, group: StackResource, direction: "ingress" | "egress"): StackResource[] {
  const own = direction === "ingress" ? ingressRule : egressRule;
  return graph
    .referrers(group, "securityGroupId", own, securityGroupRule)
    .filter(({ type, props }) => type === own || known(props, "type") === direction);
}

function mixedStyles(graph: Graph): Complaint[] {
  return graph
    .of(securityGroup)
    .filter((group) =>
      (["ingress", "egress"] as const).some(
        (direction) => list(group.props, direction).length > 0 && separateRules(graph, group, direction).length > 0,
      ),
    )
    .map((resource) => ({
      resource,
      verdict: fail("has inline rules and separate rule resources"),
    }));
}

const newVpc = example("aws:ec2/vpc:Vpc", "main", { id: "vpc-1" });
const groupWithInlineRule = example(securityGroup, "database", {
  ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443 }],
});
const lockedGroup = example(defaultGroup, "main", {}, { vpcId: newVpc });
const groupWithoutRules = example(securityGroup, "database", {});
const ruleOf = (of: StackResource) => example(ingressRule, "pods", { ipProtocol: "tcp" }, { securityGroupId: of });
const ruleTypes = /:SecurityGroup(?:Ingress|Egress)?Rule$/;

/** Security groups that are not referred to, except by their own rules. */
function unusedGroups(graph: Graph): Complaint[] {
  return graph
    .of(securityGroup)
    .filter((each) =>
      users(graph, each).every(
        (user) => ruleTypes.test(user.type) && graph.targets(user, "securityGroupId", securityGroup).includes(each),
      ),
    )
    .map(complain("is not attached to any resource"));
}

const newGroup = example(securityGroup, "api", {});

export const vpcSecurityGroups = service("Amazon VPC", [
  {
    name: "sg-descriptions",
    types: [...incoming, egressRule],
    description: "Security groups, their rule resources and their inline rules have a description.",
    why: "An undescribed rule cannot be reviewed: nothing tells whether its source is still needed, so obsolete access stays open.",
    severity: "low",
    levels: levels("A/A/M"),
    controls: ["CKV_AWS_23"],
    fix: "set description, other than the default Managed by Pulumi",
    check: all(
      matches("description", /^(?!Managed by Pulumi$)/),
      each("ingress", matches("description", /./)),
      each("egress", matches("description", /./)),
    ),
    ok: { description: "load balancer to pods" },
    bad: { ipProtocol: "tcp" },
    clauses: [
      {
        controls: ["CKV_AWS_23"],
        type: "aws:ec2/securityGroup:SecurityGroup",
        ok: { description: "orders" },
        bad: { egress: [{ protocol: "-1" }] },
      },
      { controls: ["CKV_AWS_23"], bad: { description: undefined } },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "sg-default-closed",
    types: [defaultGroup],
    description: "VPC default security groups have no ingress and no egress rules.",
    why: "A resource that is launched without a security group gets the default one. If it has rules, that resource can exchange traffic with others unnoticed.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["EC2.2", "CIS AWS 3.0 5.4", "CKV2_AWS_12"],
    fix: "leave ingress and egress empty",
    check: all(unset("ingress"), unset("egress")),
    ok: { vpcId: "vpc-1" },
    bad: { ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, self: true }] },
    absent: "pass",
    unknown: "fail",
  },
  {
    name: "stack-default-sg-locked",
    description: "VPCs declare their default security group, without rules of separate resources.",
    why: "The default group allows all traffic among its members and all egress, and resources created without a group join it. Until it is managed, that access stays open.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["EC2.2", "CIS AWS 3.0 5.4", "CKV2_AWS_12"],
    fix: "declare a DefaultSecurityGroup with its vpcId, and remove the rules whose securityGroupId is the default group",
    find: openDefaultGroups,
    ok: [newVpc, lockedGroup],
    bad: [newVpc],
    clauses: [
      {
        controls: ["EC2.2", "CIS AWS 3.0 5.4", "CKV2_AWS_12"],
        ok: [newVpc, lockedGroup],
        bad: [newVpc, lockedGroup, ruleOf(lockedGroup)],
      },
    ],
  },
  {
    name: "sg-no-mixed-rule-styles",
    description: "Security groups use inline rules or rule resources in a direction, not both.",
    why: "Inline rules remove rules that they do not list. Each update then deletes and re-creates the separate rule resources, and traffic fails in between.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "remove ingress and egress from the group, and declare SecurityGroupIngressRule and SecurityGroupEgressRule",
    find: mixedStyles,
    ok: [groupWithoutRules, ruleOf(groupWithoutRules)],
    bad: [groupWithInlineRule, ruleOf(groupWithInlineRule)],
  },
  {
    name: "stack-no-unused-sg",
    description: "Security groups are used by a resource other than their own rules.",
    why: "An unused security group keeps its old rules and can be attached to a new resource by mistake, which opens ports that were meant for another workload.",
    severity: "low",
    levels: levels("A/A/A"),
    controls: ["EC2.22", "CKV2_AWS_5"],
    fix: "remove the security group, or set it on the resource that it should protect",
    find: unusedGroups,
    ok: [newGroup, example("aws:rds/instance:Instance", "database", {}, { vpcSecurityGroupIds: newGroup })],
    bad: [newGroup],
  },
]);
