import { all, value } from "../../checks/conditions.ts";
import { policyText } from "../../checks/example.ts";
import { dataActions, escalatingActions, sharingActions } from "../../checks/iam-actions.ts";
import { covers, onEverything, type Statement } from "../../checks/iam-policy.ts";
import { identityPolicies, isScoped, noAllowedActions } from "../../checks/policy-document.ts";
import { levels, service } from "../../checks/rule.ts";
import { word } from "../../checks/values.ts";

/** ARNs of every key, secret, parameter, table, database user, or every role, user, group or policy of IAM. */
const everyOfAKind =
  /^arn:[^:]*:(?:kms:[^:]*:[^:]*:key\/|secretsmanager:[^:]*:[^:]*:secret:|ssm:[^:]*:[^:]*:parameter\/?|dynamodb:[^:]*:[^:]*:table\/|iam:[^:]*:[^:]*:(?:role|user|group|policy|instance-profile)\/|rds-db:[^:]*:[^:]*:dbuser:)[*?]*\*(?:\/\*)?$/;

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
    types: identityPolicies,
    description: "IAM policies do not allow kms:Decrypt or kms:ReEncryptFrom on all keys.",
    why: "One role can then decrypt the data behind every key whose key policy delegates to IAM, so separate keys per service no longer isolate their data.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["KMS.1", "KMS.2"],
    fix: "set Resource in policy to the ARN of the key",
    check: grantsNone(["kms:Decrypt", "kms:ReEncryptFrom"]),
    ok: { policy: policyText({ Action: "kms:Decrypt", Resource: "arn:aws:kms:eu-west-1:111122223333:key/1" }) },
    bad: { policy: policyText({ Action: "kms:Decrypt", Resource: "*" }) },
    clauses: [
      {
        controls: ["KMS.1"],
        bad: { policy: policyText({ Action: "kms:Decrypt", Resource: "arn:aws:kms:*:*:key/*" }) },
      },
      {
        controls: ["KMS.2"],
        type: "aws:iam/role:Role",
        ok: {
          inlinePolicies: [
            { policy: policyText({ Action: "kms:Decrypt", Resource: "arn:aws:kms:eu-west-1:111122223333:key/1" }) },
          ],
        },
        bad: { inlinePolicies: [{ policy: policyText({ Action: "kms:*", Resource: "*" }) }] },
      },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "iam-no-privilege-escalation",
    types: identityPolicies,
    description: "IAM policies do not allow privilege escalation actions on all resources.",
    why: "With iam:PassRole or iam:PutRolePolicy on *, a limited principal can use an administrator role or write itself an administrator policy.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_286"],
    fix: "set Resource in policy to the intended roles, and for iam:PassRole add a Condition on iam:PassedToService",
    check: grantsNone(escalatingActions),
    ok: { policy: policyText({ Action: "iam:PassRole", Resource: "arn:aws:iam::111122223333:role/task" }) },
    bad: { policy: policyText({ Action: "iam:PassRole", Resource: "*" }) },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "iam-no-permissions-management",
    types: identityPolicies,
    description: "IAM policies do not allow sharing or opening of all resources of a service.",
    why: "A compromised workload with such an action can give an outside account access to any bucket, key, queue or function of the account, and keep that access after its own is revoked.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_289"],
    fix: "set Resource in policy to the ARNs whose permissions the principal manages",
    check: grantsNone(sharingActions),
    ok: {
      policy: policyText({
        Action: "lambda:AddPermission",
        Resource: "arn:aws:lambda:eu-west-1:111122223333:function:api",
      }),
    },
    bad: { policy: policyText({ Action: "kms:PutKeyPolicy", Resource: "*" }) },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "iam-no-credentials-exposure",
    types: identityPolicies,
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
    clauses: [
      {
        controls: ["CKV_AWS_287"],
        bad: { policy: policyText({ Action: "iam:CreateAccessKey", Resource: "arn:aws:iam::111122223333:user/*" }) },
      },
      { controls: ["CKV_AWS_288"], bad: { policy: policyText({ Action: "s3:GetObject", Resource: "*" }) } },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "iam-no-admin-managed-policy",
    types: [
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      "aws:iam/role:Role",
      "aws:iam/userPolicyAttachment:UserPolicyAttachment",
      "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
      "aws:iam/policyAttachment:PolicyAttachment",
      "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment",
    ],
    description: "AWS managed administrator policies are not attached to principals or permission sets.",
    why: "A stolen session with a policy such as AdministratorAccess or IAMFullAccess can create further identities and change every permission in the account.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_274", "CKV2_AWS_56", "CIS AWS 3.0 1.16", "CIS AWS 3.0 1.22", "CIS AWS 5.0 1.21"],
    fix: "set policyArn to a policy with least privilege, without AdministratorAccess, PowerUserAccess, IAMFullAccess and AWSCloudShellFullAccess, also in managedPolicyArns and managedPolicyArn",
    check: all(
      value("policyArn", (arn) => !admin.test(word(arn)), "pass"),
      value("managedPolicyArn", (arn) => !admin.test(word(arn)), "pass"),
      value(
        "managedPolicyArns",
        (arns) => Array.isArray(arns) && !arns.some((arn) => typeof arn === "string" && admin.test(arn)),
        "pass",
      ),
    ),
    ok: { policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy" },
    bad: { policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
    clauses: [
      {
        controls: ["CKV_AWS_274", "CIS AWS 3.0 1.16"],
        bad: { policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
      },
      {
        controls: ["CKV_AWS_274"],
        type: "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment",
        ok: { managedPolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
        bad: { managedPolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
      },
      {
        controls: ["CKV2_AWS_56"],
        type: "aws:iam/role:Role",
        ok: { managedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] },
        bad: { managedPolicyArns: ["arn:aws:iam::aws:policy/IAMFullAccess"] },
      },
      { controls: ["CIS AWS 3.0 1.22"], bad: { policyArn: "arn:aws:iam::aws:policy/AWSCloudShellFullAccess" } },
    ],
    absent: "pass",
    unknown: "undecided",
  },
]);
