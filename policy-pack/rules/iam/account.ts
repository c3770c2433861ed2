import { complain } from "../../checks/complaints.ts";
import { all, atLeast, atMost, fail, is, unset } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { type Complaint, type Graph, levels, service } from "../../checks/rule.ts";
import { known, word } from "../../checks/values.ts";

const analyzer = "aws:accessanalyzer/analyzer:Analyzer";
const trail = "aws:cloudtrail/trail:Trail";

function withoutAnalyzer(graph: Graph): Complaint[] {
  const [first] = graph.of(trail);
  const whole = graph
    .of(analyzer)
    .some(({ props }) => /^(?:ACCOUNT|ORGANIZATION)$/.test(word(known(props, "type") ?? "ACCOUNT")));
  return first === undefined || whole
    ? []
    : [complain("is in a stack without an IAM Access Analyzer for the account")(first)];
}

const newTrail = example(trail, "audit", {});

export const iamAccount = service("IAM", [
  {
    name: "iam-password-policy",
    types: ["aws:iam/accountPasswordPolicy:AccountPasswordPolicy"],
    description: "IAM password policies require 14 characters, four classes, limited reuse and expiry.",
    why: "Short or reused passwords of IAM users can be guessed or found in leaked password lists, and an attacker can then sign in to the console of the account.",
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
    fix: "set minimumPasswordLength to 14, passwordReusePrevention to 24, maxPasswordAge to at most 90, and requireLowercaseCharacters, requireUppercaseCharacters, requireNumbers and requireSymbols to true",
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
    clauses: [
      { controls: ["IAM.7", "IAM.10", "CIS AWS 3.0 1.8", "CKV_AWS_10"], bad: { minimumPasswordLength: 8 } },
      { controls: ["CIS AWS 3.0 1.9", "CKV_AWS_13"], bad: { passwordReusePrevention: 5 } },
      { controls: ["CKV_AWS_9"], bad: { maxPasswordAge: 365 } },
      { controls: ["CKV_AWS_9"], bad: { maxPasswordAge: undefined } },
      { controls: ["CKV_AWS_11"], bad: { requireLowercaseCharacters: false } },
      { controls: ["CKV_AWS_12"], bad: { requireNumbers: false } },
      { controls: ["CKV_AWS_14"], bad: { requireSymbols: false } },
      { controls: ["CKV_AWS_15"], bad: { requireUppercaseCharacters: false } },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "iam-no-users",
    types: ["aws:iam/user:User", "aws:iam/userLoginProfile:UserLoginProfile"],
    description: "IAM users and login profiles are not declared.",
    why: "An IAM user is a long-lived identity outside single sign-on, and its password or keys keep working after the person has left the company.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["IAM.2", "CKV_AWS_273", "CKV2_AWS_22", "CIS AWS 3.0 1.21"],
    fix: "declare a Role instead of a User or UserLoginProfile",
    check: () => fail("is declared"),
    ok: null,
    bad: { name: "bob" },
    clauses: [
      { controls: ["IAM.2", "CKV_AWS_273"], bad: { name: "bob" } },
      { controls: ["CKV2_AWS_22"], type: "aws:iam/userLoginProfile:UserLoginProfile", bad: { user: "bob" } },
    ],
    absent: "fail",
    unknown: "fail",
  },
  {
    name: "iam-no-access-keys",
    types: ["aws:iam/accessKey:AccessKey"],
    description: "IAM access keys are not declared.",
    why: "An access key does not expire, and its secret is stored in the Pulumi state, so a single leaked copy gives access until the key is deleted.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["IAM.3", "CKV_AWS_348", "CKV_AWS_273"],
    fix: "declare a Role instead of an AccessKey",
    check: () => fail("is declared"),
    ok: null,
    bad: { user: "bob" },
    clauses: [
      { controls: ["IAM.3", "CKV_AWS_348"], bad: { user: "root" } },
      { controls: ["CKV_AWS_273"], bad: { user: "bob" } },
    ],
    absent: "fail",
    unknown: "fail",
  },
  {
    name: "iam-users-by-group",
    types: [
      "aws:iam/userPolicyAttachment:UserPolicyAttachment",
      "aws:iam/userPolicy:UserPolicy",
      "aws:iam/policyAttachment:PolicyAttachment",
    ],
    description: "IAM policies are attached to groups or roles, not to users.",
    why: "Permissions attached to one user are easily missed in access reviews and remain after that person changes teams, because no group membership shows them.",
    severity: "low",
    levels: levels("M/M/M"),
    controls: ["IAM.2", "CIS AWS 3.0 1.15", "CKV_AWS_40"],
    fix: "declare the policy on a group or a role, and leave user and users unset",
    check: all(unset("user"), unset("users")),
    ok: { groups: ["operators"], policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
    bad: { user: "bob", users: ["bob"], policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
    absent: "pass",
    unknown: "fail",
  },
  {
    name: "iam-no-server-certificate",
    types: ["aws:iam/serverCertificate:ServerCertificate"],
    description: "IAM server certificates are not used.",
    why: "IAM does not renew server certificates; when one expires unnoticed, clients reject the TLS connection and cannot use the service.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["IAM.26", "CIS AWS 3.0 1.19"],
    fix: "declare an acm Certificate instead of a ServerCertificate",
    check: () => fail("is declared"),
    ok: null,
    bad: { name: "api" },
    absent: "fail",
    unknown: "fail",
  },
  {
    name: "access-analyzer-present",
    description: "IAM Access Analyzer for external access exists in stacks with a CloudTrail trail.",
    why: "Without an external access analyzer, a bucket, role or key shared with another account or the public by its policy is not reported and can stay open unnoticed.",
    severity: "medium",
    levels: levels("-/A/M"),
    ownOnly: true,
    controls: ["CIS AWS 3.0 1.20"],
    fix: "declare an Analyzer of the type ACCOUNT or ORGANIZATION",
    find: withoutAnalyzer,
    ok: [newTrail, example(analyzer, "outside", { type: "ACCOUNT" })],
    bad: [newTrail],
  },
]);

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
