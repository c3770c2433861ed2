import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as aws from "@pulumi/aws";
import { account } from "../../../components/iam/account.ts";
import { Secret, type SecretArgs } from "../../../components/secrets/secret.ts";
import { at, deploy, refusal } from "../../harness.ts";

const home = account("111122223333", "us-east-1");
const kmsKeyArn = "arn:aws:kms:us-east-1:111122223333:key/1";
const minimal: SecretArgs = { account: home, description: "Keys of AI providers", kmsKeyArn, deletionProtection: true };

const make = (args: Partial<SecretArgs> = {}) =>
  deploy(() => {
    const secret = new Secret("api-keys", { ...minimal, ...args });
    return { arn: secret.arn, secretName: secret.secretName, putValueCommand: secret.putValueCommand };
  });

/** Statements of the secret's policy by Sid. */
async function policy(args: Partial<SecretArgs>) {
  const { one } = await make(args);
  const { Statement } = JSON.parse(String(one(aws.secretsmanager.SecretPolicy).inputs.policy));
  return new Map<string, Record<string, unknown>>(Statement.map((each: { Sid: string }) => [each.Sid, each]));
}

describe("Secret", () => {
  it("GEN-SEC-01: is gen-ai-api-keys, encrypted with the given key", async () => {
    const { one, outputs } = await make({ secretName: "gen-ai-api-keys" });
    const secret = one(aws.secretsmanager.Secret);
    assert.equal(secret.inputs.name, "gen-ai-api-keys");
    assert.equal(secret.inputs.kmsKeyId, kmsKeyArn);
    assert.equal(outputs.secretName, "gen-ai-api-keys");
    assert.match(String(outputs.arn), /^arn:aws:secretsmanager:us-east-1:111122223333:secret:gen-ai-api-keys-\w{6}$/);
  });

  it("AUI-SEC-02: has no value, and is auto-named without a name", async () => {
    const { of, one } = await make();
    assert.deepEqual(of(aws.secretsmanager.SecretVersion), []);
    assert.equal(one(aws.secretsmanager.Secret).inputs.name, undefined);
  });

  it("AUT-SEC-02: lists the keys of the value for the operator", async () => {
    const { one, outputs } = await make({ keys: ["OPENAI_API_KEY", "ANTHROPIC_API_KEY"] });
    assert.equal(
      one(aws.secretsmanager.Secret).inputs.description,
      "Keys of AI providers (JSON: OPENAI_API_KEY, ANTHROPIC_API_KEY)",
    );
    assert.match(String(outputs.putValueCommand), /JSON object with OPENAI_API_KEY, ANTHROPIC_API_KEY/);
  });

  it("AUI-SEC-02: outputs a command that sends the value from the keyboard to Secrets Manager only", async () => {
    const { outputs } = await make({ secretName: "app_secrets" });
    // A substitute for the AWS CLI that prints its arguments and standard input.
    const script = `aws() { echo; echo "aws $*"; cat; }; ${outputs.putValueCommand}`;
    const { stdout, status } = spawnSync("bash", ["-c", script], { input: "s3 \\cret'\n", encoding: "utf8" });
    assert.equal(status, 0);
    assert.deepEqual(stdout.split("\n"), [
      "Value of app_secrets: ",
      "aws secretsmanager put-secret-value --region us-east-1 --secret-id app_secrets --secret-string file:///dev/stdin",
      "s3 \\cret'",
    ]);
  });

  it("has a recovery window of 30 days with deletion protection, 7 without", async () => {
    const windows = [await make(), await make({ deletionProtection: false })];
    assert.deepEqual(
      windows.map(({ one }) => one(aws.secretsmanager.Secret).inputs.recoveryWindowInDays),
      [30, 7],
    );
  });

  it("GEN-SEC-04: denies other accounts, and blocks public policies", async () => {
    const { one } = await make();
    assert.equal(one(aws.secretsmanager.SecretPolicy).inputs.blockPublicPolicy, true);
    const statements = await policy({});
    assert.deepEqual([...statements.keys()], ["DenyOtherAccounts"]);
    assert.deepEqual(statements.get("DenyOtherAccounts"), {
      Sid: "DenyOtherAccounts",
      Effect: "Deny",
      Principal: "*",
      Action: "secretsmanager:*",
      Resource: "*",
      Condition: {
        StringNotEquals: { "aws:PrincipalAccount": "111122223333" },
        Bool: { "aws:PrincipalIsAWSService": "false" },
      },
    });
  });

  it("AUT-SEC-02: allows only the listed roles to read, and others to manage", async () => {
    const reader = "arn:aws:iam::111122223333:role/relaycore-*";
    const denied = (await policy({ readers: [reader] })).get("DenyOtherReaders");
    assert.equal(denied?.Effect, "Deny");
    assert.deepEqual(denied?.Action, ["secretsmanager:BatchGetSecretValue", "secretsmanager:GetSecretValue"]);
    assert.deepEqual(denied?.Condition, {
      ArnNotLike: { "aws:PrincipalArn": [reader] },
      Bool: { "aws:PrincipalIsAWSService": "false" },
    });
  });

  it("rotates on schedule, not during the deployment", async () => {
    const lambdaArn = "arn:aws:lambda:us-east-1:111122223333:function:rotate";
    const { one } = await make({ rotation: { lambdaArn, scheduleDays: 30 } });
    const rotation = one(aws.secretsmanager.SecretRotation);
    assert.equal(rotation.inputs.rotateImmediately, false);
    assert.equal(at(rotation, "rotationRules.automaticallyAfterDays"), 30);
    assert.equal(rotation.inputs.rotationLambdaArn, lambdaArn);
    assert.deepEqual((await make()).of(aws.secretsmanager.SecretRotation), []);
  });

  it("is replicated to other Regions, each with a key of that Region", async () => {
    const replica = { region: "us-west-2", kmsKeyArn: "arn:aws:kms:us-west-2:111122223333:key/2" };
    const { one } = await make({ replicas: [replica] });
    assert.deepEqual(one(aws.secretsmanager.Secret).inputs.replicas, [
      { region: "us-west-2", kmsKeyId: "arn:aws:kms:us-west-2:111122223333:key/2" },
    ]);
  });

  it("reports every fault at once", async () => {
    const message = await refusal(
      () =>
        new Secret("api-keys", {
          ...minimal,
          secretName: "api keys",
          keys: ["A'B", "C", "C"],
          replicas: [
            { region: "us-east-1", kmsKeyArn },
            { region: "us-west-2", kmsKeyArn },
            { region: "us-west-2", kmsKeyArn },
          ],
          rotation: { lambdaArn: "arn:aws:lambda:us-east-1:111122223333:function:rotate", scheduleDays: 91 },
        }),
    );
    assert.equal(
      message,
      `Secret "api-keys":
  - secretName must be 1 to 512 letters, digits and /_+=.@-, got "api keys"
  - keys must be letters, digits and _.-, got "A'B"
  - keys must not repeat a key, got C again
  - replicas must be in other Regions, got us-east-1
  - replicas must not repeat a Region, got us-west-2 again
  - rotation.scheduleDays must be a whole number from 1 to 90, got 91`,
    );
  });
});
