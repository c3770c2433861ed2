import { example } from "../checks/example.ts";
import type { Graph } from "../checks/graph.ts";
import { levels, type StackResource, type StackRule } from "../checks/rule.ts";
import { read, text } from "../checks/values.ts";
import { lacking } from "./companions.ts";

const bucket = "aws:s3/bucket:Bucket";
const directory = "aws:s3/directoryBucket:DirectoryBucket";
const logging = "aws:s3/bucketLogging:BucketLogging";
const lifecycle = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const acl = "aws:wafv2/webAcl:WebAcl";
const aclLogging = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration";
const secret = "aws:secretsmanager/secret:Secret";
const rotation = "aws:secretsmanager/secretRotation:SecretRotation";
const stage = "aws:apigateway/stage:Stage";
const methods = "aws:apigateway/methodSettings:MethodSettings";
const bus = "aws:cloudwatch/eventBus:EventBus";
const busPolicy = "aws:cloudwatch/eventBusPolicy:EventBusPolicy";

/** A bucket that takes the logs of others would log its own logging. */
function recorded(graph: Graph, each: StackResource): boolean {
  const takes = graph.referrers(each, "targetBucket", logging).length > 0;
  return (
    takes || read(each.props, "loggings").state !== "absent" || graph.referrers(each, "bucket", logging).length > 0
  );
}

/** Settings name their stage, or refer to it. */
function set(graph: Graph, each: StackResource): boolean {
  const name = text(each.props, "stageName");
  return graph
    .of(methods)
    .some(
      (of) =>
        graph.targets(of, "stageName", stage).includes(each) ||
        (name !== undefined && text(of.props, "stageName") === name),
    );
}

const data = example(bucket, "data", {});
const fast = example(directory, "fast", {});
const edge = example(acl, "edge", {});
const password = example(secret, "password", {});
const live = example(stage, "live", { stageName: "live" });
const orders = example(bus, "orders", { name: "orders" });

/** What another resource would add, and security's own lists ask for. */
export const attendants: readonly StackRule[] = [
  {
    name: "s3-access-logged",
    description: "A bucket writes down who read it and who wrote it.",
    severity: "medium",
    levels: levels("-/-/A"),
    controls: ["S3.9", "CloudTrail.7", "CIS AWS 3.0 3.4", "CKV_AWS_18"],
    fix: "declare a BucketLogging with its bucket",
    check: (graph) => lacking(graph.of(bucket), (each) => recorded(graph, each), "writes no access log"),
    ok: [data, example(logging, "data", { targetBucket: "logs" }, { bucket: data })],
    bad: [data],
  },
  {
    name: "s3-directory-bucket-bounded",
    description: "A directory bucket has an end for what is in it.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: ["S3.25"],
    fix: "declare a BucketLifecycleConfiguration with its bucket",
    check: (graph) =>
      lacking(
        graph.of(directory),
        (each) => graph.referrers(each, "bucket", lifecycle).length > 0,
        "keeps everything for ever",
      ),
    ok: [fast, example(lifecycle, "fast", {}, { bucket: fast })],
    bad: [fast],
  },
  {
    name: "waf-logged",
    description: "A web ACL writes down what it let through and what it stopped.",
    severity: "medium",
    levels: levels("-/A/A"),
    controls: ["WAF.11", "CKV2_AWS_31"],
    fix: "declare a WebAclLoggingConfiguration with its resourceArn",
    check: (graph) =>
      lacking(graph.of(acl), (each) => graph.referrers(each, "resourceArn", aclLogging).length > 0, "writes no log"),
    ok: [edge, example(aclLogging, "edge", {}, { resourceArn: edge })],
    bad: [edge],
  },
  {
    name: "secret-rotated",
    description: "A secret is exchanged by itself.",
    severity: "medium",
    levels: levels("-/-/A"),
    controls: ["SecretsManager.1", "CKV2_AWS_57"],
    fix: "declare a SecretRotation with its secretId",
    check: (graph) =>
      lacking(graph.of(secret), (each) => graph.referrers(each, "secretId", rotation).length > 0, "stays as it is"),
    ok: [password, example(rotation, "password", {}, { secretId: password })],
    bad: [password],
  },
  {
    name: "apigw-methods-set",
    description: "A stage of an API says what it logs of its methods.",
    severity: "medium",
    levels: levels("-/A/A"),
    controls: ["APIGateway.1", "CKV2_AWS_4"],
    fix: "declare MethodSettings with its stageName",
    check: (graph) => lacking(graph.of(stage), (each) => set(graph, each), "has no settings, and logs no errors"),
    ok: [live, example(methods, "live", { stageName: "live" })],
    bad: [live],
  },
  {
    name: "eventbus-policy-declared",
    description: "Who may send events to a bus is written down.",
    severity: "low",
    levels: levels("-/-/A"),
    controls: ["EventBridge.3"],
    fix: "declare an EventBusPolicy with its eventBusName",
    check: (graph) =>
      lacking(graph.of(bus), (each) => graph.referrers(each, "eventBusName", busPolicy).length > 0, "has no policy"),
    ok: [orders, example(busPolicy, "orders", { eventBusName: "orders" })],
    bad: [orders],
  },
];
