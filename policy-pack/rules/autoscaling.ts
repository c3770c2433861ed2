import { counts, either, is, set, when } from "../checks/conditions.ts";
import { levels, service } from "../checks/rule.ts";

const groups = ["aws:autoscaling/group:Group"];

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
    controls: ["AutoScaling.1", "CKV2_AWS_15"],
    fix: "set healthCheckType to ELB",
    check: when(either(set("targetGroupArns"), set("loadBalancers")), is("healthCheckType", "ELB")),
    ok: { targetGroupArns: ["arn"], healthCheckType: "ELB" },
    bad: { targetGroupArns: ["arn"], healthCheckType: "EC2" },
    absent: "pass",
    unknown: "undecided",
  },
]);
