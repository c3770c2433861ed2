import { all, each, either, includes, is, isNot, oneOf, onType, set, some } from "../checks/conditions.ts";
import { levels, type ResourceRule } from "../checks/rule.ts";

const trail = ["aws:cloudtrail/trail:Trail"];
const recorder = "aws:cfg/recorder:Recorder";
const recorderStatus = "aws:cfg/recorderStatus:RecorderStatus";

/** Whether an advanced selector records what is read and written in buckets. */
const objectEvents = some("fieldSelectors", all(is("field", "resources.type"), includes("equals", "AWS::S3::Object")));

/** What watches the account: its trail, threat detection, recorder, scanner, traces and costs. */
export const accounts: readonly ResourceRule[] = [
  {
    name: "cloudtrail-cloudwatch",
    types: trail,
    description: "The audit trail is in CloudWatch Logs as well, where it can raise an alarm.",
    severity: "low",
    levels: levels("-/A/M"),
    controls: ["CloudTrail.5", "CKV2_AWS_10"],
    fix: "set cloudWatchLogsGroupArn and cloudWatchLogsRoleArn",
    check: set("cloudWatchLogsGroupArn"),
    ok: { cloudWatchLogsGroupArn: "arn:aws:logs:eu-west-1:111122223333:log-group:trail:*" },
    bad: { isMultiRegionTrail: true },
  },
  {
    name: "cloudtrail-s3-data-events",
    types: trail,
    description: "The audit trail records who read and wrote which object.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["CIS AWS 3.0 3.8", "CIS AWS 3.0 3.9"],
    fix: "set eventSelectors with readWriteType All and a data resource of AWS::S3::Object, or advancedEventSelectors",
    check: either(
      some(
        "eventSelectors",
        all(oneOf("readWriteType", ["All"], "pass"), some("dataResources", is("type", "AWS::S3::Object"))),
      ),
      some("advancedEventSelectors", objectEvents),
    ),
    ok: {
      eventSelectors: [{ readWriteType: "All", dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3"] }] }],
    },
    bad: { eventSelectors: [{ readWriteType: "WriteOnly", dataResources: [{ type: "AWS::S3::Object" }] }] },
  },
  {
    name: "guardduty-features",
    types: ["aws:guardduty/detectorFeature:DetectorFeature"],
    description: "A feature of threat detection that is named is on.",
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
  },
  {
    name: "config-records-all",
    types: [recorder, recorderStatus],
    description: "AWS Config records every type of resource, the global ones too, and it runs.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["Config.1", "CIS AWS 3.0 3.3", "CKV2_AWS_45", "CKV2_AWS_48"],
    fix: "set recordingGroup.allSupported and recordingGroup.includeGlobalResourceTypes, or isEnabled, to true",
    check: all(
      onType(
        [recorder],
        all(isNot("recordingGroup.allSupported", false), is("recordingGroup.includeGlobalResourceTypes", true)),
      ),
      onType([recorderStatus], is("isEnabled", true)),
    ),
    ok: { recordingGroup: { allSupported: true, includeGlobalResourceTypes: true } },
    bad: { recordingGroup: { allSupported: true, includeGlobalResourceTypes: false } },
  },
  {
    name: "inspector-on",
    types: ["aws:inspector2/enabler:Enabler"],
    description: "Machines, images and functions are scanned for known weaknesses.",
    severity: "high",
    levels: levels("-/A/M"),
    controls: ["Inspector.1", "Inspector.2", "Inspector.4"],
    fix: "set resourceTypes to EC2, ECR and LAMBDA",
    check: includes("resourceTypes", "EC2", "ECR", "LAMBDA"),
    ok: { resourceTypes: ["EC2", "ECR", "LAMBDA"] },
    bad: { resourceTypes: ["EC2"] },
  },
  {
    name: "xray-encrypted",
    types: ["aws:xray/encryptionConfig:EncryptionConfig"],
    description: "Traces are encrypted with a customer managed key.",
    severity: "low",
    levels: levels("-/A/M"),
    controls: [],
    fix: "set type to KMS and keyId",
    check: all(is("type", "KMS"), set("keyId")),
    ok: { type: "KMS", keyId: "arn:aws:kms:eu-west-1:111122223333:key/1" },
    bad: { type: "NONE" },
  },
  {
    name: "anomaly-subscribed",
    types: ["aws:costexplorer/anomalySubscription:AnomalySubscription"],
    description: "Somebody is told of costs that are out of the ordinary.",
    severity: "low",
    levels: levels("-/A/M"),
    controls: [],
    fix: "set subscribers",
    check: set("subscribers"),
    ok: { subscribers: [{ type: "SNS", address: "arn:aws:sns:eu-west-1:111122223333:costs" }] },
    bad: { subscribers: [] },
  },
  {
    name: "macie-on",
    types: ["aws:macie2/account:Account"],
    description: "The search for personal data runs.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["Macie.1"],
    fix: "leave status unset",
    check: isNot("status", "PAUSED"),
    ok: { status: "ENABLED" },
    bad: { status: "PAUSED" },
  },
];
