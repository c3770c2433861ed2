import { lacking } from "../checks/complaints.ts";
import { all, atLeast, atMost, either, fail, is, unset, value } from "../checks/conditions.ts";
import { example, resourcePolicyText } from "../checks/example.ts";
import { customerKey } from "../checks/kms.ts";
import { notPublic } from "../checks/policy-document.ts";
import { users } from "../checks/references.ts";
import { type Complaint, type Graph, levels, service } from "../checks/rule.ts";
import { read, word } from "../checks/values.ts";

const secret = "aws:secretsmanager/secret:Secret";
const secretPolicy = "aws:secretsmanager/secretPolicy:SecretPolicy";
const rotation = "aws:secretsmanager/secretRotation:SecretRotation";

/** Whether a rotation rate, in hours or days, is longer than 90 days; cron expressions are not evaluated. */
function isSlow(schedule: unknown): boolean {
  const [, count = "0", unit = "day"] = /^rate\((\d+) (hour|day)s?\)$/.exec(word(schedule).trim()) ?? [];
  return Number(count) * (unit === "day" ? 24 : 1) > 90 * 24;
}
const newSecret = example(secret, "password", {});
const secretSettings = /^aws:secretsmanager\/(?:secretPolicy|secretRotation|secretReplica):/;

/** Secrets without a referring resource; secrets with an explicit name may be read by that name. */
function unusedSecrets(graph: Graph): Complaint[] {
  return graph
    .of(secret)
    .filter(({ props }) => read(props, "name").state === "absent")
    .filter((each) => users(graph, each).every(({ type }) => secretSettings.test(type)))
    .map((resource) => ({ resource, verdict: fail("is not referred to by any resource") }));
}

const databaseSecret = example(secret, "database", {});
const task = example("aws:ecs/taskDefinition:TaskDefinition", "api", {}, { containerDefinitions: databaseSecret });

export const secretsmanager = service("AWS Secrets Manager", [
  {
    name: "secret-cmk",
    types: [secret],
    description: "Secrets Manager secrets set the KMS key that encrypts them.",
    why: "Without kmsKeyId the secret uses the AWS managed key aws/secretsmanager, whose key policy cannot be edited, so the secret cannot be shared across accounts or cut off by disabling its key.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_149"],
    fix: "set kmsKeyId to a customer managed key",
    check: customerKey("kmsKeyId"),
    ok: { kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1" },
    bad: { name: "platform" },
    clauses: [
      { controls: ["CKV_AWS_149"], bad: { kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:alias/aws/secretsmanager" } },
    ],
    absent: "fail",
    unknown: "pass",
  },
  {
    name: "secret-recovery-window",
    types: [secret],
    description: "Secrets Manager secrets have a recovery window of at least 7 days.",
    why: "With a window of 0 the secret is deleted at once and without recovery. Applications that still read it lose their credentials, and the value cannot be restored.",
    severity: "medium",
    levels: levels("-/M/M"),
    controls: [],
    fix: "leave recoveryWindowInDays unset, or set it to at least 7",
    check: atLeast("recoveryWindowInDays", 7, "pass"),
    ok: { recoveryWindowInDays: 30 },
    bad: { recoveryWindowInDays: 0 },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "secret-policy-not-public",
    types: [secret, secretPolicy],
    description: "Secrets Manager policies grant no public access.",
    why: "A resource policy that allows every principal can let other AWS accounts read the secret, and the password or token in it stays usable for them until it is changed.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set Principal in policy to named principals, or add a condition such as aws:PrincipalOrgID",
    check: notPublic("policy"),
    ok: {
      policy: resourcePolicyText({
        Principal: { AWS: "arn:aws:iam::111122223333:role/api" },
        Action: "secretsmanager:GetSecretValue",
      }),
    },
    bad: { policy: resourcePolicyText({ Principal: "*", Action: "secretsmanager:GetSecretValue" }) },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "secret-policy-block-public",
    types: [secretPolicy],
    description: "Secrets Manager policies set blockPublicPolicy.",
    why: "By default Secrets Manager also accepts a policy that allows every principal; with the setting, it refuses a later change that would open the secret.",
    severity: "low",
    levels: levels("A/A/M"),
    controls: [],
    fix: "set blockPublicPolicy to true",
    check: is("blockPublicPolicy", true),
    ok: { blockPublicPolicy: true },
    bad: { blockPublicPolicy: false },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "secret-rotation-interval",
    types: ["aws:secretsmanager/secretRotation:SecretRotation"],
    description: "Secrets Manager rotations use an interval of at most 90 days or a cron schedule.",
    why: "A stolen password stays usable until the next rotation, so an interval of many months gives an attacker that long to use it unnoticed.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["SecretsManager.4", "CKV_AWS_304"],
    fix: "set rotationRules.automaticallyAfterDays to at most 90",
    check: either(
      atMost("rotationRules.automaticallyAfterDays", 90),
      value("rotationRules.scheduleExpression", (schedule) => !isSlow(schedule), "fail"),
    ),
    ok: { rotationRules: { automaticallyAfterDays: 30 } },
    bad: { rotationRules: { automaticallyAfterDays: 365 } },
    clauses: [
      { controls: ["SecretsManager.4", "CKV_AWS_304"], bad: { rotationRules: { automaticallyAfterDays: 120 } } },
      { controls: ["CKV_AWS_304"], bad: { rotationRules: { scheduleExpression: "rate(2400 hours)" } } },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "secret-value-write-only",
    types: ["aws:secretsmanager/secretVersion:SecretVersion"],
    description: "Secrets Manager secret versions set neither secretString nor secretBinary.",
    why: "secretString and secretBinary are kept in the stack's state, so every person and pipeline that can decrypt the state can also read the secret.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set secretStringWo instead of secretString, or leave the value to be entered in Secrets Manager",
    check: all(unset("secretString"), unset("secretBinary")),
    ok: { secretStringWo: "write-only" },
    bad: { secretString: "p4ss" },
    absent: "pass",
    unknown: "fail",
  },
  {
    name: "secret-rotated",
    description: "Secrets Manager secrets have automatic rotation.",
    why: "A password that never changes stays usable for every former employee, old backup and log file that has ever contained it.",
    severity: "medium",
    levels: levels("-/-/A"),
    controls: ["SecretsManager.1", "CKV2_AWS_57"],
    fix: "declare a SecretRotation whose secretId is the secret",
    find: (graph) =>
      lacking(graph.of(secret), (each) => graph.referrers(each, "secretId", rotation).length > 0, "has no rotation"),
    ok: [newSecret, example(rotation, "password", {}, { secretId: newSecret })],
    bad: [newSecret],
  },
  {
    name: "stack-secret-rotated-and-used",
    description: "Secrets Manager secrets without a fixed name are referenced in the stack.",
    why: "An unreferenced secret is billed every month, and the credential in it stays valid although no application needs it, so a leak can be abused unnoticed.",
    severity: "medium",
    levels: levels("-/A/M"),
    ownOnly: true,
    controls: ["SecretsManager.3"],
    fix: "remove the secret, or refer to it in the resource that needs it",
    find: unusedSecrets,
    ok: [databaseSecret, task],
    bad: [databaseSecret],
  },
]);
