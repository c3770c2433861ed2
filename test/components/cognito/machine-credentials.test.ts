import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { MachineClient } from "../../../components/cognito/clients.ts";
import { MachineCredentials } from "../../../components/cognito/machine-credentials.ts";
import { deploy } from "../../harness.ts";

const args = {
  userPoolId: "us-east-1_abc",
  client: { kind: "machine", scopes: ["https://api.example.com/read", "https://api.example.com/write"] },
  tokenUrl: "https://auth.example.com/oauth2/token",
  kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/1",
} as const;

describe("MachineCredentials", () => {
  it("AGT-SEC-01: stores the client's credentials, token URL and scopes in one encrypted secret", async () => {
    const { one } = await deploy(() => new MachineCredentials("gateway", args));
    assert.equal(one(aws.secretsmanager.Secret).inputs.kmsKeyId, args.kmsKeyArn);
    const { secretString, secretStringWo } = one(aws.secretsmanager.SecretVersion).inputs;
    assert.equal(secretString, undefined);
    // The SDK's mark of a value that the engine encrypts.
    const { "4dabf18193072939515e22adb298388d": mark, value } = secretStringWo as Record<string, string>;
    assert.equal(mark, "1b47061264138c4ac30d75fd1eb44270");
    const { client_id, client_secret, ...others } = JSON.parse(value ?? "");
    assert.match(client_id, /^[0-9a-f]{26}$/);
    assert.equal(client_secret, one(aws.cognito.UserPoolClient).outputs.clientSecret);
    assert.deepEqual(others, {
      token_url: "https://auth.example.com/oauth2/token",
      scopes: "https://api.example.com/read https://api.example.com/write",
    });
  });

  it("writes the secret again only when its content changes", async () => {
    const version = async (changed: Partial<typeof args> | { client: MachineClient }) => {
      const { one } = await deploy(() => {
        new MachineCredentials("gateway", { ...args, ...changed });
      });
      return one(aws.secretsmanager.SecretVersion).inputs.secretStringWoVersion;
    };
    const first = await version({});
    assert.ok(Number.isInteger(first) && Number(first) >= 0 && Number(first) < 2 ** 31);
    assert.equal(await version({}), first);
    assert.notEqual(await version({ client: { kind: "machine", scopes: ["https://api.example.com/read"] } }), first);
  });

  it("outputs the secret's ARN after its value is set, and no value", async () => {
    const { one } = await deploy(() => {
      const credentials = new MachineCredentials("gateway", args);
      assert.deepEqual(
        Object.entries(credentials).flatMap(([key, value]) => (pulumi.Output.isInstance(value) ? [key] : [])),
        ["urn", "clientId", "secretArn"],
      );
      new aws.ssm.Parameter("reader", { type: "String", insecureValue: credentials.secretArn });
    });
    assert.ok(one(aws.ssm.Parameter).dependencies.includes(one(aws.secretsmanager.SecretVersion).urn));
    assert.equal(one(aws.ssm.Parameter).inputs.insecureValue, one(aws.secretsmanager.Secret).outputs.arn);
  });

  it("allows only the client credentials flow", async () => {
    const { one } = await deploy(() => new MachineCredentials("gateway", args));
    const { inputs } = one(aws.cognito.UserPoolClient);
    assert.deepEqual(inputs.explicitAuthFlows, ["ALLOW_REFRESH_TOKEN_AUTH"]);
    assert.deepEqual(inputs.allowedOauthFlows, ["client_credentials"]);
    assert.equal(inputs.accessTokenValidity, 60);
    assert.equal(inputs.preventUserExistenceErrors, "ENABLED");
    assert.equal(inputs.enableTokenRevocation, true);
  });
});
