import { policyText } from "../../checks/example.ts";
import { covers, onEverything, type Statement } from "../../checks/iam-policy.ts";
import { allowed, identityPolicies, inEachPolicy, isScoped, noAllowedActions } from "../../checks/policy-document.ts";
import { takesResource } from "../../checks/resource-level-permissions.ts";
import { levels, service } from "../../checks/rule.ts";

/** Read-only IAM actions. */
const reads =
  /^[a-z0-9-]+:(?:(?:BatchGet|BatchCheck|Check|Describe|Discover|Filter|Get|Head|List|Lookup|Preview|Query|Scan|Search|Select|Simulate|Test|Validate|View)|(?:Start|Stop)Query$)/i;

/** Actions without resource-level permissions, and those that a function in a VPC needs on every resource. */
const unscopable = new RegExp(
  `^(?:${[
    "acm:RequestCertificate",
    "cloudwatch:\\*?PutMetricData",
    "(?:comprehend|rekognition|textract):(?:Detect|Analyze)\\w+",
    "ec2:(?:(?:Unassign|Assign)PrivateIpAddresses|(?:Create|Delete)NetworkInterface)",
    "ec2messages:\\*?\\w+",
    "ecs:(?:Register|Deregister)TaskDefinition",
    "kms:(?:CreateKey|GenerateRandom)",
    "logs:(?:Create|Update|Delete)LogDelivery",
    "logs:(?:Put|Delete)ResourcePolicy",
    "polly:SynthesizeSpeech",
    "route53:CreateHostedZone",
    "s3:CreateJob",
    "ssm:(?:UpdateInstanceInformation|PutInventory)",
    "ssmmessages:\\*?\\w+",
    "sts:DecodeAuthorizationMessage",
    "tag:(?:Tag|Untag)Resources",
    "translate:TranslateText",
    "xray:Put(?:TraceSegments|TelemetryRecords|Spans(?:ForIndexing)?)",
  ].join("|")})$`,
  "i",
);

/** Actions of CloudWatch Logs that AWS's examples allow on every log group of the account, as an ARN. */
const writesLogs = /^logs:(?:CreateLogGroup|CreateLogStream|PutLogEvents|PutRetentionPolicy)$/i;

const isHarmless = (action: string, { resources }: Statement) =>
  reads.test(action) ||
  unscopable.test(action) ||
  takesResource(action, (each) => reads.test(each) || unscopable.test(each)) === false ||
  (writesLogs.test(action) && !resources.includes("*"));

const unscoped = (statement: Statement) => onEverything(statement) && !isScoped(statement);

export const iamPolicies = service("IAM", [
  {
    name: "iam-no-admin-star",
    types: identityPolicies,
    description: "IAM policies do not allow all actions on all resources.",
    why: "A leaked credential or an injection flaw in one workload with such a policy gives the attacker control of the whole account.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["IAM.1", "CIS AWS 3.0 1.16", "CKV_AWS_62"],
    fix: "set Action and Resource in policy to the actions and ARNs that are used",
    check: inEachPolicy(
      allowed((each) =>
        onEverything(each) && covers(each, "any:Thing") ? "allows every action on every resource" : undefined,
      ),
    ),
    ok: { policy: policyText({ Action: "s3:GetObject", Resource: "arn:aws:s3:::platform/*" }) },
    bad: { policy: policyText({ Action: "*", Resource: "*" }) },
    clauses: [
      { controls: ["IAM.1", "CKV_AWS_62"], bad: { policy: policyText({ Action: "*:*", Resource: "arn:*" }) } },
      {
        controls: ["CKV_AWS_62"],
        type: "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
        ok: { inlinePolicy: policyText({ Action: "s3:GetObject", Resource: "arn:aws:s3:::platform/*" }) },
        bad: { inlinePolicy: policyText({ Action: "*", Resource: "*" }) },
      },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "iam-no-service-star",
    types: identityPolicies,
    description: "IAM policies do not list all actions, or all actions of a service, with a wildcard.",
    why: "A service wildcard grants delete and permission-changing actions that the workload never calls, and each new action that AWS adds to the service.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: ["IAM.21", "CKV_AWS_63", "CKV2_AWS_40"],
    fix: "set Action in policy to the actions that are used",
    check: noAllowedActions(
      ({ actions, notActions }) =>
        [...actions, ...notActions].filter((action) => /^(?:[*?]*\*|[a-z0-9-]+:[*?]*\*)$/i.test(action)),
      "with a wildcard",
    ),
    ok: { policy: policyText({ Action: "s3:GetObject", Resource: "arn:aws:s3:::platform/*" }) },
    bad: { policy: policyText({ Action: "s3:*", Resource: "arn:aws:s3:::platform/*" }) },
    clauses: [
      { controls: ["CKV_AWS_63"], bad: { policy: policyText({ Action: "*", Resource: "arn:aws:s3:::platform/*" }) } },
      {
        controls: ["CKV2_AWS_40"],
        type: "aws:iam/userPolicy:UserPolicy",
        ok: { policy: policyText({ Action: "iam:GetRole", Resource: "*" }) },
        bad: { policy: policyText({ Action: "iam:*", Resource: "*" }) },
      },
      {
        controls: ["CKV2_AWS_40"],
        type: "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
        ok: { inlinePolicy: policyText({ Action: "iam:GetRole", Resource: "*" }) },
        bad: { inlinePolicy: policyText({ Action: "iam:*", Resource: "*" }) },
      },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "iam-resource-scoped",
    types: identityPolicies,
    description: "IAM policies allow write actions only on named resources or under a condition.",
    why: "A compromised workload with write access to * can change or delete the resources of every other application in the account.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_290", "CKV_AWS_355", "CKV_AWS_356"],
    fix: "set Resource in policy to ARNs, or add a Condition on tags",
    check: noAllowedActions(
      (each) => (unscoped(each) ? each.actions.filter((action) => !isHarmless(action, each)) : []),
      "on every resource",
    ),
    ok: { policy: policyText({ Action: ["ec2:DescribeSubnets", "ecr:GetAuthorizationToken"], Resource: "*" }) },
    bad: { policy: policyText({ Action: "s3:PutObject", Resource: "*" }) },
    clauses: [
      {
        controls: ["CKV_AWS_290"],
        bad: { policy: policyText({ Action: "s3:PutObject", Resource: "arn:aws:s3:::*/*" }) },
      },
      { controls: ["CKV_AWS_355", "CKV_AWS_356"], bad: { policy: policyText({ Action: "s3:*", Resource: "*" }) } },
    ],
    absent: "pass",
    unknown: "undecided",
  },
]);
