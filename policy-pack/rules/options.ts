import { fail } from "../checks/conditions.ts";
import { example } from "../checks/example.ts";
import type { Graph } from "../checks/graph.ts";
import { type Complaint, levels, type StackResource, type StackRule } from "../checks/rule.ts";
import { dataHolding } from "../checks/stores.ts";

const complain =
  (wrong: string) =>
  (resource: StackResource): Complaint => ({ resource, verdict: fail(wrong) });

/** Properties by which something is guarded: whoever ignores a change of these lets it be undone. */
const guarded = new Set([
  "accessPolicies",
  "assumeRolePolicy",
  "cidrBlocks",
  "deletionProtection",
  "encrypted",
  "encryptAtRest",
  "encryptionConfiguration",
  "egress",
  "ingress",
  "kmsKeyId",
  "metadataOptions",
  "policy",
  "publiclyAccessible",
  "publicAccessBlockConfiguration",
  "securityGroupIds",
  "securityGroups",
  "serverSideEncryption",
  "spec",
  "spec.template",
  "storageEncrypted",
  "transitEncryptionEnabled",
  "vpcSecurityGroupIds",
  "*",
]);

function ignored(graph: Graph): Complaint[] {
  return graph.resources.flatMap((each): Complaint[] => {
    const found = (each.options?.ignoreChanges ?? []).find((path) => guarded.has(path));
    return found === undefined ? [] : [complain(`ignores changes of ${found}`)(each)];
  });
}

/** Types that something newer replaces, and what that is. */
const deprecated: readonly (readonly [type: RegExp, instead: string])[] = [
  [/^aws:s3\/\w+V2:/, "the same type without V2"],
  [/^aws:elb\//, "aws:lb/loadBalancer"],
  [/^aws:(?:alb|applicationloadbalancing)\//, "aws:lb"],
  [/^aws:ec2\/launchConfiguration:/, "aws:ec2/launchTemplate"],
  [/^aws:opsworks\//, "nothing: the service has ended"],
  [/^aws:elasticsearch\//, "aws:opensearch/domain"],
  [/^aws:waf(?:regional)?\//, "aws:wafv2"],
  [/^aws:cloudfront\/originAccessIdentity:/, "aws:cloudfront/originAccessControl"],
  [/^aws:s3\/bucketObject:/, "aws:s3/bucketObjectv2"],
  [/^kubernetes:(?!apiregistration)[a-z0-9.]+\/v\d+(?:alpha|beta)\d+:(?!Patch)/, "the group's stable version"],
];
/** Groups of Kubernetes itself: others' own versions are theirs to judge. */
const builtIn =
  /^kubernetes:(?:core|apps|batch|policy|autoscaling|extensions|networking\.k8s\.io|rbac\.authorization\.k8s\.io|storage\.k8s\.io|scheduling\.k8s\.io|admissionregistration\.k8s\.io|apiextensions\.k8s\.io)\//;

function old(graph: Graph): Complaint[] {
  return graph.resources.flatMap((each): Complaint[] => {
    if (each.type.startsWith("kubernetes:") && !builtIn.test(each.type)) return [];
    const found = deprecated.find(([type]) => type.test(each.type));
    return found === undefined ? [] : [complain(`is of a type that is on its way out: use ${found[1]}`)(each)];
  });
}

/** A program that has components of the platform keeps its stores in them. */
function loose(graph: Graph): Complaint[] {
  if (!graph.resources.some(({ type }) => type.startsWith("platform:"))) return [];
  return graph
    .of(...dataHolding)
    .filter(({ urn }) => !/platform:\w+:\w+\$/.test(urn))
    .map(complain("belongs to no component, which would have looked after it"));
}

/** Types of which the pack has rules, or of which there is nothing to say, by their beginnings. */
const judged =
  /^aws:(?:accessanalyzer|account|acm|alb|apigateway|apigatewayv2|appautoscaling|autoscaling|backup|bcmdata|bedrock|bedrockmodel|budgets|cfg|cloudfront|cloudtrail|cloudwatch|cognito|computeoptimizer|costexplorer|dynamodb|ebs|ec2|ec2transitgateway|ecr|ecs|efs|eks|elasticache|guardduty|iam|inspector2|kms|lambda|lb|macie2|mq|opensearch|pipes|rds|route53|s3|s3control|scheduler|secretsmanager|securityhub|servicediscovery|sns|sqs|ssm|vpc|wafv2|xray)\//;

function unjudged(graph: Graph): Complaint[] {
  const found = graph.resources.filter(({ type }) => type.startsWith("aws:") && !judged.test(type));
  const first = new Map(found.map((each) => [each.type.split("/")[0], each]));
  return [...first.values()].map(complain("is of a service of which the pack has no rule"));
}

const queue = example("aws:sqs/queue:Queue", "orders", {});
const group = (ignoreChanges: string[]) => ({
  ...example("aws:ec2/securityGroup:SecurityGroup", "api", {}),
  options: { ignoreChanges },
});
const component = example("platform:data:Database", "main", {});
const database = example("aws:rds/instance:Instance", "main", {});
const kept = { ...database, urn: "urn:pulumi:prod::platform::platform:data:Database$aws:rds/instance:Instance::main" };

/** What the program says beside properties: options, types and parents. */
export const programs: readonly StackRule[] = [
  {
    name: "no-ignore-changes-on-guarded-property",
    description: "The program takes back whatever somebody changed by hand in what guards a resource.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: [],
    fix: "remove the property from the resource option ignoreChanges",
    check: ignored,
    ok: [group(["tags"])],
    bad: [group(["ingress"])],
  },
  {
    name: "no-deprecated-type",
    description: "Nothing is of a type that is on its way out.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: ["AutoScaling.9", "CKV_AWS_315"],
    fix: "change the type to the one that replaces it",
    check: old,
    ok: [example("aws:s3/bucket:Bucket", "data", {})],
    bad: [example("aws:s3/bucketV2:BucketV2", "data", {})],
  },
  {
    name: "component-parent",
    description: "In a program of the platform, a store belongs to a component.",
    severity: "low",
    levels: levels("A/A/A"),
    controls: [],
    fix: "declare the component, or set the resource option parent to it",
    check: loose,
    ok: [component, kept],
    bad: [component, database],
  },
  {
    name: "type-known-to-catalogue",
    description: "The pack has rules for every service that a stack uses, or says that it has not.",
    severity: "low",
    levels: levels("A/A/A"),
    controls: [],
    fix: "add rules for the service, or an exemption",
    check: unjudged,
    ok: [queue],
    bad: [example("aws:neptune/cluster:Cluster", "graph", {})],
  },
];
