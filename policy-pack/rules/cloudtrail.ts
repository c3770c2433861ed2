import { all, either, includes, is, isNot, noneOf, not, oneOf, set, some } from "../checks/conditions.ts";
import { levels, service } from "../checks/rule.ts";

const trails = ["aws:cloudtrail/trail:Trail"];

/** Trails of data events alone set includeManagementEvents to false. */
const managementEvents = isNot("includeManagementEvents", false);
const allManagementEvents = all(managementEvents, noneOf("readWriteType", ["ReadOnly", "WriteOnly"]));

/** An advanced event selector for S3 object events. */
const objectEvents = some("fieldSelectors", all(is("field", "resources.type"), includes("equals", "AWS::S3::Object")));

export const cloudtrail = service("AWS CloudTrail", [
  {
    name: "cloudtrail-multi-region",
    types: trails,
    description: "CloudTrail trails cover all Regions and global services, and log reads and writes.",
    why: "An attacker can work in a Region that the account does not use; a single-Region trail records none of those calls, and resources started there go unnoticed.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CloudTrail.1", "CloudTrail.3", "CIS AWS 3.0 3.1", "CKV_AWS_67", "CKV_AWS_251"],
    fix: "set isMultiRegionTrail to true, leave includeGlobalServiceEvents and enableLogging unset, and set readWriteType to All in eventSelectors",
    check: all(
      is("isMultiRegionTrail", true),
      isNot("includeGlobalServiceEvents", false),
      isNot("enableLogging", false),
      either(
        not(some("eventSelectors", managementEvents), "has event selectors for read events only or write events only"),
        some("eventSelectors", allManagementEvents),
      ),
    ),
    ok: { isMultiRegionTrail: true },
    bad: { isMultiRegionTrail: false },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "cloudtrail-validation",
    types: trails,
    description: "CloudTrail trails have log file validation enabled.",
    why: "Without digest files, an intruder with write access to the bucket can edit or delete log files, and investigators cannot prove that the trail is complete.",
    severity: "low",
    levels: levels("M/M/M"),
    controls: ["CloudTrail.4", "CIS AWS 3.0 3.2", "CKV_AWS_36"],
    fix: "set enableLogFileValidation to true",
    check: is("enableLogFileValidation", true),
    ok: { enableLogFileValidation: true },
    bad: { enableLogFileValidation: false },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "cloudtrail-kms",
    types: trails,
    description: "CloudTrail trails are encrypted with a customer managed key.",
    why: "With a customer managed key, reading the trail requires kms:Decrypt as well as bucket access; without one, a single broad bucket policy discloses every recorded API call.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["CloudTrail.2", "CIS AWS 3.0 3.5", "CKV_AWS_35"],
    fix: "set kmsKeyId",
    check: set("kmsKeyId"),
    ok: { kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1" },
    bad: { isMultiRegionTrail: true },
    absent: "fail",
    unknown: "pass",
  },
  {
    name: "cloudtrail-cloudwatch",
    types: trails,
    description: "CloudTrail trails send events to CloudWatch Logs.",
    why: "Without a log group, CloudWatch metric filters cannot match API calls, so root sign-ins and policy changes raise no alarm and are found only by searching log files in S3.",
    severity: "low",
    levels: levels("-/A/M"),
    controls: ["CloudTrail.5", "CKV2_AWS_10"],
    fix: "set cloudWatchLogsGroupArn and cloudWatchLogsRoleArn",
    check: set("cloudWatchLogsGroupArn"),
    ok: { cloudWatchLogsGroupArn: "arn:aws:logs:eu-west-1:111122223333:log-group:trail:*" },
    bad: { isMultiRegionTrail: true },
    absent: "fail",
    unknown: "pass",
  },
  {
    name: "cloudtrail-s3-data-events",
    types: trails,
    description: "CloudTrail trails record S3 object-level data events.",
    why: "Management events do not include object access; after a leak, the trail cannot show which principal read, overwrote or deleted which object.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["CIS AWS 3.0 3.8", "CIS AWS 3.0 3.9"],
    fix: "set eventSelectors with readWriteType All and a data resource of type AWS::S3::Object, or advancedEventSelectors with resources.type AWS::S3::Object",
    check: either(
      some(
        "eventSelectors",
        all(oneOf("readWriteType", ["All"], "pass"), some("dataResources", is("type", "AWS::S3::Object"))),
      ),
      all(
        ...["ReadOnly", "WriteOnly"].map((kind) =>
          some("eventSelectors", all(is("readWriteType", kind), some("dataResources", is("type", "AWS::S3::Object")))),
        ),
      ),
      some("advancedEventSelectors", objectEvents),
    ),
    ok: {
      eventSelectors: [{ readWriteType: "All", dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3"] }] }],
    },
    bad: { eventSelectors: [{ readWriteType: "WriteOnly", dataResources: [{ type: "AWS::S3::Object" }] }] },
    absent: "fail",
    unknown: "undecided",
  },
]);
