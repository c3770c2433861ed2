import { all, each, is, isNot } from "../checks/conditions.ts";
import { levels, service } from "../checks/rule.ts";

const runtime = (name: string, status: string) => ({
  name: "RUNTIME_MONITORING",
  status: "ENABLED",
  additionalConfigurations: [{ name, status }],
});

export const guardduty = service("Amazon GuardDuty", [
  {
    name: "guardduty-on",
    types: ["aws:guardduty/detector:Detector"],
    description: "GuardDuty detectors are enabled.",
    why: "A suspended detector reports no findings, so the use of stolen credentials, cryptocurrency mining and traffic to known malicious hosts go unnoticed.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["GuardDuty.1", "CKV_AWS_238"],
    fix: "leave enable unset, or set it to true",
    check: isNot("enable", false),
    ok: { enable: true },
    bad: { enable: false },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "guardduty-features",
    types: ["aws:guardduty/detectorFeature:DetectorFeature"],
    description: "GuardDuty detector features are enabled.",
    why: "A disabled feature leaves its data source unmonitored, so an attack on EKS, S3, RDS or Lambda that only this source reveals produces no finding.",
    severity: "high",
    levels: levels("-/A/M"),
    controls: [
      "GuardDuty.5",
      "GuardDuty.6",
      "GuardDuty.7",
      "GuardDuty.8",
      "GuardDuty.9",
      "GuardDuty.10",
      "GuardDuty.11",
      "GuardDuty.12",
      "GuardDuty.13",
    ],
    fix: "set status to ENABLED, in additionalConfigurations too",
    check: all(is("status", "ENABLED"), each("additionalConfigurations", isNot("status", "DISABLED"))),
    ok: { name: "EKS_AUDIT_LOGS", status: "ENABLED" },
    bad: { name: "EKS_AUDIT_LOGS", status: "DISABLED" },
    clauses: [
      {
        controls: ["GuardDuty.5"],
        ok: { name: "EKS_AUDIT_LOGS", status: "ENABLED" },
        bad: { name: "EKS_AUDIT_LOGS", status: "DISABLED" },
      },
      {
        controls: ["GuardDuty.6"],
        ok: { name: "LAMBDA_NETWORK_LOGS", status: "ENABLED" },
        bad: { name: "LAMBDA_NETWORK_LOGS", status: "DISABLED" },
      },
      {
        controls: ["GuardDuty.8"],
        ok: { name: "EBS_MALWARE_PROTECTION", status: "ENABLED" },
        bad: { name: "EBS_MALWARE_PROTECTION", status: "DISABLED" },
      },
      {
        controls: ["GuardDuty.9"],
        ok: { name: "RDS_LOGIN_EVENTS", status: "ENABLED" },
        bad: { name: "RDS_LOGIN_EVENTS", status: "DISABLED" },
      },
      {
        controls: ["GuardDuty.10"],
        ok: { name: "S3_DATA_EVENTS", status: "ENABLED" },
        bad: { name: "S3_DATA_EVENTS", status: "DISABLED" },
      },
      {
        controls: ["GuardDuty.11"],
        ok: { name: "RUNTIME_MONITORING", status: "ENABLED" },
        bad: { name: "RUNTIME_MONITORING", status: "DISABLED" },
      },
      {
        controls: ["GuardDuty.7"],
        ok: runtime("EKS_ADDON_MANAGEMENT", "ENABLED"),
        bad: runtime("EKS_ADDON_MANAGEMENT", "DISABLED"),
      },
      {
        controls: ["GuardDuty.12"],
        ok: runtime("ECS_FARGATE_AGENT_MANAGEMENT", "ENABLED"),
        bad: runtime("ECS_FARGATE_AGENT_MANAGEMENT", "DISABLED"),
      },
      {
        controls: ["GuardDuty.13"],
        ok: runtime("EC2_AGENT_MANAGEMENT", "ENABLED"),
        bad: runtime("EC2_AGENT_MANAGEMENT", "DISABLED"),
      },
    ],
    absent: "fail",
    unknown: "undecided",
  },
]);
