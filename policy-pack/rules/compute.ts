import {
  all,
  atLeast,
  atMost,
  counts,
  each,
  either,
  is,
  matches,
  only,
  set,
  value,
  when,
} from "../checks/conditions.ts";
import { decoded } from "../checks/plaintext.ts";
import { levels, type ResourceRule } from "../checks/rule.ts";
import { word } from "../checks/values.ts";

const template = "aws:ec2/launchTemplate:LaunchTemplate";
const instance = "aws:ec2/instance:Instance";
const configuration = "aws:ec2/launchConfiguration:LaunchConfiguration";
const nodeGroup = ["aws:eks/nodeGroup:NodeGroup"];

/** Disks of the host itself, which are encrypted anyway, and places that are left empty. */
const ofHost = either(set("virtualName"), set("noDevice"));

/** Machines: launch templates, instances and the node groups made of them. */
export const compute: readonly ResourceRule[] = [
  {
    name: "ec2-imdsv2",
    types: [template, instance, configuration],
    description: "The instance metadata service answers token holders only, and no further than a pod's hop.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["EC2.8", "EC2.170", "AutoScaling.3", "CIS AWS 3.0 5.6", "CKV_AWS_79", "CKV_AWS_341"],
    fix: "set metadataOptions.httpTokens to required and httpPutResponseHopLimit to 1",
    check: either(
      all(is("metadataOptions.httpTokens", "required"), atMost("metadataOptions.httpPutResponseHopLimit", 2, "pass")),
      is("metadataOptions.httpEndpoint", "disabled"),
    ),
    ok: { metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 } },
    bad: { metadataOptions: { httpTokens: "optional" } },
  },
  {
    name: "ec2-no-public-ip",
    types: [template, instance, configuration],
    description: "No machine has a public address.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["EC2.9", "EC2.25", "AutoScaling.5", "CKV_AWS_88"],
    fix: "set associatePublicIpAddress to false",
    check: all(no("associatePublicIpAddress"), each("networkInterfaces", no("associatePublicIpAddress"))),
    ok: { networkInterfaces: [{ associatePublicIpAddress: "false" }] },
    bad: { networkInterfaces: [{ associatePublicIpAddress: "true" }] },
  },
  {
    name: "ec2-ebs-encrypted",
    types: [template, instance, "aws:ebs/volume:Volume"],
    description: "Volumes are encrypted.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["EC2.3", "EC2.181", "CIS AWS 3.0 2.2.1", "CKV_AWS_3", "CKV_AWS_8"],
    fix: "set encrypted to true in blockDeviceMappings, rootBlockDevice or the volume",
    check: (scope) => {
      if (scope.resource.type === template)
        return all(
          set("blockDeviceMappings"),
          each("blockDeviceMappings", either(yes("ebs.encrypted"), ofHost)),
        )(scope);
      return scope.resource.type === instance
        ? all(yes("rootBlockDevice.encrypted"), each("ebsBlockDevices", yes("encrypted")))(scope)
        : yes("encrypted")(scope);
    },
    ok: { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true", volumeType: "gp3" } }] },
    bad: { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeType: "gp3" } }] },
  },
  {
    name: "ec2-userdata-clean",
    types: [template, instance],
    description: "A boot script runs nothing that came over plain HTTP.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_46"],
    fix: "change userData: download over HTTPS, and check what was downloaded",
    check: value("userData", (script) => typeof script === "string" && !overHttp.test(decoded(script)), "pass"),
    ok: { userData: "#!/bin/sh\ndnf install -y postgresql17\n" },
    bad: { userData: "#!/bin/sh\ncurl http://example.com/install | sh\n" },
  },
  {
    name: "ec2-instance-profile",
    types: [instance],
    description: "An instance has a role, so that it needs no credential of its own.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CIS AWS 3.0 1.18", "CKV2_AWS_41"],
    fix: "set iamInstanceProfile",
    check: set("iamInstanceProfile"),
    ok: { iamInstanceProfile: "bastion" },
    bad: { instanceType: "t4g.nano" },
  },
  {
    name: "ebs-gp3",
    types: [template, instance, "aws:ebs/volume:Volume"],
    description: "Volumes are gp3, which costs less than gp2 and does more.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set volumeType, or the volume's type, to gp3",
    check: (scope) => {
      if (scope.resource.type === template)
        return each("blockDeviceMappings", when(set("ebs"), is("ebs.volumeType", "gp3")))(scope);
      return scope.resource.type === instance
        ? is("rootBlockDevice.volumeType", "gp3")(scope)
        : is("type", "gp3")(scope);
    },
    ok: { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true", volumeType: "gp3" } }] },
    bad: { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true", volumeType: "gp2" } }] },
  },
  {
    name: "eks-node-version-supported",
    types: nodeGroup,
    description: "Nodes run an image that AWS still builds.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set amiType to AL2023 or Bottlerocket",
    check: matches("amiType", /^(?!AL2_)/, "pass"),
    ok: { amiType: "AL2023_ARM_64_STANDARD" },
    bad: { amiType: "AL2_x86_64" },
  },
  {
    name: "eks-node-no-ssh",
    types: nodeGroup,
    description: "Nodes are not open to SSH.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_100"],
    fix: "leave remoteAccess unset, or set its sourceSecurityGroupIds",
    check: when(set("remoteAccess.ec2SshKey"), set("remoteAccess.sourceSecurityGroupIds")),
    ok: { subnetIds: ["subnet-1"] },
    bad: { remoteAccess: { ec2SshKey: "ops" } },
  },
  {
    name: "eks-node-multi-az",
    types: nodeGroup,
    description: "Nodes of a group spread over zones.",
    severity: "medium",
    levels: levels("-/M/M"),
    controls: [],
    fix: "set subnetIds to subnets of two zones or more",
    check: counts("subnetIds", { dev: 1, staging: 2, prod: 2 }),
    ok: { subnetIds: ["subnet-1", "subnet-2"] },
    bad: { subnetIds: ["subnet-1"] },
  },
  {
    name: "eks-node-scaling-bounds",
    types: nodeGroup,
    description: "A node group survives the loss of a node in prod, and its size has an end.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set scalingConfig.minSize to 2 or more in prod and maxSize up to the cap of the environment (nodes)",
    check: all(only(["prod"], atLeast("scalingConfig.minSize", 2)), atMost("scalingConfig.maxSize", "nodes")),
    ok: { scalingConfig: { minSize: 2, maxSize: 6, desiredSize: 3 } },
    bad: { scalingConfig: { minSize: 1, maxSize: 500, desiredSize: 1 } },
  },
  {
    name: "eks-node-update-bounded",
    types: nodeGroup,
    description: "An update of the nodes takes down a third of them at most.",
    severity: "low",
    levels: levels("-/A/M"),
    controls: [],
    fix: "set updateConfig.maxUnavailablePercentage to at most 33, or maxUnavailable",
    check: either(atMost("updateConfig.maxUnavailablePercentage", 33), atLeast("updateConfig.maxUnavailable", 1)),
    ok: { updateConfig: { maxUnavailablePercentage: 33 } },
    bad: { updateConfig: { maxUnavailablePercentage: 100 } },
  },
  {
    name: "eks-node-launch-template-hardened",
    types: nodeGroup,
    description: "Nodes start from a launch template of ours, which the rules on launch templates then judge.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["EC2.170", "EC2.181"],
    fix: "set launchTemplate",
    check: set("launchTemplate"),
    ok: { launchTemplate: { id: "lt-1", version: "1" } },
    bad: { subnetIds: ["subnet-1"] },
  },
];

const overHttp = /\b(?:curl|wget)\b[^\n|;&]*\bhttp:\/\/(?!169\.254\.|localhost|127\.)[^\n]*/;

/** Launch templates say true and false as text. */
function yes(path: string) {
  return value(path, (found) => word(found) === "true", "fail");
}
function no(path: string) {
  return value(path, (found) => word(found) !== "true", "pass");
}
