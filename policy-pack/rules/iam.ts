import { all, each } from "../checks/conditions.ts";
import { covers, onEverything, type Statement } from "../checks/iam-policy.ts";
import { allowed, document, type Objection } from "../checks/policy-document.ts";
import { type Check, levels, type ResourceRule } from "../checks/rule.ts";

const policies = ["aws:iam/policy:Policy", "aws:iam/rolePolicy:RolePolicy", "aws:iam/role:Role"];
const everyPolicy = [...policies, "aws:iam/userPolicy:UserPolicy", "aws:iam/groupPolicy:GroupPolicy"];

/** What reads. */
const reads =
  /^[a-z0-9-]+:(?:\*?$|(?:BatchGet|BatchCheck|Check|Describe|Discover|Filter|Get|Head|List|Lookup|Preview|Query|Scan|Search|Select|Simulate|Test|Validate|View)|(?:Start|Stop)Query$)/i;
/** What AWS lets nobody narrow down to a resource, and what its documentation has a function in a VPC allowed on all. */
const unbound = new RegExp(
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
    "xray:Put(?:TraceSegments|TelemetryRecords)",
  ].join("|")})$`,
  "i",
);
/** Lines of logs, which AWS's own examples let a function write to any group of its account, spelled as an ARN. */
const writesLogs = /^logs:(?:CreateLogGroup|CreateLogStream|PutLogEvents|PutRetentionPolicy)$/i;
const isHarmless = (action: string, { resources }: Statement) =>
  reads.test(action) || unbound.test(action) || (writesLogs.test(action) && !resources.includes("*"));
const escalations = [
  "iam:AddUserToGroup",
  "iam:AttachGroupPolicy",
  "iam:AttachRolePolicy",
  "iam:AttachUserPolicy",
  "iam:CreateAccessKey",
  "iam:CreateLoginProfile",
  "iam:CreatePolicyVersion",
  "iam:DeleteRolePermissionsBoundary",
  "iam:DeleteUserPermissionsBoundary",
  "iam:PassRole",
  "iam:PutGroupPolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
  "iam:PutUserPermissionsBoundary",
  "iam:PutUserPolicy",
  "iam:SetDefaultPolicyVersion",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateLoginProfile",
];
const exposures = [
  "dynamodb:Scan",
  "iam:CreateAccessKey",
  "rds-db:connect",
  "s3:GetObject",
  "secretsmanager:GetSecretValue",
  "ssm:GetParameter",
  "ssm:GetParameters",
  "ssm:GetParametersByPath",
  "sts:AssumeRole",
];

/** A condition on what is called, and not only on how, narrows a `*`. */
const scoped = ({ conditions }: Statement) =>
  conditions.some(({ key }) => !/^aws:(?:SecureTransport|MultiFactorAuth\w+|CurrentTime)$/i.test(key));
const unscoped = (statement: Statement) => onEverything(statement) && !scoped(statement);
/** Everything of a kind: every key, secret, parameter, table or role. */
const kinds =
  /^arn:[^:]*:(?:kms:.*:key\/|secretsmanager:.*:secret:|ssm:.*:parameter\/|dynamodb:.*:table\/|iam:.*:role\/|rds-db:.*:dbuser:)\*(?:\/\*)?$/;
const onAKind = (statement: Statement) =>
  !scoped(statement) && (onEverything(statement) || statement.resources.some((arn) => kinds.test(arn)));
const grants = (actions: readonly string[]) =>
  allowed((statement) => {
    const found = onAKind(statement) ? actions.find((action) => covers(statement, action)) : undefined;
    return found === undefined ? undefined : `allows ${found} on everything`;
  });

/** A policy on its own, or those inside a role. */
const inEach = (objection: Objection): Check =>
  all(document("policy", objection), each("inlinePolicies", document("policy", objection)));

/** IAM: what policies grant. */
export const iam: readonly ResourceRule[] = [
  {
    name: "iam-no-admin-star",
    types: everyPolicy,
    description: "No policy allows everything on everything.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["IAM.1", "CIS AWS 3.0 1.16", "CKV_AWS_62", "CKV_AWS_63", "CKV2_AWS_40"],
    fix: "set Action and Resource in policy",
    check: inEach(
      allowed((each) =>
        onEverything(each) && covers(each, "any:Thing") ? "allows everything on everything" : undefined,
      ),
    ),
    ok: { policy: policy({ Action: "s3:GetObject", Resource: "arn:aws:s3:::platform/*" }) },
    bad: { policy: policy({ Action: "*", Resource: "*" }) },
  },
  {
    name: "iam-no-service-star",
    types: policies,
    description: "A policy lists actions, not a whole service.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: ["IAM.21", "CKV_AWS_355", "CKV2_AWS_40"],
    fix: "set Action in policy to the actions that are used",
    check: inEach(
      allowed(({ actions, notActions }) => {
        const whole = [...actions, ...notActions].find((action) => /^[a-z0-9-]+:\*$/i.test(action));
        return whole === undefined ? undefined : `allows ${whole}`;
      }),
    ),
    ok: { policy: policy({ Action: "s3:GetObject", Resource: "arn:aws:s3:::platform/*" }) },
    bad: { policy: policy({ Action: "s3:*", Resource: "arn:aws:s3:::platform/*" }) },
  },
  {
    name: "iam-resource-scoped",
    types: policies,
    description: "What changes something is allowed on named resources only.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_290", "CKV_AWS_355", "CKV_AWS_356"],
    fix: "set Resource in policy, or a Condition on tags",
    check: inEach(
      allowed((each) => {
        const write = unscoped(each) ? each.actions.find((action) => !isHarmless(action, each)) : undefined;
        return write === undefined ? undefined : `allows ${write} on everything`;
      }),
    ),
    ok: { policy: policy({ Action: ["ec2:DescribeSubnets", "ecr:GetAuthorizationToken"], Resource: "*" }) },
    bad: { policy: policy({ Action: "s3:PutObject", Resource: "*" }) },
  },
  {
    name: "iam-no-kms-decrypt-star",
    types: everyPolicy,
    description: "No policy decrypts with every key.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["KMS.1", "KMS.2"],
    fix: "set Resource in policy to the key's ARN",
    check: inEach(grants(["kms:Decrypt", "kms:ReEncryptFrom"])),
    ok: { policy: policy({ Action: "kms:Decrypt", Resource: "arn:aws:kms:eu-west-1:111122223333:key/1" }) },
    bad: { policy: policy({ Action: "kms:Decrypt", Resource: "*" }) },
  },
  {
    name: "iam-no-privilege-escalation",
    types: policies,
    description: "Nobody can give themselves more than they have.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_286", "CKV_AWS_287", "CKV_AWS_289"],
    fix: "set Resource in policy to the roles that are meant, for iam:PassRole with iam:PassedToService",
    check: inEach(grants(escalations)),
    ok: { policy: policy({ Action: "iam:PassRole", Resource: "arn:aws:iam::111122223333:role/task" }) },
    bad: { policy: policy({ Action: "iam:PassRole", Resource: "*" }) },
  },
  {
    name: "iam-no-credentials-exposure",
    types: policies,
    description: "Secrets and data are read by name, never all of them.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_287", "CKV_AWS_288"],
    fix: "set Resource in policy to the secrets and buckets that are read",
    check: inEach(grants(exposures)),
    ok: {
      policy: policy({
        Action: "secretsmanager:GetSecretValue",
        Resource: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-*",
      }),
    },
    bad: { policy: policy({ Action: "secretsmanager:GetSecretValue", Resource: "*" }) },
  },
];

function policy(statement: Record<string, unknown>): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
}
