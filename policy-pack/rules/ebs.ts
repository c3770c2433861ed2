import { all, each, either, is, isNot, set, value, when } from "../checks/conditions.ts";
import { customerKey } from "../checks/kms.ts";
import { levels, service } from "../checks/rule.ts";
import { word } from "../checks/values.ts";

const template = "aws:ec2/launchTemplate:LaunchTemplate";
const instance = "aws:ec2/instance:Instance";
const configuration = "aws:ec2/launchConfiguration:LaunchConfiguration";

/** Instance store volumes and suppressed devices, which have no EBS encryption. */
const ofHost = either(set("virtualName"), set("noDevice"));

export const ebs = service("Amazon EBS", [
  {
    name: "ec2-ebs-encrypted",
    types: [template, instance, configuration, "aws:ebs/volume:Volume"],
    description: "EBS volumes, including those of instances and launch templates, are encrypted.",
    why: "Snapshots of an unencrypted volume are unencrypted too, and an account that one is shared with can read all its data without access to any key.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["EC2.3", "EC2.181", "CIS AWS 3.0 2.2.1", "CKV_AWS_3", "CKV_AWS_8"],
    fix: "set encrypted to true on the volume, in rootBlockDevice and ebsBlockDevices, or in ebs of blockDeviceMappings",
    check: (scope) => {
      if (scope.resource.type === template)
        return all(
          set("blockDeviceMappings"),
          each("blockDeviceMappings", either(yes("ebs.encrypted"), ofHost)),
        )(scope);
      return [instance, configuration].includes(scope.resource.type)
        ? all(
            yes("rootBlockDevice.encrypted"),
            each("ebsBlockDevices", either(yes("encrypted"), set("noDevice"))),
          )(scope)
        : yes("encrypted")(scope);
    },
    ok: { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true", volumeType: "gp3" } }] },
    bad: { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeType: "gp3" } }] },
    clauses: [
      {
        controls: ["EC2.3", "CKV_AWS_3"],
        type: "aws:ebs/volume:Volume",
        ok: { encrypted: true },
        bad: { encrypted: false },
      },
      {
        controls: ["EC2.181"],
        bad: { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "false" } }] },
      },
      {
        controls: ["CKV_AWS_8"],
        type: "aws:ec2/instance:Instance",
        ok: { rootBlockDevice: { encrypted: true } },
        bad: { ebsBlockDevices: [{ encrypted: false }] },
      },
      {
        controls: ["CKV_AWS_8"],
        type: "aws:ec2/launchConfiguration:LaunchConfiguration",
        ok: { rootBlockDevice: { encrypted: true } },
        bad: { rootBlockDevice: {} },
      },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "ebs-gp3",
    types: [template, instance, "aws:ebs/volume:Volume"],
    description: "EBS volumes, EC2 root volumes and launch template volumes use gp3.",
    why: "A gp2 volume ties performance to its size, so volumes are oversized to get IOPS; gp3 has a baseline that does not depend on size, at a lower price per GiB.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set type to gp3 on the volume, or volumeType to gp3 in rootBlockDevice or in ebs of blockDeviceMappings",
    check: (scope) => {
      if (scope.resource.type === template)
        return each("blockDeviceMappings", when(set("ebs"), is("ebs.volumeType", "gp3")))(scope);
      return scope.resource.type === instance
        ? is("rootBlockDevice.volumeType", "gp3")(scope)
        : is("type", "gp3")(scope);
    },
    ok: { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true", volumeType: "gp3" } }] },
    bad: { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true", volumeType: "gp2" } }] },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "ebs-snapshot-block-public",
    types: ["aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess"],
    description: "EBS snapshot block public access is set to block-all-sharing.",
    why: "A publicly shared snapshot can be copied and read by any AWS account, including every file and credential on the volume it was taken from.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["EC2.1", "EC2.182"],
    fix: "set state to block-all-sharing",
    check: is("state", "block-all-sharing"),
    ok: { state: "block-all-sharing" },
    bad: { state: "unblocked" },
    clauses: [{ controls: ["EC2.1", "EC2.182"], bad: { state: "block-new-sharing" } }],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "ebs-encryption-default",
    types: ["aws:ebs/encryptionByDefault:EncryptionByDefault"],
    description: "EBS encryption by default is enabled.",
    why: "Without the account setting, a volume created outside this code, for example in the console or by an autoscaler, can hold its data unencrypted.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["EC2.7", "CKV_AWS_106", "CIS AWS 3.0 2.2.1"],
    fix: "leave enabled unset, or set it to true",
    check: isNot("enabled", false),
    ok: { enabled: true },
    bad: { enabled: false },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "spot-fleet-encrypted",
    types: ["aws:ec2/spotFleetRequest:SpotFleetRequest"],
    description: "EC2 Spot Fleet requests encrypt every EBS volume that they declare.",
    why: "Spot volumes hold the same data as others; unencrypted, their snapshots can be shared and restored in another account without any KMS permission.",
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
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "ebs-volume-cmk",
    types: ["aws:ebs/volume:Volume"],
    description: "EBS volumes name a customer managed key.",
    why: "A volume under the key aws/ebs cannot be restored in a backup account, because its snapshots cannot be shared, and its key policy cannot be changed after an incident.",
    severity: "low",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_189"],
    fix: "set kmsKeyId to a customer managed key",
    check: customerKey("kmsKeyId"),
    ok: { encrypted: true, kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1" },
    bad: { encrypted: true },
    clauses: [{ controls: ["CKV_AWS_189"], bad: { kmsKeyId: "alias/aws/ebs" } }],
    absent: "fail",
    unknown: "pass",
  },
]);

/** Launch templates take booleans as strings. */
function yes(path: string) {
  return value(path, (found) => word(found) === "true", "fail");
}
