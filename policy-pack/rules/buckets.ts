import { all, each, is, isNot, noneOf, oneOf, only, onType, set, some, value, when } from "../checks/conditions.ts";
import { levels, type ResourceRule } from "../checks/rule.ts";
import { word } from "../checks/values.ts";

const point = "aws:s3/accessPoint:AccessPoint";
const multiRegion = "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint";
const blocks = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];
const unweakened = (path: string) => all(...blocks.map((block) => isNot(`${path}.${block}`, false)));

/** Buckets: ways around their walls, strangers in browsers, and what nobody may change. */
export const buckets: readonly ResourceRule[] = [
  {
    name: "s3-access-point-private",
    types: [point, multiRegion],
    description: "An access point is no way around the bucket's own walls.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["S3.19", "S3.24", "CKV_AWS_392"],
    fix: "leave publicAccessBlockConfiguration unset, and set vpcConfiguration in prod",
    check: all(
      onType([point], all(unweakened("publicAccessBlockConfiguration"), only(["prod"], set("vpcConfiguration.vpcId")))),
      onType([multiRegion], unweakened("details.publicAccessBlock")),
    ),
    ok: { vpcConfiguration: { vpcId: "vpc-1" }, publicAccessBlockConfiguration: { blockPublicAcls: true } },
    bad: { vpcConfiguration: { vpcId: "vpc-1" }, publicAccessBlockConfiguration: { blockPublicAcls: false } },
  },
  {
    name: "s3-cors-no-wildcard",
    types: ["aws:s3/bucket:Bucket", "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration"],
    description: "No site of a stranger writes into a bucket from its visitors' browsers.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set allowedOrigins to sites in corsRules",
    check: each(
      "corsRules",
      when(
        some("allowedMethods", oneOf("", ["PUT", "POST", "DELETE"])),
        each("allowedOrigins", noneOf("", ["*", "http://*", "https://*"])),
      ),
    ),
    ok: { corsRules: [{ allowedMethods: ["PUT"], allowedOrigins: ["https://app.example.com"] }] },
    bad: { corsRules: [{ allowedMethods: ["PUT"], allowedOrigins: ["*"] }] },
  },
  {
    name: "s3-object-lock-for-audit",
    types: ["aws:s3/bucket:Bucket"],
    description: "What was recorded for audit, or backed up, cannot be changed.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["S3.15", "CKV_AWS_143"],
    fix: "set objectLockEnabled to true",
    check: when(
      value("tags.data-class", (kind) => /^(?:audit|backup)$/.test(word(kind)), "fail"),
      is("objectLockEnabled", true),
    ),
    ok: { tags: { "data-class": "audit" }, objectLockEnabled: true },
    bad: { tags: { "data-class": "audit" }, objectLockEnabled: false },
  },
];
