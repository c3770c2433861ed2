import { all, atMost, each, either, fail, is, onType, set, unset, value } from "../checks/conditions.ts";
import { decoded } from "../checks/plaintext.ts";
import { levels, service } from "../checks/rule.ts";
import { word } from "../checks/values.ts";

const template = "aws:ec2/launchTemplate:LaunchTemplate";
const instance = "aws:ec2/instance:Instance";
const configuration = "aws:ec2/launchConfiguration:LaunchConfiguration";
const keyPair = "aws:ec2/keyPair:KeyPair";

const overHttp = /\b(?:curl|wget)\b[^\n|;&]{1,500}\bhttp:\/\/(?!169\.254\.|localhost|127\.)/;

export const ec2 = service("Amazon EC2", [
  {
    name: "ec2-imdsv2",
    types: [template, instance, configuration],
    description: "EC2 instances require IMDSv2 with a hop limit of at most 2, or disable IMDS.",
    why: "IMDSv1 answers a plain GET request, so a server-side request forgery flaw in an application is enough to steal the credentials of the instance's IAM role.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["EC2.8", "EC2.170", "AutoScaling.3", "CIS AWS 3.0 5.6", "CKV_AWS_79", "CKV_AWS_341"],
    fix: "set metadataOptions.httpTokens to required and metadataOptions.httpPutResponseHopLimit to 1, or to 2 where pods need it",
    check: either(
      all(is("metadataOptions.httpTokens", "required"), atMost("metadataOptions.httpPutResponseHopLimit", 2, "pass")),
      is("metadataOptions.httpEndpoint", "disabled"),
    ),
    ok: { metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 } },
    bad: { metadataOptions: { httpTokens: "optional" } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "ec2-no-public-ip",
    types: [template, instance, configuration],
    description: "EC2 instances and launch templates do not request a public IP address.",
    why: "With a public address, one permissive security group rule makes the instance reachable from the internet, bypassing the load balancer and its WAF.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["EC2.9", "EC2.25", "AutoScaling.5", "CKV_AWS_88"],
    fix: "set associatePublicIpAddress to false, in networkInterfaces too",
    check: all(no("associatePublicIpAddress"), each("networkInterfaces", no("associatePublicIpAddress"))),
    ok: { networkInterfaces: [{ associatePublicIpAddress: "false" }] },
    bad: { networkInterfaces: [{ associatePublicIpAddress: "true" }] },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "ec2-userdata-clean",
    types: [template, instance],
    description: "EC2 user data does not use curl or wget with plain HTTP URLs.",
    why: "A script or package fetched over HTTP can be replaced in transit, and the instance then runs the attacker's code with root privileges at boot.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_46"],
    fix: "change userData to download over HTTPS and to verify the checksum of each download",
    check: value("userData", (script) => typeof script === "string" && !overHttp.test(decoded(script)), "pass"),
    ok: { userData: "#!/bin/sh\ndnf install -y postgresql17\n" },
    bad: { userData: "#!/bin/sh\ncurl http://example.com/install | sh\n" },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "ec2-instance-profile",
    types: [instance],
    description: "EC2 instances have an instance profile.",
    why: "Without an IAM role, programs on the instance need access keys on disk, which do not expire and can be copied to another machine.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CIS AWS 3.0 1.18", "CKV2_AWS_41"],
    fix: "set iamInstanceProfile",
    check: set("iamInstanceProfile"),
    ok: { iamInstanceProfile: "bastion" },
    bad: { instanceType: "t4g.nano" },
    absent: "fail",
    unknown: "pass",
  },
  {
    name: "ec2-no-key-pair",
    types: [template, instance, keyPair],
    description: "EC2 instances and launch templates set no key pair, and no key pair is declared.",
    why: "SSH keys are copied and rarely rotated, and a login with one is tied to no IAM identity, so a leaked key gives lasting shell access that CloudTrail does not attribute.",
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
    absent: "pass",
    unknown: "fail",
  },
  {
    name: "ec2-termination-protection",
    types: [instance],
    description: "EC2 instances have termination protection enabled.",
    why: "A wrong instance ID in the console or in one TerminateInstances call ends the instance immediately, and data on its instance store and on volumes deleted with it is lost.",
    severity: "low",
    levels: levels("-/-/A"),
    controls: [],
    fix: "set disableApiTermination to true",
    check: is("disableApiTermination", true),
    ok: { disableApiTermination: true },
    bad: { disableApiTermination: false },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "ec2-detailed-monitoring",
    types: [instance, template],
    description: "EC2 instances and launch templates enable detailed monitoring.",
    why: "Basic monitoring publishes EC2 metrics in five-minute periods, so alarms and scaling policies react several minutes after a rise in load begins.",
    severity: "low",
    levels: levels("-/-/A"),
    controls: ["CKV_AWS_126"],
    fix: "set monitoring to true, or monitoring.enabled in a launch template",
    check: all(onType([instance], is("monitoring", true)), onType([template], is("monitoring.enabled", true))),
    ok: { monitoring: true },
    bad: { monitoring: false },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "ec2-single-eni",
    types: [instance],
    description: "EC2 instances declare at most one network interface.",
    why: "An instance with interfaces in two subnets can relay traffic between them, past the network ACLs and routes that are meant to keep the subnets apart.",
    severity: "low",
    levels: levels("A/A/A"),
    controls: ["EC2.17"],
    fix: "set at most one element in networkInterfaces",
    check: value("networkInterfaces", (all) => !Array.isArray(all) || all.length <= 1, "pass"),
    ok: { networkInterfaces: [{ deviceIndex: 0, networkInterfaceId: "eni-1" }] },
    bad: { networkInterfaces: [{ deviceIndex: 0 }, { deviceIndex: 1 }] },
    absent: "pass",
    unknown: "undecided",
  },
]);

function no(path: string) {
  return value(path, (found) => word(found) !== "true", "pass");
}
