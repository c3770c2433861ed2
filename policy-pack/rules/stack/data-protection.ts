import { fail, undecided } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { matchesWildcard } from "../../checks/iam-policy.ts";
import { memoOf } from "../../checks/links.ts";
import { type Complaint, type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import { alwaysProtected } from "../../checks/stores.ts";
import { known, list, read, text, unknown } from "../../checks/values.ts";

const keyType = "aws:kms/key:Key";
const selection = "aws:backup/selection:Selection";
const bucket = "aws:s3/bucket:Bucket";
const instance = "aws:rds/instance:Instance";
const backedUpTypes = [
  instance,
  "aws:rds/cluster:Cluster",
  "aws:dynamodb/table:Table",
  "aws:efs/fileSystem:FileSystem",
  "aws:ebs/volume:Volume",
];
const replication = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";

function withoutProtect(graph: Graph): Complaint[] {
  return graph
    .of(...alwaysProtected)
    .filter(({ options }) => options?.protect !== true)
    .map((resource) => ({ resource, verdict: fail("does not set the option protect") }));
}

const rotatedKey = example(keyType, "data", { enableKeyRotation: true });
const encryptedDatabase = example(
  "aws:rds/instance:Instance",
  "database",
  { identifier: "main" },
  { kmsKeyId: rotatedKey },
);

/** The tags of a resource, including its provider's default tags. */
function tagsOf({ props, providerInputs }: StackResource): Map<string, unknown> {
  const maps = [read(providerInputs, "defaultTags.tags"), read(props, "tagsAll"), read(props, "tags")];
  return new Map(maps.flatMap((map) => (map.state === "known" ? Object.entries(Object(map.value)) : [])));
}

/** The backup selections of a stack with distinct criteria, and whether one of them lists values that are not known. */
const selections = memoOf((graph: Graph) => {
  const criteria = ({ props }: StackResource) =>
    JSON.stringify([props["resources"], props["selectionTags"], props["conditions"]]);
  const all = graph.of(selection);
  return {
    distinct: [...new Map(all.map((each) => [criteria(each), each])).values()],
    isOpen: all.some((by) => list(by.props, "resources").includes(unknown) && graph.uses(by, "resources").length === 0),
  };
});

/** Whether a backup selection includes a resource; undefined while that is not known. */
function isSelected(graph: Graph, each: StackResource): boolean | undefined {
  const { distinct, isOpen } = selections(graph);
  if (graph.referrers(each, "resources", selection).length > 0) return true;
  return distinct.some((by) => selectsByTags(by, each)) || (isOpen ? undefined : false);
}

/** Whether a selection's tags, or its ARNs and conditions, include a resource. */
function selectsByTags(by: StackResource, each: StackResource): boolean {
  const tags = tagsOf(each);
  const has = (tag: unknown) => {
    const key = (text(tag, "key") ?? "").replace(/^aws:ResourceTag\//, "");
    return tags.has(key) && (tags.get(key) === known(tag, "value") || tags.get(key) === unknown);
  };
  const [arns, arn] = [list(by.props, "resources"), text(each.props, "arn") ?? ""];
  const named = arns.some((pattern) => arn !== "" && typeof pattern === "string" && matchesWildcard(pattern, arn));
  const conditions = list(by.props, "conditions").flatMap((condition) => list(condition, "stringEquals"));
  const everything = conditions.length > 0 && (arns.length === 0 || arns.includes("*"));
  return list(by.props, "selectionTags").some(has) || ((named || everything) && conditions.every(has));
}

/** Whether a database is a replica, which is backed up at its source. */
function isReplica({ props }: StackResource): boolean {
  return ["replicateSourceDb", "replicationSourceIdentifier"].some((path) => read(props, path).state !== "absent");
}

/** Whether a file system has automatic backups. */
function hasAutomaticBackup(graph: Graph, each: StackResource): boolean {
  const policies = graph.referrers(each, "fileSystemId", "aws:efs/backupPolicy:BackupPolicy");
  return policies.some(({ props }) => known(props, "backupPolicy.status") === "ENABLED");
}

function withoutBackup(graph: Graph): Complaint[] {
  return graph
    .of(...backedUpTypes)
    .filter((each) => !isReplica(each) && !hasAutomaticBackup(graph, each))
    .flatMap((resource): Complaint[] => {
      const answer = isSelected(graph, resource);
      if (answer === true) return [];
      return [{ resource, verdict: answer === undefined ? undecided("resources") : fail("is not in a backup plan") }];
    });
}

/** Buckets with the tag data-class critical and without replication or backup. */
function withoutReplication(graph: Graph): Complaint[] {
  return graph
    .of(bucket)
    .filter((each) => tagsOf(each).get("data-class") === "critical")
    .filter((each) => graph.referrers(each, "bucket", replication).length === 0)
    .filter((each) => isSelected(graph, each) !== true)
    .map((resource) => ({ resource, verdict: fail("is in one Region only") }));
}

const taggedDatabase = example(instance, "main", { tags: { backup: "daily" } });
const untagged = example(instance, "main", { tags: {} });

const selectionByTag = example(selection, "daily", {
  selectionTags: [{ type: "STRINGEQUALS", key: "backup", value: "daily" }],
});

const backedUp = (controls: readonly string[], type: string) => ({
  controls,
  ok: [example(type, "main", { tags: { backup: "daily" } }), selectionByTag],
  bad: [example(type, "main", { tags: {} }), selectionByTag],
});
const criticalBucket = example(bucket, "papers", { tags: { "data-class": "critical" } });

export const stackDataProtection = service("Data protection across services", [
  {
    name: "stateful-protected",
    description: "AWS data stores, vaults, repositories, EKS clusters and hosted zones set protect.",
    why: "A rename, a merge mistake or `pulumi destroy` deletes the database, file system, images or user pool together with its data, and a new cluster or zone has other addresses; protect makes the engine refuse.",
    severity: "high",
    levels: levels("-/A/M"),
    controls: [],
    fix: "set the resource option protect to true",
    find: withoutProtect,
    ok: [{ ...encryptedDatabase, options: { protect: true } }],
    bad: [encryptedDatabase],
  },
  {
    name: "stack-stateful-in-backup",
    description: "AWS Backup selections cover RDS, DynamoDB, EFS and EBS data stores.",
    why: "A database, file system or volume outside every backup plan may have no recovery point; after deletion, corruption or ransomware its data is lost.",
    severity: "high",
    levels: levels("-/A/M"),
    ownOnly: true,
    controls: ["RDS.26", "DynamoDB.4", "EFS.2", "EC2.28", "CKV2_AWS_8", "CKV2_AWS_9", "CKV2_AWS_18"],
    fix: "set the tag that an AWS Backup Selection selects, or add the ARN to resources of a Selection",
    find: withoutBackup,
    ok: [taggedDatabase, selectionByTag],
    bad: [untagged, selectionByTag],
    clauses: [
      backedUp(["RDS.26", "CKV2_AWS_8"], "aws:rds/cluster:Cluster"),
      backedUp(["DynamoDB.4"], "aws:dynamodb/table:Table"),
      backedUp(["EFS.2", "CKV2_AWS_18"], "aws:efs/fileSystem:FileSystem"),
      backedUp(["EC2.28", "CKV2_AWS_9"], "aws:ebs/volume:Volume"),
    ],
  },
  {
    name: "stack-replication-for-dr",
    description: "S3 buckets tagged data-class critical are replicated or in a backup selection.",
    why: "Data marked critical cannot be recreated; if its only copy is deleted, overwritten or unavailable, the application has nothing to restore from.",
    severity: "medium",
    levels: levels("-/-/A"),
    controls: [],
    fix: "declare a BucketReplicationConfig whose bucket is this bucket, or set the tag that an AWS Backup Selection selects",
    find: withoutReplication,
    ok: [criticalBucket, example(replication, "papers", {}, { bucket: criticalBucket })],
    bad: [criticalBucket],
  },
]);
