import { all, each, is, isNot, noneOf, oneOf, only, onType, set, some, unset, when } from "../../checks/conditions.ts";
import { levels, service } from "../../checks/rule.ts";

const bucket = "aws:s3/bucket:Bucket";
const acl = "aws:s3/bucketAcl:BucketAcl";
const objects = ["aws:s3/bucketObject:BucketObject", "aws:s3/bucketObjectv2:BucketObjectv2"];
const blocks = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];
const point = "aws:s3/accessPoint:AccessPoint";
const multiRegion = "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint";

/** The predefined S3 groups that include every user or every AWS account. */
const publicGroups = ["AllUsers", "AuthenticatedUsers"].map((name) => `http://acs.amazonaws.com/groups/global/${name}`);
const unweakened = (path: string) => all(...blocks.map((block) => isNot(`${path}.${block}`, false)));

const grantTo = (name: string, permission: string) => ({
  accessControlPolicy: {
    grants: [{ permission, grantee: { type: "Group", uri: `http://acs.amazonaws.com/groups/global/${name}` } }],
  },
});

export const s3Access = service("Amazon S3", [
  {
    name: "s3-public-access-block-complete",
    types: [
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
      "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
    ],
    description: "S3 public access blocks enable all four settings.",
    why: "Each setting closes a different path: if one is off, a new or existing ACL or bucket policy can still make objects readable from the internet.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [
      "S3.1",
      "S3.8",
      "CIS AWS 3.0 2.1.4",
      "CKV_AWS_53",
      "CKV_AWS_54",
      "CKV_AWS_55",
      "CKV_AWS_56",
      "CKV2_AWS_6",
    ],
    fix: "set blockPublicAcls, blockPublicPolicy, ignorePublicAcls, restrictPublicBuckets to true",
    check: all(...blocks.map((block) => is(block, true))),
    ok: Object.fromEntries(blocks.map((block) => [block, true])),
    bad: { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true },
    clauses: [
      {
        controls: ["S3.1"],
        type: "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
        ok: Object.fromEntries(blocks.map((block) => [block, true])),
        bad: { restrictPublicBuckets: false },
      },
      { controls: ["S3.8", "CKV_AWS_53", "CKV2_AWS_6"], bad: { blockPublicAcls: false } },
      { controls: ["CKV_AWS_54", "CKV2_AWS_6"], bad: { blockPublicPolicy: false } },
      { controls: ["CKV_AWS_55"], bad: { ignorePublicAcls: false } },
      { controls: ["CKV_AWS_56"], bad: { restrictPublicBuckets: undefined } },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "s3-no-public-acl",
    types: [bucket, acl, ...objects],
    description: "S3 buckets and objects have no ACL for all users or all authenticated users.",
    why: "Such an ACL lets anonymous clients, or any AWS account in the world, list or read the data, and with write grants replace it.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["S3.2", "S3.3", "CKV_AWS_20", "CKV_AWS_57", "CKV_AWS_375", "CKV2_AWS_43"],
    fix: "leave acl unset, and remove AllUsers and AuthenticatedUsers from grants and accessControlPolicy.grants",
    check: all(
      noneOf("acl", ["public-read", "public-read-write", "authenticated-read", "website"]),
      each("grants", noneOf("uri", publicGroups)),
      each("accessControlPolicy.grants", noneOf("grantee.uri", publicGroups)),
    ),
    ok: { acl: "private" },
    bad: { acl: "public-read" },
    clauses: [
      { controls: ["S3.2", "CKV_AWS_20"], bad: { acl: "public-read" } },
      { controls: ["S3.3", "CKV_AWS_57"], bad: { acl: "public-read-write" } },
      {
        controls: ["CKV_AWS_57"],
        type: "aws:s3/bucketAcl:BucketAcl",
        ok: { acl: undefined },
        bad: grantTo("AllUsers", "WRITE"),
      },
      {
        controls: ["CKV_AWS_375"],
        type: "aws:s3/bucketAcl:BucketAcl",
        ok: { acl: undefined },
        bad: grantTo("AllUsers", "READ_ACP"),
      },
      {
        controls: ["CKV2_AWS_43"],
        type: "aws:s3/bucketAcl:BucketAcl",
        ok: { acl: undefined },
        bad: grantTo("AuthenticatedUsers", "READ"),
      },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "s3-acls-disabled",
    types: ["aws:s3/bucketOwnershipControls:BucketOwnershipControls"],
    description: "S3 bucket ownership controls set BucketOwnerEnforced.",
    why: "With ACLs active, an object uploaded from another account can belong to that account, and its ACL grants access that the bucket policy does not show.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["S3.12", "CKV2_AWS_65"],
    fix: "set rule.objectOwnership to BucketOwnerEnforced",
    check: is("rule.objectOwnership", "BucketOwnerEnforced"),
    ok: { rule: { objectOwnership: "BucketOwnerEnforced" } },
    bad: { rule: { objectOwnership: "ObjectWriter" } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "s3-website-hosting-off",
    types: [bucket, "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration"],
    description: "S3 buckets do not host static websites.",
    why: "S3 website endpoints do not support HTTPS, so pages can be read and changed in transit, and the objects that they serve must be publicly readable.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "leave website unset, and remove indexDocument and redirectAllRequestsTo",
    check: all(unset("website"), unset("indexDocument"), unset("redirectAllRequestsTo")),
    ok: { bucket: "platform" },
    bad: { website: { indexDocument: "index.html" } },
    absent: "pass",
    unknown: "fail",
  },
  {
    name: "s3-access-point-private",
    types: [point, multiRegion],
    description: "S3 access points keep block public access on and, in prod, set a VPC.",
    why: "These settings cannot be changed after an access point is created; once weakened, only the settings of the bucket and the account keep its objects private.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["S3.19", "S3.24", "CKV_AWS_392"],
    fix: "leave publicAccessBlockConfiguration and details.publicAccessBlock unset, and set vpcConfiguration.vpcId in prod",
    check: all(
      onType([point], all(unweakened("publicAccessBlockConfiguration"), only(["prod"], set("vpcConfiguration.vpcId")))),
      onType([multiRegion], unweakened("details.publicAccessBlock")),
    ),
    ok: { vpcConfiguration: { vpcId: "vpc-1" }, publicAccessBlockConfiguration: { blockPublicAcls: true } },
    bad: { vpcConfiguration: { vpcId: "vpc-1" }, publicAccessBlockConfiguration: { blockPublicAcls: false } },
    clauses: [
      { controls: ["S3.19", "CKV_AWS_392"], bad: { publicAccessBlockConfiguration: { blockPublicPolicy: false } } },
      {
        controls: ["S3.24"],
        type: "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint",
        ok: { details: { publicAccessBlock: { blockPublicPolicy: true } } },
        bad: { details: { publicAccessBlock: { blockPublicPolicy: false } } },
      },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "s3-cors-no-wildcard",
    types: ["aws:s3/bucket:Bucket", "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration"],
    description: "S3 CORS rules that allow PUT, POST or DELETE name specific origins.",
    why: "With a wildcard origin, a script on any website can use a visitor's browser with a leaked presigned URL or credential to write or delete objects.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set allowedOrigins in corsRules to specific origins such as https://app.example.com",
    check: each(
      "corsRules",
      when(
        some("allowedMethods", oneOf("", ["PUT", "POST", "DELETE"])),
        each("allowedOrigins", noneOf("", ["*", "http://*", "https://*"])),
      ),
    ),
    ok: { corsRules: [{ allowedMethods: ["PUT"], allowedOrigins: ["https://app.example.com"] }] },
    bad: { corsRules: [{ allowedMethods: ["PUT"], allowedOrigins: ["*"] }] },
    absent: "pass",
    unknown: "undecided",
  },
]);
