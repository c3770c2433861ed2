import { complain } from "../checks/complaints.ts";
import { all, counts, either, is, set, some, unset, when } from "../checks/conditions.ts";
import { example } from "../checks/example.ts";
import { type Graph, levels, type Props, type StackResource, service } from "../checks/rule.ts";
import { read } from "../checks/values.ts";

const groups = ["aws:autoscaling/group:Group"];

const group = "aws:autoscaling/group:Group";
const attachments = [
  "aws:autoscaling/attachment:Attachment",
  "aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment",
];

/** Groups that an attachment puts behind a load balancer, without its health checks. */
function attachedGroups(graph: Graph): StackResource[] {
  const attached = graph.of(...attachments).flatMap((each) => graph.targets(each, "autoscalingGroupName", group));
  return [...new Set(attached)].filter(({ props }) => {
    const type = read(props, "healthCheckType");
    return type.state === "absent" || (type.state === "known" && type.value !== "ELB");
  });
}

const groupWith = (healthCheckType: string) => example(group, "web", { healthCheckType });
const attachmentOf = (of: StackResource) =>
  example("aws:autoscaling/attachment:Attachment", "web", { lbTargetGroupArn: "arn" }, { autoscalingGroupName: of });

export const autoscaling = service("Amazon EC2 Auto Scaling", [
  {
    name: "asg-multi-az-mixed",
    types: groups,
    description: "Auto Scaling groups set at least two subnets or Availability Zones.",
    why: "A group in one Availability Zone can lose all its instances when that zone is impaired, and cannot launch replacements when the zone is out of capacity for the instance type.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["AutoScaling.2"],
    fix: "set vpcZoneIdentifiers to subnets in two Availability Zones or more",
    check: either(counts("vpcZoneIdentifiers", 2), counts("availabilityZones", 2)),
    ok: { vpcZoneIdentifiers: ["subnet-1", "subnet-2"] },
    bad: { vpcZoneIdentifiers: ["subnet-1"] },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "asg-elb-health",
    types: groups,
    description: "Auto Scaling groups behind a load balancer use ELB health checks.",
    why: "EC2 status checks see only the host. An instance whose application hangs fails the load balancer's checks but is not replaced, and the group runs below its capacity.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: ["AutoScaling.1"],
    fix: "set healthCheckType to ELB",
    check: when(
      either(set("targetGroupArns"), set("loadBalancers"), set("trafficSources")),
      is("healthCheckType", "ELB"),
    ),
    ok: { targetGroupArns: ["arn"], healthCheckType: "ELB" },
    bad: { targetGroupArns: ["arn"], healthCheckType: "EC2" },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "stack-asg-attachment-health",
    description: "Auto Scaling groups that an attachment puts behind a load balancer use ELB health checks.",
    why: "With EC2 health checks alone, an instance whose application does not answer stays in the group, although the load balancer no longer sends requests to it.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: ["AutoScaling.1", "CKV2_AWS_15"],
    fix: "set healthCheckType of the group to ELB",
    find: (graph) => attachedGroups(graph).map(complain("is behind a load balancer and has no ELB health checks")),
    ok: [groupWith("ELB"), attachmentOf(groupWith("ELB"))],
    bad: [groupWith("EC2"), attachmentOf(groupWith("EC2"))],
  },
  {
    name: "asg-launch-template",
    types: groups,
    description: "Auto Scaling groups use a launch template, alone or in a mixed instances policy.",
    why: "Launch configurations do not receive new EC2 features, and AWS no longer creates them for new accounts, so a group that uses one cannot be moved to newer instance types.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["AutoScaling.9", "CKV_AWS_315"],
    fix: "set launchTemplate, or mixedInstancesPolicy.launchTemplate, instead of launchConfiguration",
    check: all(either(set("launchTemplate"), set("mixedInstancesPolicy.launchTemplate")), unset("launchConfiguration")),
    ok: { launchTemplate: { id: "lt-1", version: "1" } },
    bad: { launchConfiguration: "web-20190101" },
    absent: "fail",
    unknown: "fail",
  },
  {
    name: "asg-mixed-instances",
    types: groups,
    description: "Auto Scaling groups may launch several instance types.",
    why: "When a zone has no capacity left of the one instance type, the group cannot replace failed instances or scale out, although others of the same size are available.",
    severity: "medium",
    levels: levels("-/-/A"),
    controls: ["AutoScaling.6"],
    fix: "set mixedInstancesPolicy.launchTemplate.overrides to two instance types or more, or to instanceRequirements",
    check: either(
      counts("mixedInstancesPolicy.launchTemplate.overrides", 2),
      some("mixedInstancesPolicy.launchTemplate.overrides", set("instanceRequirements")),
    ),
    ok: { mixedInstancesPolicy: mixed({ instanceType: "m7g.large" }, { instanceType: "m6g.large" }) },
    bad: { mixedInstancesPolicy: mixed({ instanceType: "m7g.large" }) },
    absent: "fail",
    unknown: "undecided",
  },
]);

function mixed(...overrides: readonly Props[]): Props {
  return { launchTemplate: { launchTemplateSpecification: { launchTemplateId: "lt-1" }, overrides } };
}
