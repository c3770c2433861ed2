import { all, atLeast, atMost, either, is, isNot, oneOf, only, set, unset, value, when } from "../checks/conditions.ts";
import { admitsAnyone, isConfined } from "../checks/iam-policy.ts";
import { document, notPublic } from "../checks/policy-document.ts";
import { levels, type ResourceRule } from "../checks/rule.ts";
import { hasSecretName } from "../checks/secret-patterns.ts";
import { word } from "../checks/values.ts";

const key = "aws:kms/key:Key";
const replica = "aws:kms/replicaKey:ReplicaKey";
const keyPolicy = "aws:kms/keyPolicy:KeyPolicy";
const secret = "aws:secretsmanager/secret:Secret";
const secretPolicy = "aws:secretsmanager/secretPolicy:SecretPolicy";
const symmetric = all(
  oneOf("customerMasterKeySpec", ["SYMMETRIC_DEFAULT"], "pass"),
  oneOf("keyUsage", ["ENCRYPT_DECRYPT"], "pass"),
  // Keys that another store holds are renewed there.
  unset("customKeyStoreId"),
);

/** A rate of more than a quarter; a cron expression comes round every year at the latest, and mostly every month. */
const isSlow = (schedule: unknown) => Number(/^rate\((\d+)\s+days?\)$/.exec(word(schedule))?.[1] ?? 0) > 90;

/** One part of a parameter's name. */
const isSecret = (part: string) => hasSecretName(part) || /^(?:secret|password|credential|token)s?$/i.test(part);

/** KMS keys, secrets and parameters. */
export const keys: readonly ResourceRule[] = [
  {
    name: "kms-rotation",
    types: [key],
    description: "A key is renewed every year.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["KMS.4", "CIS AWS 3.0 3.6", "CKV_AWS_7"],
    fix: "set enableKeyRotation to true",
    check: when(symmetric, is("enableKeyRotation", true)),
    ok: { enableKeyRotation: true },
    bad: { enableKeyRotation: false },
  },
  {
    name: "kms-deletion-window",
    types: [key, replica],
    description: "A deleted key can be called back for a week, in prod for a month.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["KMS.3"],
    fix: "set deletionWindowInDays to at least 7, in prod to 30",
    check: atLeast("deletionWindowInDays", { dev: 7, staging: 7, prod: 30 }, "pass"),
    ok: { deletionWindowInDays: 30 },
    bad: { deletionWindowInDays: 5 },
  },
  {
    name: "kms-policy-not-wildcard",
    types: [key, keyPolicy, replica],
    description: "A key's policy admits nobody who is not named.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["KMS.5", "CKV_AWS_33"],
    fix: "set policy with principals, or a condition such as kms:CallerAccount",
    check: document("policy", (each) =>
      each.allows && admitsAnyone(each) && !isConfined(each) ? "admits everyone in its policy" : undefined,
    ),
    ok: { policy: policy({ Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*" }) },
    bad: { policy: policy({ Principal: { AWS: "*" }, Action: "kms:*" }) },
  },
  {
    name: "kms-no-lockout-bypass",
    types: [key, keyPolicy, replica],
    description: "A key's policy is checked for whether it leaves anybody who can change it.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [],
    fix: "leave bypassPolicyLockoutSafetyCheck unset",
    check: isNot("bypassPolicyLockoutSafetyCheck", true),
    ok: { bypassPolicyLockoutSafetyCheck: false },
    bad: { bypassPolicyLockoutSafetyCheck: true },
  },
  {
    name: "kms-key-enabled",
    types: [key],
    description: "A key is enabled; what it encrypted cannot be read otherwise.",
    severity: "medium",
    levels: levels("-/M/M"),
    controls: ["CKV_AWS_227"],
    fix: "leave isEnabled unset",
    check: isNot("isEnabled", false),
    ok: { isEnabled: true },
    bad: { isEnabled: false },
  },
  {
    name: "secret-cmk",
    types: [secret],
    description: "A secret is encrypted with a customer managed key.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_149"],
    fix: "set kmsKeyId",
    check: set("kmsKeyId"),
    ok: { kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1" },
    bad: { name: "platform" },
  },
  {
    name: "secret-recovery-window",
    types: [secret],
    description: "A deleted secret can be called back for a week.",
    severity: "medium",
    levels: levels("-/M/M"),
    controls: [],
    fix: "leave recoveryWindowInDays unset, or set it to at least 7",
    check: atLeast("recoveryWindowInDays", 7, "pass"),
    ok: { recoveryWindowInDays: 30 },
    bad: { recoveryWindowInDays: 0 },
  },
  {
    name: "secret-policy-not-public",
    types: [secret, secretPolicy],
    description: "A secret's policy admits nobody who is not named.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set Principal in policy, and blockPublicPolicy to true",
    check: all(notPublic("policy"), isNot("blockPublicPolicy", false)),
    ok: {
      policy: policy({
        Principal: { AWS: "arn:aws:iam::111122223333:role/api" },
        Action: "secretsmanager:GetSecretValue",
      }),
    },
    bad: { policy: policy({ Principal: "*", Action: "secretsmanager:GetSecretValue" }) },
  },
  {
    name: "secret-rotation-interval",
    types: ["aws:secretsmanager/secretRotation:SecretRotation"],
    description: "A secret that rotates does so every quarter or sooner.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["SecretsManager.1", "SecretsManager.4", "CKV_AWS_304", "CKV2_AWS_57"],
    fix: "set rotationRules.automaticallyAfterDays to at most 90",
    check: either(
      atMost("rotationRules.automaticallyAfterDays", 90),
      value("rotationRules.scheduleExpression", (schedule) => !isSlow(schedule), "fail"),
    ),
    ok: { rotationRules: { automaticallyAfterDays: 30 } },
    bad: { rotationRules: { automaticallyAfterDays: 365 } },
  },
  {
    name: "secret-value-write-only",
    types: ["aws:secretsmanager/secretVersion:SecretVersion"],
    description: "A secret's value passes through the program without staying in its state.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set secretStringWo instead of secretString, or leave the value to the operator",
    check: all(unset("secretString"), unset("secretBinary")),
    ok: { secretStringWo: "write-only" },
    bad: { secretString: "p4ss" },
  },
  {
    name: "ssm-parameter-secure",
    types: ["aws:ssm/parameter:Parameter"],
    description: "A parameter whose name says that it is a secret is a secure string.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_337", "CKV2_AWS_34"],
    fix: "set type to SecureString with keyId, and no insecureValue",
    check: all(
      when(
        value("name", (name) => word(name).split("/").some(isSecret), "fail"),
        all(is("type", "SecureString"), unset("insecureValue")),
      ),
      only(["prod"], when(is("type", "SecureString"), set("keyId"))),
    ),
    ok: { name: "/platform/db_password", type: "SecureString", keyId: "alias/platform" },
    bad: { name: "/platform/db_password", type: "String" },
  },
];

function policy(statement: Record<string, unknown>): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Resource: "*", ...statement }] });
}
