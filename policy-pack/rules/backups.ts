import { fail, undecided } from "../checks/conditions.ts";
import { example } from "../checks/example.ts";
import type { Graph } from "../checks/graph.ts";
import { matchesWildcard } from "../checks/iam-policy.ts";
import { users } from "../checks/references.ts";
import { type Complaint, levels, type StackResource, type StackRule } from "../checks/rule.ts";
import { known, list, read, text, unknown } from "../checks/values.ts";

const selection = "aws:backup/selection:Selection";
const secret = "aws:secretsmanager/secret:Secret";
const bucket = "aws:s3/bucket:Bucket";
const instance = "aws:rds/instance:Instance";
const kept = [
  instance,
  "aws:rds/cluster:Cluster",
  "aws:dynamodb/table:Table",
  "aws:efs/fileSystem:FileSystem",
  "aws:ebs/volume:Volume",
];

/** Tags that a resource ends up with: its own, and its provider's. */
function tagsOf({ props, providerInputs }: StackResource): Map<string, unknown> {
  const maps = [read(providerInputs, "defaultTags.tags"), read(props, "tagsAll"), read(props, "tags")];
  return new Map(maps.flatMap((map) => (map.state === "known" ? Object.entries(Object(map.value)) : [])));
}

/** Whether a selection takes a resource in; undefined while that is not known. */
function selected(graph: Graph, by: StackResource, each: StackResource): boolean | undefined {
  if (graph.targets(by, "resources", each.type).includes(each)) return true;
  const [arns, arn] = [list(by.props, "resources"), text(each.props, "arn")];
  const named = arns.some(
    (pattern) => arn !== undefined && typeof pattern === "string" && matchesWildcard(pattern, arn),
  );
  const tags = tagsOf(each);
  const has = (tag: unknown) => {
    const key = (text(tag, "key") ?? "").replace(/^aws:ResourceTag\//, "");
    return tags.has(key) && (tags.get(key) === known(tag, "value") || tags.get(key) === unknown);
  };
  const any = list(by.props, "selectionTags").some(has);
  const conditions = list(by.props, "conditions").flatMap((condition) => list(condition, "stringEquals"));
  if (any || (named && conditions.every(has))) return true;
  const everything = arns.length === 0 || arns.includes("*");
  if (conditions.length > 0 && everything && conditions.every(has)) return true;
  return arns.includes(unknown) && (by.propertyDependencies?.["resources"] ?? []).length === 0 ? undefined : false;
}

/** Replicas and members of clusters are backed up where they come from. */
function isCopy({ props }: StackResource): boolean {
  return ["replicateSourceDb", "replicationSourceIdentifier"].some((path) => read(props, path).state !== "absent");
}

/** AWS Backup has a plan of its own for file systems that ask for it. */
function savesItself(graph: Graph, each: StackResource): boolean {
  const policies = graph.referrers(each, "fileSystemId", "aws:efs/backupPolicy:BackupPolicy");
  return policies.some(({ props }) => known(props, "backupPolicy.status") === "ENABLED");
}

function unsaved(graph: Graph): Complaint[] {
  const selections = graph.of(selection);
  return graph
    .of(...kept)
    .filter((each) => !isCopy(each) && !savesItself(graph, each))
    .flatMap((resource): Complaint[] => {
      const answers = selections.map((by) => selected(graph, by, resource));
      if (answers.includes(true)) return [];
      return [
        { resource, verdict: answers.includes(undefined) ? undecided("resources") : fail("is in no backup plan") },
      ];
    });
}

const about = /^aws:secretsmanager\/(?:secretPolicy|secretRotation|secretReplica):/;

/** A secret that nothing reads or writes is one too many; who goes by its name, or gets what the stack writes, cannot be seen. */
function idle(graph: Graph): Complaint[] {
  return graph
    .of(secret)
    .filter(({ props }) => read(props, "name").state === "absent")
    .filter((each) => users(graph, each).every(({ type }) => about.test(type)))
    .map((resource) => ({ resource, verdict: fail("is read by nothing") }));
}

const replication = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";

/** Buckets that hold what cannot be made again: the tag says so. */
function unreplicated(graph: Graph): Complaint[] {
  return graph
    .of(bucket)
    .filter((each) => tagsOf(each).get("data-class") === "critical")
    .filter((each) => graph.referrers(each, "bucket", replication).length === 0)
    .filter((each) => graph.of(selection).every((by) => selected(graph, by, each) !== true))
    .map((resource) => ({ resource, verdict: fail("is in one Region only") }));
}

const database = example(instance, "main", { tags: { backup: "daily" } });
const other = example(instance, "main", { tags: {} });
const tagged = example(selection, "daily", {
  selectionTags: [{ type: "STRINGEQUALS", key: "backup", value: "daily" }],
});
const password = example(secret, "database", {});
const task = example("aws:ecs/taskDefinition:TaskDefinition", "api", {}, { containerDefinitions: password });
const papers = example(bucket, "papers", { tags: { "data-class": "critical" } });

/** What is saved, where else it lies, and who reads it. */
export const backups: readonly StackRule[] = [
  {
    name: "stack-stateful-in-backup",
    description: "Every store is in a backup plan.",
    severity: "high",
    levels: levels("-/A/M"),
    controls: ["RDS.26", "DynamoDB.4", "EFS.2", "EC2.28", "CKV2_AWS_8", "CKV2_AWS_9", "CKV2_AWS_18"],
    fix: "set the tag by which a Selection chooses, or add the ARN to its resources",
    check: unsaved,
    ok: [database, tagged],
    bad: [other, tagged],
  },
  {
    name: "stack-secret-rotated-and-used",
    description: "Every secret is read by something.",
    controls: ["SecretsManager.3"],
    severity: "medium",
    levels: levels("-/A/M"),
    fix: "remove the secret, or refer to it where it is needed",
    check: idle,
    ok: [password, task],
    bad: [password],
  },
  {
    name: "stack-replication-for-dr",
    description: "What cannot be made again lies in two Regions.",
    severity: "medium",
    levels: levels("-/-/A"),
    controls: ["S3.7", "CKV_AWS_144"],
    fix: "declare a BucketReplicationConfig with its bucket, or set the tag by which a Selection chooses",
    check: unreplicated,
    ok: [papers, example(replication, "papers", {}, { bucket: papers })],
    bad: [papers],
  },
];
