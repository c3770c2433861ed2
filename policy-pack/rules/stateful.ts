import { fail, undecided } from "../checks/conditions.ts";
import { example } from "../checks/example.ts";
import type { Graph } from "../checks/graph.ts";
import { type Complaint, levels, type StackRule } from "../checks/rule.ts";
import { dataHolding, stores } from "../checks/stores.ts";
import { read } from "../checks/values.ts";

const key = "aws:kms/key:Key";
const keyPolicy = "aws:kms/keyPolicy:KeyPolicy";
const bucket = "aws:s3/bucket:Bucket";

function unprotected(graph: Graph): Complaint[] {
  return graph
    .of(...dataHolding)
    .filter(({ options }) => options?.protect !== true)
    .map((resource) => ({ resource, verdict: fail("can be deleted by the program") }));
}

function unrotated(graph: Graph): Complaint[] {
  return stores(graph).flatMap(({ resource, key: path }) => {
    if (path === undefined) return [];
    const keys = graph.targets(resource, path, key);
    return keys.flatMap((each): Complaint[] => {
      const rotation = read(each.props, "enableKeyRotation");
      if (rotation.state === "unknown") return [{ resource, verdict: undecided("enableKeyRotation") }];
      if (rotation.state === "known" && rotation.value === true) return [];
      return [{ resource, verdict: fail(`is encrypted with key "${each.name}", which never changes`) }];
    });
  });
}

/** Keys with the policy that AWS gives them. */
function undecreed(graph: Graph): Complaint[] {
  return graph
    .of(key)
    .filter((each) => read(each.props, "policy").state === "absent")
    .filter((each) => graph.referrers(each, "keyId", keyPolicy).length === 0)
    .map((resource) => ({ resource, verdict: fail("has the default policy") }));
}

function unlogged(graph: Graph): Complaint[] {
  return graph
    .of("aws:ec2/vpc:Vpc")
    .filter((vpc) => graph.referrers(vpc, "vpcId", "aws:ec2/flowLog:FlowLog").length === 0)
    .map((resource) => ({ resource, verdict: fail("has no flow log") }));
}

/** Settings of a bucket, and where the bucket itself can still say them. */
const settings: readonly (readonly [kind: string, inline?: string])[] = [
  ["PublicAccessBlock"],
  ["ServerSideEncryptionConfiguration", "serverSideEncryptionConfiguration"],
  ["Versioning", "versioning"],
  ["Policy", "policy"],
  ["LifecycleConfiguration", "lifecycleRules"],
  ["OwnershipControls"],
];
const typeOf = (kind: string) => `aws:s3/bucket${kind}:Bucket${kind}`;

function incomplete(graph: Graph): Complaint[] {
  return graph.of(bucket).flatMap((resource): Complaint[] => {
    const missing = settings.filter(
      ([kind, inline]) =>
        graph.referrers(resource, "bucket", typeOf(kind)).length === 0 &&
        (inline === undefined || read(resource.props, inline).state === "absent"),
    );
    const logging = graph.referrers(resource, "bucket", "aws:s3/bucketLogging:BucketLogging");
    const toItself = logging.some((each) => graph.targets(each, "targetBucket", bucket).includes(resource));
    if (toItself) return [{ resource, verdict: fail("logs access to itself") }];
    if (missing.length === 0) return [];
    const names = missing.map(([kind]) => `Bucket${kind}`).join(", ");
    return [{ resource, verdict: fail(`has no ${names}`) }];
  });
}

const rotating = example(key, "data", { enableKeyRotation: true });
const standing = example(key, "data", { enableKeyRotation: false });
const database = example("aws:rds/instance:Instance", "database", { identifier: "main" }, { kmsKeyId: rotating });
const vpc = example("aws:ec2/vpc:Vpc", "main", {});
const store = example(bucket, "data", {});

/** What keeps data: protection, keys, flow logs and the settings of buckets. */
export const stateful: readonly StackRule[] = [
  {
    name: "stateful-protected",
    description: "The engine refuses to delete what holds data.",
    severity: "high",
    levels: levels("-/A/M"),
    controls: [],
    fix: "set the resource option protect to true",
    check: unprotected,
    ok: [{ ...database, options: { protect: true } }],
    bad: [database],
  },
  {
    name: "stack-store-key-rotates",
    description: "The key of every store is renewed every year.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["KMS.4"],
    fix: "set enableKeyRotation to true on the key",
    check: unrotated,
    ok: [rotating, database],
    bad: [standing, database],
  },
  {
    name: "kms-policy-declared",
    description: "Who may use a key is written down, and not left to whoever has a permission for all keys.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["CKV2_AWS_64"],
    fix: "set policy, or declare a KeyPolicy with its keyId",
    check: undecreed,
    ok: [rotating, example(keyPolicy, "data", {}, { keyId: rotating })],
    bad: [rotating],
  },
  {
    name: "stack-flow-logs-per-vpc",
    description: "Every VPC has a flow log.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["EC2.6", "CIS AWS 3.0 3.7", "CKV2_AWS_11"],
    fix: "declare a FlowLog with its vpcId",
    check: unlogged,
    ok: [vpc, example("aws:ec2/flowLog:FlowLog", "main", {}, { vpcId: vpc })],
    bad: [vpc],
  },
  {
    name: "stack-s3-bucket-complete",
    description: "Every bucket has all of the settings that make it private, encrypted, versioned and bounded.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: [
      "S3.5",
      "S3.8",
      "S3.13",
      "CloudTrail.6",
      "CKV2_AWS_6",
      "CIS AWS 3.0 2.1.1",
      "CKV_AWS_19",
      "CKV_AWS_21",
      "CKV2_AWS_61",
    ],
    fix: "declare the missing resource with its bucket",
    check: incomplete,
    ok: [store, ...settings.map(([kind]) => example(typeOf(kind), "data", {}, { bucket: store }))],
    bad: [store],
  },
];
