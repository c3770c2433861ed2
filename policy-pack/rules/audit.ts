import { all, either, is, isNot, noneOf, not, set, some } from "../checks/conditions.ts";
import { levels, type ResourceRule } from "../checks/rule.ts";

const trail = ["aws:cloudtrail/trail:Trail"];
/** Selectors of a trail of data events alone say so. */
const ofManagement = isNot("includeManagementEvents", false);
const wholly = all(ofManagement, noneOf("readWriteType", ["ReadOnly", "WriteOnly"]));

/** The account's own watch: audit trail and threat detection. */
export const audit: readonly ResourceRule[] = [
  {
    name: "cloudtrail-multi-region",
    types: trail,
    description: "The audit trail covers every Region and the global services, and it runs.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CloudTrail.1", "CloudTrail.3", "CIS AWS 3.0 3.1", "CKV_AWS_67", "CKV_AWS_251"],
    fix: "set isMultiRegionTrail to true, and readWriteType to All in eventSelectors",
    check: all(
      is("isMultiRegionTrail", true),
      isNot("includeGlobalServiceEvents", false),
      isNot("enableLogging", false),
      either(
        not(some("eventSelectors", ofManagement), "records only what reads, or only what writes"),
        some("eventSelectors", wholly),
      ),
    ),
    ok: { isMultiRegionTrail: true },
    bad: { isMultiRegionTrail: false },
  },
  {
    name: "cloudtrail-validation",
    types: trail,
    description: "A change of the audit trail's files is noticed.",
    severity: "low",
    levels: levels("M/M/M"),
    controls: ["CloudTrail.4", "CIS AWS 3.0 3.2", "CKV_AWS_36"],
    fix: "set enableLogFileValidation to true",
    check: is("enableLogFileValidation", true),
    ok: { enableLogFileValidation: true },
    bad: { enableLogFileValidation: false },
  },
  {
    name: "cloudtrail-kms",
    types: trail,
    description: "The audit trail is encrypted with a customer managed key.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["CloudTrail.2", "CIS AWS 3.0 3.5", "CKV_AWS_35"],
    fix: "set kmsKeyId",
    check: set("kmsKeyId"),
    ok: { kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1" },
    bad: { isMultiRegionTrail: true },
  },
  {
    name: "guardduty-on",
    types: ["aws:guardduty/detector:Detector"],
    description: "Threat detection runs.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["GuardDuty.1", "CKV_AWS_238"],
    fix: "leave enable unset, or set it to true",
    check: isNot("enable", false),
    ok: { enable: true },
    bad: { enable: false },
  },
];
