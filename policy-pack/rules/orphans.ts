import { fail } from "../checks/conditions.ts";
import { example } from "../checks/example.ts";
import type { Graph } from "../checks/graph.ts";
import { users } from "../checks/references.ts";
import { type Complaint, levels, type StackResource, type StackRule } from "../checks/rule.ts";
import { known, list, read, text } from "../checks/values.ts";

const address = "aws:ec2/eip:Eip";
const acl = "aws:ec2/networkAcl:NetworkAcl";
const group = "aws:ec2/securityGroup:SecurityGroup";
const flowLog = "aws:ec2/flowLog:FlowLog";
const logGroup = "aws:cloudwatch/logGroup:LogGroup";
const trail = "aws:cloudtrail/trail:Trail";
const association = "aws:eks/podIdentityAssociation:PodIdentityAssociation";
const rules = /:SecurityGroup(?:Ingress|Egress)?Rule$/;

const unused =
  (wrong: string) =>
  (resource: StackResource): Complaint => ({ resource, verdict: fail(wrong) });

function idle(graph: Graph): Complaint[] {
  return graph
    .of(address)
    .filter(({ props }) => ["instance", "networkInterface"].every((path) => read(props, path).state === "absent"))
    .filter((each) => users(graph, each).length === 0)
    .map(unused("is paid for and used by nothing"));
}

function empty(graph: Graph): Complaint[] {
  return graph
    .of(acl)
    .filter((each) => list(each.props, "subnetIds").length === 0)
    .filter(
      (each) =>
        graph.referrers(each, "networkAclId", "aws:ec2/networkAclAssociation:NetworkAclAssociation").length === 0,
    )
    .map(unused("guards no subnet"));
}

/** A group is used by what is in it, or by another group that admits it; its own rules do not count. */
function unattached(graph: Graph): Complaint[] {
  return graph
    .of(group)
    .filter((each) =>
      users(graph, each).every(
        (user) => rules.test(user.type) && graph.targets(user, "securityGroupId", group).includes(each),
      ),
    )
    .map(unused("is attached to nothing"));
}

/** A flow log in a group of the stack is kept as long as the group says; a bucket's rules keep one in a bucket. */
function unkept(graph: Graph): Complaint[] {
  return graph
    .of(flowLog)
    .filter(({ props }) => known(props, "logDestinationType") !== "s3")
    .filter((each) => !/^arn:[^:]*:(?:s3|firehose):/.test(text(each.props, "logDestination") ?? ""))
    .filter((each) => {
      const groups = graph.targets(each, "logDestination", logGroup);
      const buckets = graph.targets(each, "logDestination", "aws:s3/bucket:Bucket");
      return buckets.length === 0 && groups.every(({ props }) => read(props, "retentionInDays").state === "absent");
    })
    .map(unused("writes to a place of which the stack does not say how long it keeps"));
}

function deletable(graph: Graph): Complaint[] {
  return graph
    .of(trail)
    .flatMap((each) => graph.targets(each, "cloudWatchLogsGroupArn", logGroup))
    .filter(({ props }) => ["skipDestroy", "deletionProtectionEnabled"].every((path) => known(props, path) !== true))
    .map(unused("holds the audit trail and can be deleted by the program"));
}

/** The role of an association, by the dependency or by its ARN, as a text to compare. */
function roleOf(each: StackResource): string {
  return each.propertyDependencies?.["roleArn"]?.[0] ?? text(each.props, "roleArn") ?? each.urn;
}

function borrowed(graph: Graph): Complaint[] {
  const all = graph.of(association);
  const account = ({ props }: StackResource) => `${text(props, "namespace")}/${text(props, "serviceAccount")}`;
  return all.flatMap((resource): Complaint[] => {
    if (known(resource.props, "serviceAccount") === "default")
      return [unused("gives its role to every pod that names no service account")(resource)];
    const other = all.find((each) => roleOf(each) === roleOf(resource) && account(each) !== account(resource));
    return other === undefined ? [] : [unused(`shares its role with "${other.name}"`)(resource)];
  });
}

const alone = example(address, "nat", { domain: "vpc" });
const gateway = example("aws:ec2/natGateway:NatGateway", "nat", {}, { allocationId: alone });
const guard = example(group, "api", {});
const flow = (uses: Record<string, StackResource>) => example(flowLog, "vpc", { logDestination: "x" }, uses);
const kept = example(logGroup, "flows", { retentionInDays: 365 });
const audited = example(trail, "trail", {}, { cloudWatchLogsGroupArn: kept });
const firm = example(logGroup, "flows", { retentionInDays: 365, skipDestroy: true });
const role = example("aws:iam/role:Role", "api", {});
const pods = (serviceAccount: string) =>
  example(association, serviceAccount, { namespace: "app", serviceAccount }, { roleArn: role });

/** What nothing uses, what is kept nowhere, and what is used by too many. */
export const orphans: readonly StackRule[] = [
  {
    name: "eip-attached",
    description: "Every address belongs to something.",
    severity: "low",
    levels: levels("A/A/A"),
    controls: ["EC2.12", "CKV2_AWS_19"],
    fix: "remove the address, or set it as the allocationId of a NAT gateway",
    check: idle,
    ok: [alone, gateway],
    bad: [alone],
  },
  {
    name: "nacl-not-orphan",
    description: "Every network ACL guards a subnet.",
    severity: "low",
    levels: levels("A/A/A"),
    controls: ["EC2.16", "CKV2_AWS_1"],
    fix: "set subnetIds, or remove the network ACL",
    check: empty,
    ok: [example(acl, "data", { subnetIds: ["subnet-1"] })],
    bad: [example(acl, "data", { subnetIds: [] })],
  },
  {
    name: "stack-no-unused-sg",
    description: "Every security group guards something.",
    severity: "low",
    levels: levels("A/A/A"),
    controls: ["EC2.22", "CKV2_AWS_5"],
    fix: "remove the security group, or set it on what it should guard",
    check: unattached,
    ok: [guard, example("aws:rds/instance:Instance", "database", {}, { vpcSecurityGroupIds: guard })],
    bad: [guard],
  },
  {
    name: "flowlog-destination-retained",
    description: "Flow logs go where the stack says how long they are kept.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["EC2.6"],
    fix: "set logDestination to a LogGroup of the stack with retentionInDays, or to a bucket",
    check: unkept,
    ok: [kept, flow({ logDestination: kept })],
    bad: [flow({})],
  },
  {
    name: "log-group-skip-destroy",
    description: "The log group of the audit trail outlives the stack.",
    severity: "low",
    levels: levels("-/A/M"),
    controls: [],
    fix: "set skipDestroy or deletionProtectionEnabled to true",
    check: deletable,
    ok: [firm, example(trail, "trail", {}, { cloudWatchLogsGroupArn: firm })],
    bad: [kept, audited],
  },
  {
    name: "eks-pod-identity-one-role-per-sa",
    description: "A role of pods belongs to one service account, and never to the one that pods have by default.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 5.2.1", "CIS EKS 1.7 4.1.5"],
    fix: "set serviceAccount to one of the workload's own, and roleArn to a role of its own",
    check: borrowed,
    ok: [role, pods("api")],
    bad: [role, pods("api"), pods("worker")],
  },
];
