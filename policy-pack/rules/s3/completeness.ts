import { lacking } from "../../checks/complaints.ts";
import { fail } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { type Complaint, type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import { read } from "../../checks/values.ts";

const bucket = "aws:s3/bucket:Bucket";
const logging = "aws:s3/bucketLogging:BucketLogging";

/** Whether a bucket has access logging, or is a log bucket itself. */
function hasAccessLog(graph: Graph, each: StackResource): boolean {
  const takes = graph.referrers(each, "targetBucket", logging).length > 0;
  return (
    takes ||
    // The property was called loggings before version 7 of the provider.
    ["logging", "loggings"].some((inline) => read(each.props, inline).state !== "absent") ||
    graph.referrers(each, "bucket", logging).length > 0
  );
}

const dataBucket = example(bucket, "data", {});

/** The settings of a bucket: the resource type, and the property of the bucket that may replace it. */
const bucketSettings: readonly (readonly [kind: string, inline?: string])[] = [
  ["PublicAccessBlock"],
  ["ServerSideEncryptionConfiguration", "serverSideEncryptionConfiguration"],
  ["Versioning", "versioning"],
  ["Policy", "policy"],
  ["LifecycleConfiguration", "lifecycleRules"],
  ["OwnershipControls"],
];

const settingType = (kind: string) => `aws:s3/bucket${kind}:Bucket${kind}`;

function incompleteBuckets(graph: Graph): Complaint[] {
  return graph.of(bucket).flatMap((resource): Complaint[] => {
    const missing = bucketSettings.filter(
      ([kind, inline]) =>
        graph.referrers(resource, "bucket", settingType(kind)).length === 0 &&
        (inline === undefined || read(resource.props, inline).state === "absent"),
    );
    const logging = graph.referrers(resource, "bucket", "aws:s3/bucketLogging:BucketLogging");
    const toItself = logging.some((each) => graph.targets(each, "targetBucket", bucket).includes(resource));
    if (toItself) return [{ resource, verdict: fail("sends its access logs to itself") }];
    if (missing.length === 0) return [];
    const names = missing.map(([kind]) => `Bucket${kind}`).join(", ");
    return [{ resource, verdict: fail(`has no ${names}`) }];
  });
}

const newBucket = example(bucket, "data", {});
const settingsOf = (kinds: readonly string[]) =>
  kinds.map((kind) => example(settingType(kind), "data", {}, { bucket: newBucket }));
const everyKind = bucketSettings.map(([kind]) => kind);

/** A bucket without one of its settings. */
const without = (controls: readonly string[], missing: string) => ({
  controls,
  ok: [newBucket, ...settingsOf(everyKind)],
  bad: [newBucket, ...settingsOf(everyKind.filter((kind) => kind !== missing))],
});

export const s3Completeness = service("Amazon S3", [
  {
    name: "s3-access-logged",
    description: "S3 buckets have server access logging, unless they receive access logs.",
    why: "Without access logs, an investigation of a leaked or deleted object has no record of the requests to the bucket, their source addresses and their results.",
    severity: "medium",
    levels: levels("-/-/A"),
    controls: ["S3.9", "CloudTrail.7", "CIS AWS 3.0 3.4", "CKV_AWS_18"],
    fix: "declare a BucketLogging whose bucket is this bucket",
    find: (graph) => lacking(graph.of(bucket), (each) => hasAccessLog(graph, each), "has no access logging"),
    ok: [dataBucket, example(logging, "data", { targetBucket: "logs" }, { bucket: dataBucket })],
    bad: [dataBucket],
    clauses: [
      {
        controls: ["S3.9", "CloudTrail.7"],
        ok: [example(bucket, "trail", { logging: { targetBucket: "logs" } })],
        bad: [example(bucket, "trail", {})],
      },
    ],
  },
  {
    name: "stack-s3-bucket-complete",
    description: "S3 buckets declare all six bucket settings and do not log access to themselves.",
    why: "A bucket without one of these resources can become public, keep plaintext requests or ACLs possible, lose overwritten objects or grow without limit; self-logging creates endless log objects.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: [
      "S3.5",
      "S3.8",
      "S3.13",
      "S3.14",
      "S3.17",
      "CloudTrail.6",
      "CKV2_AWS_6",
      "CIS AWS 3.0 2.1.1",
      "CKV_AWS_19",
      "CKV_AWS_21",
      "CKV_AWS_145",
      "CKV2_AWS_61",
    ],
    fix: "declare the missing bucket resource with its bucket, or change targetBucket to another bucket",
    find: incompleteBuckets,
    ok: [newBucket, ...settingsOf(everyKind)],
    bad: [newBucket],
    clauses: [
      without(["S3.5"], "Policy"),
      without(["S3.8", "CloudTrail.6", "CKV2_AWS_6"], "PublicAccessBlock"),
      without(["S3.13", "CKV2_AWS_61"], "LifecycleConfiguration"),
      without(["S3.14", "CKV_AWS_21"], "Versioning"),
      without(["S3.17", "CKV_AWS_19", "CKV_AWS_145"], "ServerSideEncryptionConfiguration"),
    ],
  },
]);
