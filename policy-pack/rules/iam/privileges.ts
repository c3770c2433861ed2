import { all, value } from "../../checks/conditions.ts";
import { policyText } from "../../checks/example.ts";
import { covers, onEverything, type Statement } from "../../checks/iam-policy.ts";
import { isScoped, noAllowedActions } from "../../checks/policy-document.ts";
import { levels, service } from "../../checks/rule.ts";
import { word } from "../../checks/values.ts";

const policies = ["aws:iam/policy:Policy", "aws:iam/rolePolicy:RolePolicy", "aws:iam/role:Role"];
const everyPolicy = [...policies, "aws:iam/userPolicy:UserPolicy", "aws:iam/groupPolicy:GroupPolicy"];
const escalatingActions = [
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
const roles = ["aws:iam/role:Role"];

const dataActions = [
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

/** ARNs of every key, secret, parameter, table, role or database user. */
const everyOfAKind =
  /^arn:[^:]*:(?:kms:.*:key\/|secretsmanager:.*:secret:|ssm:.*:parameter\/|dynamodb:.*:table\/|iam:.*:role\/|rds-db:.*:dbuser:)\*(?:\/\*)?$/;

const isUnscoped = (statement: Statement) =>
  !isScoped(statement) && (onEverything(statement) || statement.resources.some((arn) => everyOfAKind.test(arn)));

const grantsNone = (actions: readonly string[]) =>
  noAllowedActions(
    (statement) => (isUnscoped(statement) ? actions.filter((action) => covers(statement, action)) : []),
    "on every resource",
  );

const admin = /(?:AdministratorAccess|AWSCloudShellFullAccess|IAMFullAccess|PowerUserAccess)$/;

export const iamPrivileges = service("IAM", [
  {
    name: "iam-no-kms-decrypt-star",
    types: everyPolicy,
    description: "IAM policies do not allow kms:Decrypt or kms:ReEncryptFrom on all keys.",
    why: "One role can then decrypt the data behind every key whose key policy delegates to IAM, so separate keys per service no longer isolate their data.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["KMS.1", "KMS.2"],
    fix: "set Resource in policy to the ARN of the key",
    check: grantsNone(["kms:Decrypt", "kms:ReEncryptFrom"]),
    ok: { policy: policyText({ Action: "kms:Decrypt", Resource: "arn:aws:kms:eu-west-1:111122223333:key/1" }) },
    bad: { policy: policyText({ Action: "kms:Decrypt", Resource: "*" }) },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "iam-no-privilege-escalation",
    types: policies,
    description: "IAM policies do not allow privilege escalation actions on all resources.",
    why: "With iam:PassRole or iam:PutRolePolicy on *, a limited principal can use an administrator role or write itself an administrator policy.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_286", "CKV_AWS_287", "CKV_AWS_289"],
    fix: "set Resource in policy to the intended roles, and for iam:PassRole add a Condition on iam:PassedToService",
    check: grantsNone(escalatingActions),
    ok: { policy: policyText({ Action: "iam:PassRole", Resource: "arn:aws:iam::111122223333:role/task" }) },
    bad: { policy: policyText({ Action: "iam:PassRole", Resource: "*" }) },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "iam-no-credentials-exposure",
    types: policies,
    description: "IAM policies do not allow reading secrets, data or credentials on all resources.",
    why: "A single compromised workload can read every secret, parameter, object and table in the account instead of the few that it needs.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_287", "CKV_AWS_288"],
    fix: "set Resource in policy to the ARNs of the secrets, parameters, buckets, tables or roles that are used",
    check: grantsNone(dataActions),
    ok: {
      policy: policyText({
        Action: "secretsmanager:GetSecretValue",
        Resource: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-*",
      }),
    },
    bad: { policy: policyText({ Action: "secretsmanager:GetSecretValue", Resource: "*" }) },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "iam-no-admin-managed-policy",
    types: [
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      ...roles,
      "aws:iam/userPolicyAttachment:UserPolicyAttachment",
      "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
      "aws:iam/policyAttachment:PolicyAttachment",
    ],
    description: "AWS managed administrator policies are not attached to IAM principals.",
    why: "A stolen session with a policy such as AdministratorAccess or IAMFullAccess can create further identities and change every permission in the account.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_274", "CKV2_AWS_56", "CIS AWS 3.0 1.16", "CIS AWS 3.0 1.22", "CIS AWS 5.0 1.21"],
    fix: "set policyArn to a policy with least privilege, without AdministratorAccess, PowerUserAccess, IAMFullAccess and AWSCloudShellFullAccess, also in managedPolicyArns",
    check: all(
      value("policyArn", (arn) => !admin.test(word(arn)), "pass"),
      value(
        "managedPolicyArns",
        (arns) => Array.isArray(arns) && !arns.some((arn) => typeof arn === "string" && admin.test(arn)),
        "pass",
      ),
    ),
    ok: { policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy" },
    bad: { policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
    absent: "pass",
    unknown: "undecided",
  },
]);
