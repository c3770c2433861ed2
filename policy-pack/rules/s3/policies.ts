import { all, either, fail, pass, unset } from "../../checks/conditions.ts";
import { resourcePolicyText } from "../../checks/example.ts";
import { covers, type Statement } from "../../checks/iam-policy.ts";
import { accountsOf, document, notPublic, ownAccounts, states } from "../../checks/policy-document.ts";
import { type Check, levels, service } from "../../checks/rule.ts";

const bucket = "aws:s3/bucket:Bucket";
const policy = "aws:s3/bucketPolicy:BucketPolicy";
const bucketControl = [
  "s3:PutBucketPolicy",
  "s3:DeleteBucketPolicy",
  "s3:PutBucketAcl",
  "s3:PutEncryptionConfiguration",
  "s3:PutObjectAcl",
];

/** Whether a statement covers the bucket and not only its objects. */
const onBucket = ({ resources, notResources }: Statement) =>
  notResources.length > 0 || resources.some((arn) => arn === "*" || !arn.includes("/"));

const isBucket: Check = ({ resource }) => (resource.type === bucket ? pass : fail("is not a bucket"));

const deniesPlaintext = states(
  "policy",
  (each) => {
    const { allows, conditions, principals, exceptPrincipals } = each;
    return (
      !allows &&
      ["s3:GetObject", "s3:PutObject"].every((action) => covers(each, action)) &&
      (exceptPrincipals || principals.some(({ name }) => name === "*")) &&
      conditions.some(({ key, values }) => /^aws:SecureTransport$/i.test(key) && values.includes("false"))
    );
  },
  "does not deny requests without TLS",
);

export const s3Policies = service("Amazon S3", [
  {
    name: "s3-policy-not-public",
    types: [policy, bucket],
    description: "S3 bucket policies do not grant public access.",
    why: "Unless Block Public Access overrides it, an Allow for Principal * lets anonymous internet users download, overwrite or delete objects, depending on its actions.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["S3.2", "S3.3", "CKV_AWS_70"],
    fix: "set Principal in policy to specific accounts, roles or services, or add a Condition such as aws:SourceArn",
    check: notPublic("policy"),
    ok: {
      policy: resourcePolicyText({ Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "s3:GetObject" }),
    },
    bad: { policy: resourcePolicyText({ Principal: "*", Action: "s3:GetObject" }) },
    clauses: [
      { controls: ["S3.2"], bad: { policy: resourcePolicyText({ Principal: "*", Action: "s3:GetObject" }) } },
      {
        controls: ["S3.3", "CKV_AWS_70"],
        bad: { policy: resourcePolicyText({ Principal: { AWS: ["*"] }, Action: "s3:PutObject" }) },
      },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "s3-policy-cross-account-limited",
    types: [policy, bucket],
    description: "S3 bucket policies let no other account change policies, ACLs or encryption.",
    why: "Another account with such actions can grant itself access to all objects or change their protection, so a breach of that account becomes a breach of this bucket.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["S3.6"],
    fix: "remove s3:*, s3:PutBucketPolicy, s3:DeleteBucketPolicy, s3:PutBucketAcl, s3:PutEncryptionConfiguration and s3:PutObjectAcl from Action in policy",
    check: document("policy", (each, scope) =>
      each.allows &&
      accountsOf(each).some((account) => !ownAccounts(scope).includes(account)) &&
      bucketControl.some((action) => covers(each, action))
        ? "allows another account to change the bucket"
        : undefined,
    ),
    ok: { policy: resourcePolicyText({ Principal: { AWS: "111122223333" }, Action: "s3:GetObject" }) },
    bad: { policy: resourcePolicyText({ Principal: { AWS: "111122223333" }, Action: "s3:*" }) },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "s3-policy-no-lockout",
    types: [policy, bucket],
    description: "S3 bucket policies do not deny s3:PutBucketPolicy to all without a condition.",
    why: "After such a Deny, every IAM user and role is refused when repairing the policy, and the root user of the account must sign in to delete it.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_93"],
    fix: "add a Condition to the Deny statement in policy",
    check: document("policy", (each) =>
      !each.allows &&
      each.conditions.length === 0 &&
      each.principals.some(({ name }) => name === "*") &&
      onBucket(each) &&
      covers(each, "s3:PutBucketPolicy")
        ? "denies all access to every principal"
        : undefined,
    ),
    ok: {
      policy: resourcePolicyText({
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
    },
    bad: { policy: resourcePolicyText({ Effect: "Deny", Principal: "*", Action: "s3:*" }) },
    clauses: [
      {
        controls: ["CKV_AWS_93"],
        type: "aws:s3/bucket:Bucket",
        ok: { policy: resourcePolicyText({ Effect: "Deny", Principal: "*", Action: "s3:GetObject" }) },
        bad: { policy: resourcePolicyText({ Effect: "Deny", Principal: { AWS: "*" }, Action: "s3:Put*" }) },
      },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "s3-policy-tls-only",
    types: [policy, bucket],
    description: "S3 bucket policies deny requests without TLS.",
    why: "S3 also accepts plain HTTP; a client misconfigured to use it sends object data and signed request headers in cleartext across the network.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["S3.5", "CIS AWS 3.0 2.1.1"],
    fix: "add to policy a Deny of s3:* for Principal * with the condition aws:SecureTransport false",
    // A bucket without an inline policy has a BucketPolicy, or stack-s3-bucket-complete reports it.
    check: either(deniesPlaintext, all(isBucket, unset("policy"))),
    ok: {
      policy: resourcePolicyText({
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
    },
    bad: { policy: resourcePolicyText({ Principal: { AWS: "111122223333" }, Action: "s3:GetObject" }) },
    absent: "fail",
    unknown: "undecided",
  },
]);
