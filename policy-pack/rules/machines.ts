import {
  all,
  counts,
  each,
  either,
  fail,
  is,
  isNot,
  matches,
  onType,
  set,
  undecided,
  unset,
  value,
  when,
} from "../checks/conditions.ts";
import { type Check, levels, type ResourceRule } from "../checks/rule.ts";
import { read } from "../checks/values.ts";

const instance = "aws:ec2/instance:Instance";
const template = "aws:ec2/launchTemplate:LaunchTemplate";
const keyPair = "aws:ec2/keyPair:KeyPair";
const group = ["aws:autoscaling/group:Group"];
const sessions = "aws:ssm/document:Document";
const setting = "aws:ssm/serviceSetting:ServiceSetting";

/** Where a session is recorded, it is encrypted as well. */
const keptIn = (place: string, encrypted: string) => all(set(`inputs.${place}`), isNot(`inputs.${encrypted}`, false));

const recorded: Check = (scope) => {
  const reading = read(scope.value, "content");
  if (reading.state !== "known") return undecided("content");
  const inputs = parsed(reading.value);
  if (inputs === undefined) return undecided("content");
  return all(
    set("inputs.kmsKeyId"),
    either(
      keptIn("cloudWatchLogGroupName", "cloudWatchEncryptionEnabled"),
      keptIn("s3BucketName", "s3EncryptionEnabled"),
    ),
  )({ ...scope, value: inputs });
};

/** Single machines, who signs in to them, groups of them, and the sessions on them. */
export const machines: readonly ResourceRule[] = [
  {
    name: "ec2-no-key-pair",
    types: [template, instance, keyPair],
    description: "Nobody signs in with an SSH key: shells go through Session Manager.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "leave keyName unset, and declare no KeyPair",
    check: all(
      onType([keyPair], () => fail("is declared")),
      onType([template, instance], unset("keyName")),
    ),
    ok: { imageId: "ami-1" },
    bad: { keyName: "ops" },
  },
  {
    name: "ec2-termination-protection",
    types: [instance],
    description: "A machine that people rely on cannot be ended by one call.",
    severity: "low",
    levels: levels("-/-/A"),
    controls: [],
    fix: "set disableApiTermination to true",
    check: is("disableApiTermination", true),
    ok: { disableApiTermination: true },
    bad: { disableApiTermination: false },
  },
  {
    name: "ec2-detailed-monitoring",
    types: [instance, template],
    description: "Machines are measured every minute.",
    severity: "low",
    levels: levels("-/-/A"),
    controls: ["CKV_AWS_126"],
    fix: "set monitoring to true, or a template's monitoring.enabled",
    check: all(onType([instance], is("monitoring", true)), onType([template], is("monitoring.enabled", true))),
    ok: { monitoring: true },
    bad: { monitoring: false },
  },
  {
    name: "ec2-single-eni",
    types: [instance],
    description: "A machine stands in one network.",
    severity: "low",
    levels: levels("A/A/A"),
    controls: ["EC2.17"],
    fix: "set at most one of networkInterfaces",
    check: value("networkInterfaces", (all) => !Array.isArray(all) || all.length <= 1, "pass"),
    ok: { networkInterfaces: [{ deviceIndex: 0, networkInterfaceId: "eni-1" }] },
    bad: { networkInterfaces: [{ deviceIndex: 0 }, { deviceIndex: 1 }] },
  },
  {
    name: "eni-source-dest-check",
    types: ["aws:ec2/networkInterface:NetworkInterface"],
    description: "A network interface takes only what is meant for it, unless its tags say that it routes.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["EC2.180"],
    fix: "leave sourceDestCheck unset, or set the tag role to router",
    check: either(isNot("sourceDestCheck", false), is("tags.role", "router")),
    ok: { sourceDestCheck: true },
    bad: { sourceDestCheck: false, tags: {} },
  },
  {
    name: "asg-multi-az-mixed",
    types: group,
    description: "A group of machines stands in two zones or more.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["AutoScaling.2"],
    fix: "set vpcZoneIdentifiers to subnets of two zones or more",
    check: either(counts("vpcZoneIdentifiers", 2), counts("availabilityZones", 2)),
    ok: { vpcZoneIdentifiers: ["subnet-1", "subnet-2"] },
    bad: { vpcZoneIdentifiers: ["subnet-1"] },
  },
  {
    name: "asg-elb-health",
    types: group,
    description: "A machine that the load balancer finds unhealthy is replaced.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: ["AutoScaling.1", "CKV2_AWS_15"],
    fix: "set healthCheckType to ELB",
    check: when(either(set("targetGroupArns"), set("loadBalancers")), is("healthCheckType", "ELB")),
    ok: { targetGroupArns: ["arn"], healthCheckType: "ELB" },
    bad: { targetGroupArns: ["arn"], healthCheckType: "EC2" },
  },
  {
    name: "ssm-session-logging",
    types: [sessions, setting],
    description:
      "Sessions on machines are encrypted, and what was typed is kept, as is what scripts of an automation say.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_112", "CKV_AWS_113", "SSM.6"],
    fix: "set inputs.kmsKeyId, and inputs.cloudWatchLogGroupName or inputs.s3BucketName in content, and settingValue to CloudWatch",
    check: all(
      onType([sessions], when(is("documentType", "Session"), recorded)),
      onType(
        [setting],
        when(matches("settingId", /customer-script-log-destination$/), is("settingValue", "CloudWatch")),
      ),
    ),
    ok: { documentType: "Session", content: session({ kmsKeyId: "alias/sessions", s3BucketName: "sessions" }) },
    bad: { documentType: "Session", content: session({}) },
  },
  {
    name: "spot-fleet-encrypted",
    types: ["aws:ec2/spotFleetRequest:SpotFleetRequest"],
    description: "Volumes of machines on spot are encrypted.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["EC2.173"],
    fix: "set encrypted to true in ebsBlockDevices and rootBlockDevices of launchSpecifications",
    check: each(
      "launchSpecifications",
      all(each("ebsBlockDevices", is("encrypted", true)), each("rootBlockDevices", is("encrypted", true))),
    ),
    ok: { launchSpecifications: [{ ebsBlockDevices: [{ deviceName: "/dev/sdb", encrypted: true }] }] },
    bad: { launchSpecifications: [{ ebsBlockDevices: [{ deviceName: "/dev/sdb" }] }] },
  },
  {
    name: "ecs-capacity-protected",
    types: ["aws:ecs/capacityProvider:CapacityProvider"],
    description: "No machine is taken away under the tasks on it.",
    severity: "medium",
    levels: levels("-/A/A"),
    controls: ["ECS.19"],
    fix: "set autoScalingGroupProvider.managedTerminationProtection to ENABLED",
    check: when(
      set("autoScalingGroupProvider"),
      is("autoScalingGroupProvider.managedTerminationProtection", "ENABLED"),
    ),
    ok: { autoScalingGroupProvider: { managedTerminationProtection: "ENABLED" } },
    bad: { autoScalingGroupProvider: { managedTerminationProtection: "DISABLED" } },
  },
];

/** Session documents are JSON, or YAML of one plain line for each input. */
function parsed(content: unknown): unknown {
  if (typeof content !== "string") return undefined;
  try {
    return JSON.parse(content);
  } catch {
    const lines = content.matchAll(/^\s+(\w+):[ \t]*["']?([^"'\r\n]*)["']?\s*$/gm);
    const inputs = [...lines].map(([, key = "", found = ""]) => [key, found.trim() === "false" ? false : found.trim()]);
    return inputs.length === 0 ? undefined : { inputs: Object.fromEntries(inputs) };
  }
}

function session(inputs: Record<string, string>): string {
  return JSON.stringify({ schemaVersion: "1.0", sessionType: "Standard_Stream", inputs });
}
