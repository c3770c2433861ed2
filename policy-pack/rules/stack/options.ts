import { complain } from "../../checks/complaints.ts";
import { example } from "../../checks/example.ts";
import { type Complaint, type Graph, levels, service } from "../../checks/rule.ts";
import { dataHolding } from "../../checks/stores.ts";

/** Properties that protect a resource, of which drift must not be ignored. */
const guardedProperties = new Set([
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

function ignoredProperties(graph: Graph): Complaint[] {
  return graph.resources.flatMap((each): Complaint[] => {
    const found = (each.options?.ignoreChanges ?? []).find((path) => guardedProperties.has(path));
    return found === undefined ? [] : [complain(`ignores changes of ${found}`)(each)];
  });
}

/** Deprecated types, each with its replacement. */
const replacements: readonly (readonly [type: RegExp, instead: string])[] = [
  [/^aws:s3\/\w+V2:/, "the type without V2"],
  [/^aws:elb\//, "aws:lb/loadBalancer"],
  [/^aws:(?:alb|applicationloadbalancing)\//, "aws:lb"],
  [/^aws:ec2\/launchConfiguration:/, "aws:ec2/launchTemplate"],
  [/^aws:opsworks\//, "no other type: the service was discontinued"],
  [/^aws:elasticsearch\//, "aws:opensearch/domain"],
  [/^aws:waf(?:regional)?\//, "aws:wafv2"],
  [/^aws:cloudfront\/originAccessIdentity:/, "aws:cloudfront/originAccessControl"],
  [/^aws:s3\/bucketObject:/, "aws:s3/bucketObjectv2"],
  [/^kubernetes:[a-z0-9.]+\/v\d+(?:alpha|beta)\d+:/, "the stable API version"],
];

/** Kinds of Kubernetes that have no stable version yet. */
const unstable = /:(?:CompositePodGroup|LeaseCandidate|PodGroup|ResourcePoolStatusRequest|Workload)(?:List|Patch)?$/;

/** API groups of Kubernetes; versions of other groups are not evaluated. */
const builtIn =
  /^kubernetes:(?:core|apps|batch|policy|autoscaling|extensions|(?:admissionregistration|apiextensions|apiregistration|authentication|authorization|certificates|coordination|discovery|events|flowcontrol\.apiserver|networking|node|rbac\.authorization|resource|scheduling|storage)\.k8s\.io)\//;

function deprecatedTypes(graph: Graph): Complaint[] {
  return graph.resources.flatMap((each): Complaint[] => {
    if (each.type.startsWith("kubernetes:") && (!builtIn.test(each.type) || unstable.test(each.type))) return [];
    const found = replacements.find(([type]) => type.test(each.type));
    return found === undefined ? [] : [complain(`is of a deprecated type; use ${found[1]}`)(each)];
  });
}

/** Data stores outside the platform's components, in a program that uses them. */
function outsideComponents(graph: Graph): Complaint[] {
  if (!graph.resources.some(({ type }) => type.startsWith("platform:"))) return [];
  return graph
    .of(...dataHolding)
    .filter(({ urn }) => !/platform:\w+:\w+\$/.test(urn))
    .map(complain("has no component of the platform as its parent"));
}

/** Type prefixes of the services that the pack covers. */
const knownServices =
  /^aws:(?:accessanalyzer|account|acm|alb|apigateway|apigatewayv2|appautoscaling|apprunner|appsync|athena|autoscaling|backup|batch|bcmdata|bedrock|bedrockmodel|budgets|cfg|cloudfront|cloudtrail|cloudwatch|codebuild|cognito|computeoptimizer|costexplorer|dax|dms|docdb|dynamodb|ebs|ec2|ec2transitgateway|ecr|ecs|efs|eks|elasticache|emr|fsx|glue|guardduty|iam|inspector2|kinesis|kms|lambda|lb|macie2|memorydb|mq|msk|mskconnect|mwaa|neptune|networkfirewall|opensearch|pipes|rds|redshift|redshiftserverless|route53|route53domains|s3|s3control|sagemaker|scheduler|secretsmanager|securityhub|servicediscovery|ses|sesv2|sfn|sns|sqs|ssm|ssoadmin|transfer|vpc|wafv2|workspaces|xray)\//;

function withoutRules(graph: Graph): Complaint[] {
  const found = graph.resources.filter(({ type }) => type.startsWith("aws:") && !knownServices.test(type));
  const first = new Map(found.map((each) => [each.type.split("/")[0], each]));
  return [...first.values()].map(complain("is of a service without rules in the policy pack"));
}

const queue = example("aws:sqs/queue:Queue", "orders", {});

const groupIgnoring = (ignoreChanges: string[]) => ({
  ...example("aws:ec2/securityGroup:SecurityGroup", "api", {}),
  options: { ignoreChanges },
});

const component = example("platform:data:Database", "main", {});
const database = example("aws:rds/instance:Instance", "main", {});
const databaseInComponent = {
  ...database,
  urn: "urn:pulumi:prod::platform::platform:data:Database$aws:rds/instance:Instance::main",
};

export const stackOptions = service("Pulumi programs", [
  {
    name: "no-ignore-changes-on-guarded-property",
    description: "AWS and Kubernetes resources do not list security properties in ignoreChanges.",
    why: "Pulumi leaves ignored properties as they are in the cloud, so a port opened or a policy widened by hand stays in place after every update and is never shown as a difference.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: [],
    fix: "remove the property from the resource option ignoreChanges",
    find: ignoredProperties,
    ok: [groupIgnoring(["tags"])],
    bad: [groupIgnoring(["ingress"])],
  },
  {
    name: "no-deprecated-type",
    description: "AWS resource types are not deprecated, and built-in Kubernetes APIs are stable versions.",
    why: "Deprecated types get no new features and can be removed in a later provider or Kubernetes release; that upgrade then fails or replaces resources under time pressure.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "change the type to the one that replaces it",
    find: deprecatedTypes,
    ok: [example("aws:s3/bucket:Bucket", "data", {})],
    bad: [example("aws:s3/bucketV2:BucketV2", "data", {})],
  },
  {
    name: "component-parent",
    description: "AWS data stores belong to a component in programs that use platform components.",
    why: "A database or table declared outside a component misses the encryption, backup and alarm settings that the component adds, and each must be repeated by hand.",
    severity: "low",
    levels: levels("A/A/A"),
    controls: [],
    fix: "declare the component, or set the resource option parent to it",
    find: outsideComponents,
    ok: [component, databaseInComponent],
    bad: [component, database],
  },
  {
    name: "type-known-to-catalogue",
    description: "AWS services in a stack are known to the policy pack.",
    why: "Resources of such a service are evaluated by general rules only, so a preview without findings looks safe although their exposure and encryption were never checked.",
    severity: "low",
    levels: levels("A/A/A"),
    controls: [],
    fix: "add rules for the service, or an exemption",
    find: withoutRules,
    ok: [queue],
    bad: [example("aws:lightsail/instance:Instance", "blog", {})],
  },
]);
