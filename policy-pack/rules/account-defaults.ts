import { all, atLeast, atMost, either, fail, is, isNot, matches, oneOf, unset, when } from "../checks/conditions.ts";
import type { Statement } from "../checks/iam-policy.ts";
import { document } from "../checks/policy-document.ts";
import { levels, type ResourceRule } from "../checks/rule.ts";

/** What an account allows by itself: passwords, certificates, sharing, and the defaults of what is made in it. */
export const accountDefaults: readonly ResourceRule[] = [
  {
    name: "iam-password-policy",
    types: ["aws:iam/accountPasswordPolicy:AccountPasswordPolicy"],
    description: "Passwords of the account are long, of every kind, new each time, and end.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [
      "IAM.7",
      "IAM.10",
      "CIS AWS 3.0 1.8",
      "CIS AWS 3.0 1.9",
      "CKV_AWS_9",
      "CKV_AWS_10",
      "CKV_AWS_11",
      "CKV_AWS_12",
      "CKV_AWS_13",
      "CKV_AWS_14",
      "CKV_AWS_15",
    ],
    fix: "set minimumPasswordLength 14, passwordReusePrevention 24, maxPasswordAge up to 90, and the four requirements",
    check: all(
      atLeast("minimumPasswordLength", 14),
      atLeast("passwordReusePrevention", 24),
      all(atLeast("maxPasswordAge", 1), atMost("maxPasswordAge", 90)),
      ...["requireLowercaseCharacters", "requireUppercaseCharacters", "requireNumbers", "requireSymbols"].map((kind) =>
        is(kind, true),
      ),
    ),
    ok: passwords(14),
    bad: passwords(8),
  },
  {
    name: "ebs-snapshot-block-public",
    types: ["aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess"],
    description: "No snapshot can be shared with everyone.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["EC2.1", "EC2.182"],
    fix: "set state to block-all-sharing",
    check: is("state", "block-all-sharing"),
    ok: { state: "block-all-sharing" },
    bad: { state: "unblocked" },
  },
  {
    name: "ebs-encryption-default",
    types: ["aws:ebs/encryptionByDefault:EncryptionByDefault"],
    description: "Volumes are encrypted, whoever makes them.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["EC2.7", "CKV_AWS_106", "CIS AWS 3.0 2.2.1"],
    fix: "leave enabled unset, or set it to true",
    check: isNot("enabled", false),
    ok: { enabled: true },
    bad: { enabled: false },
  },
  {
    name: "vpc-block-public-access",
    types: ["aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions"],
    description: "VPCs are closed to the internet, but for those that are excepted by name.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["EC2.172"],
    fix: "set internetGatewayBlockMode to block-ingress or block-bidirectional",
    check: oneOf("internetGatewayBlockMode", ["block-ingress", "block-bidirectional"]),
    ok: { internetGatewayBlockMode: "block-ingress" },
    bad: { internetGatewayBlockMode: "off" },
  },
  {
    name: "ssm-block-public-sharing",
    types: ["aws:ssm/serviceSetting:ServiceSetting"],
    description: "No document of Systems Manager can be shared with everyone.",
    severity: "critical",
    levels: levels("A/M/M"),
    controls: ["SSM.7"],
    fix: "set settingValue to Disable",
    check: when(matches("settingId", /documents\/console\/public-sharing-permission$/), is("settingValue", "Disable")),
    ok: { settingId: "/ssm/documents/console/public-sharing-permission", settingValue: "Disable" },
    bad: { settingId: "/ssm/documents/console/public-sharing-permission", settingValue: "Enable" },
  },
  {
    name: "ssm-document-private",
    types: ["aws:ssm/document:Document"],
    description: "A document of Systems Manager is shared with nobody, or with accounts that are named.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["SSM.4", "CKV_AWS_303"],
    fix: "leave permissions unset, or set its accountIds to accounts",
    check: all(...["accountIds", "account_ids"].map((key) => matches(`permissions.${key}`, /^(?!.*\ball\b)/i, "pass"))),
    ok: { permissions: { type: "Share", accountIds: "111122223333" } },
    bad: { permissions: { type: "Share", accountIds: "All" } },
  },
  {
    name: "iam-users-by-group",
    types: [
      "aws:iam/userPolicyAttachment:UserPolicyAttachment",
      "aws:iam/userPolicy:UserPolicy",
      "aws:iam/policyAttachment:PolicyAttachment",
    ],
    description: "No policy belongs to a single user.",
    severity: "low",
    levels: levels("M/M/M"),
    controls: ["IAM.2", "CIS AWS 3.0 1.15", "CKV_AWS_40"],
    fix: "set the policy on a group or a role instead of user or users",
    check: all(unset("user"), unset("users")),
    ok: { groups: ["operators"], policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
    bad: { user: "bob", users: ["bob"], policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
  },
  {
    name: "iam-no-server-certificate",
    types: ["aws:iam/serverCertificate:ServerCertificate"],
    description: "Certificates are ACM's, which renews them.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["IAM.26", "CIS AWS 3.0 1.19"],
    fix: "declare an acm Certificate instead of a ServerCertificate",
    check: () => fail("is declared"),
    ok: null,
    bad: { name: "api" },
  },
  {
    name: "iam-session-duration",
    types: ["aws:iam/role:Role"],
    description: "A session of a role ends after twelve hours at the latest, a person's after one.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set maxSessionDuration to at most 3600 for people and 43200 for programs",
    check: either(
      atMost("maxSessionDuration", 3600, "pass"),
      all(atMost("maxSessionDuration", 43200), document("assumeRolePolicy", people, "fail")),
    ),
    ok: { maxSessionDuration: 3600 },
    bad: { maxSessionDuration: 43200, assumeRolePolicy: trust({ AWS: "arn:aws:iam::111122223333:root" }) },
  },
];

function passwords(minimumPasswordLength: number): Record<string, unknown> {
  return {
    minimumPasswordLength,
    passwordReusePrevention: 24,
    maxPasswordAge: 90,
    requireLowercaseCharacters: true,
    requireUppercaseCharacters: true,
    requireNumbers: true,
    requireSymbols: true,
  };
}

/** People come by way of an account, or of an identity provider that signs them in; services and workloads do not. */
function people({ principals }: Statement): string | undefined {
  const person = principals.some(
    ({ kind, name }) => kind === "AWS" || (kind === "Federated" && /:saml-provider\//.test(name)),
  );
  return person ? "lets people stay for longer than an hour" : undefined;
}

function trust(Principal: Record<string, string>): string {
  return JSON.stringify({ Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }] });
}
