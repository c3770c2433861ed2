import { complain } from "../../checks/complaints.ts";
import { example } from "../../checks/example.ts";
import { memoOf } from "../../checks/links.ts";
import { type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import { list, text } from "../../checks/values.ts";

const balancers = ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"];
const bucket = "aws:s3/bucket:Bucket";
const encryption = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const logs = ["accessLogs", "connectionLogs", "healthCheckLogs"];

/** Application Load Balancers that write logs to a bucket with a KMS key, where only SSE-S3 is supported. */
function keyedLogs(graph: Graph): StackResource[] {
  return graph
    .of(...balancers)
    .filter(({ props }) => ["application", undefined].includes(kind(props)))
    .filter((each) => logBuckets(graph, each).some((target) => hasKey(graph, target)));
}

function kind(props: StackResource["props"]): string | undefined {
  const [type] = list(props, "loadBalancerType");
  return typeof type === "string" ? type : undefined;
}

const bucketsByName = memoOf((graph: Graph) => Map.groupBy(graph.of(bucket), ({ props }) => text(props, "bucket")));

/** Buckets of the stack that a load balancer writes logs to, by name or by dependency. */
function logBuckets(graph: Graph, balancer: StackResource): StackResource[] {
  const names = logs.flatMap((path) => text(balancer.props, `${path}.bucket`) ?? []);
  const found = names.flatMap((name) => bucketsByName(graph).get(name) ?? []);
  return found.length > 0 ? found : logs.flatMap((path) => graph.targets(balancer, path, bucket));
}

function hasKey(graph: Graph, target: StackResource): boolean {
  const separate = graph.referrers(target, "bucket", encryption).flatMap(({ props }) => list(props, "rules"));
  const inline = list(target.props, "serverSideEncryptionConfiguration.rule");
  return [...separate, ...inline].some((rule) =>
    list(rule, "applyServerSideEncryptionByDefault.sseAlgorithm").some((how) => String(how).startsWith("aws:kms")),
  );
}

const logBucket = example(bucket, "logs", {});
const encrypted = (sseAlgorithm: string) =>
  example(
    encryption,
    "logs",
    { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm } }] },
    { bucket: logBucket },
  );
const balancer = example(
  "aws:lb/loadBalancer:LoadBalancer",
  "gateway",
  { loadBalancerType: "application", accessLogs: { enabled: true } },
  { accessLogs: logBucket },
);

export const elbLogBuckets = service("Elastic Load Balancing", [
  {
    name: "lb-log-bucket-sse-s3",
    description: "Application Load Balancers write logs to S3 buckets with SSE-S3, not with a KMS key.",
    why: "Elastic Load Balancing cannot write to a bucket whose default encryption uses a KMS key, so the update that enables the logs is refused with Access Denied.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set sseAlgorithm of the bucket to AES256",
    find: (graph) => keyedLogs(graph).map(complain("writes its logs to a bucket that is encrypted with a KMS key")),
    ok: [logBucket, encrypted("AES256"), balancer],
    bad: [logBucket, encrypted("aws:kms"), balancer],
  },
]);
