import { covers, type Statement } from "../checks/iam-policy.ts";
import { accountsOf, document, notPublic, ownAccounts, states } from "../checks/policy-document.ts";
import { levels, type ResourceRule } from "../checks/rule.ts";

const bucket = "aws:s3/bucket:Bucket";
const policy = "aws:s3/bucketPolicy:BucketPolicy";
const bucketControl = [
  "s3:PutBucketPolicy",
  "s3:DeleteBucketPolicy",
  "s3:PutBucketAcl",
  "s3:PutEncryptionConfiguration",
  "s3:PutObjectAcl",
];

/** The bucket itself, not only the objects in it. */
const onBucket = ({ resources, notResources }: Statement) =>
  notResources.length > 0 || resources.some((arn) => arn === "*" || !arn.includes("/"));

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
  "takes requests without TLS",
);

/** S3 bucket policies. */
export const bucketPolicies: readonly ResourceRule[] = [
  {
    name: "s3-policy-not-public",
    types: [policy, bucket],
    description: "A bucket policy admits nobody who is not named.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["S3.2", "S3.3", "CKV_AWS_70"],
    fix: "set Principal in policy, or a condition such as aws:SourceArn",
    check: notPublic("policy"),
    ok: { policy: statement({ Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "s3:GetObject" }) },
    bad: { policy: statement({ Principal: "*", Action: "s3:GetObject" }) },
  },
  {
    name: "s3-policy-cross-account-limited",
    types: [policy, bucket],
    description: "Another account may read and write objects, never the bucket's own settings.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["S3.6"],
    fix: "remove s3:* and the bucket's own actions from Action in policy",
    check: document("policy", (each, scope) =>
      each.allows &&
      accountsOf(each).some((account) => !ownAccounts(scope).includes(account)) &&
      bucketControl.some((action) => covers(each, action))
        ? "lets another account change the bucket"
        : undefined,
    ),
    ok: { policy: statement({ Principal: { AWS: "111122223333" }, Action: "s3:GetObject" }) },
    bad: { policy: statement({ Principal: { AWS: "111122223333" }, Action: "s3:*" }) },
  },
  {
    name: "s3-policy-no-lockout",
    types: [policy],
    description: "A bucket policy locks nobody out who must be able to repair it.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_93"],
    fix: "add a Condition to the Deny in policy",
    check: document("policy", (each) =>
      !each.allows &&
      each.conditions.length === 0 &&
      each.principals.some(({ name }) => name === "*") &&
      onBucket(each) &&
      covers(each, "s3:PutBucketPolicy")
        ? "denies everything to everyone"
        : undefined,
    ),
    ok: {
      policy: statement({
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
    },
    bad: { policy: statement({ Effect: "Deny", Principal: "*", Action: "s3:*" }) },
  },
  {
    name: "s3-policy-tls-only",
    types: [policy],
    description: "A bucket takes TLS requests only.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["S3.5", "CIS AWS 3.0 2.1.1", "CKV_AWS_379"],
    fix: "set policy with a Deny on aws:SecureTransport false",
    check: deniesPlaintext,
    ok: {
      policy: statement({
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
    },
    bad: { policy: statement({ Principal: { AWS: "111122223333" }, Action: "s3:GetObject" }) },
  },
];

function statement(of: Record<string, unknown>): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Resource: "*", ...of }] });
}
