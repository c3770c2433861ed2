import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { account } from "../../../components/iam/account.ts";
import { Parameters, readParameters } from "../../../components/secrets/parameters.ts";
import { deploy, refusal } from "../../harness.ts";

describe("Parameters", () => {
  it("AGT-SEC-02: stores configuration under one path, shown in a preview", async () => {
    const { of, outputs } = await deploy(() => {
      const values = { "bedrock/region": "us-east-1", "log-level": "info" };
      return { path: new Parameters("settings", { path: "/agents/prod", values }).path };
    });
    assert.deepEqual(
      of(aws.ssm.Parameter).map(({ name, inputs }) => [name, inputs.name, inputs.type, inputs.insecureValue]),
      [
        ["settings-bedrock-region", "/agents/prod/bedrock/region", "String", "us-east-1"],
        ["settings-log-level", "/agents/prod/log-level", "String", "info"],
      ],
    );
    assert.equal(outputs.path, "/agents/prod");
  });

  it("AGT-SEC-02: lets a role read parameters below the path, and nothing else", () => {
    assert.deepEqual(readParameters(account("111122223333", "us-east-1"), "/agents/prod"), {
      Effect: "Allow",
      Action: ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"],
      Resource: [
        "arn:aws:ssm:us-east-1:111122223333:parameter/agents/prod",
        "arn:aws:ssm:us-east-1:111122223333:parameter/agents/prod/*",
      ],
    });
  });

  it("refuses values that look like secrets by name or content, without repeating them", async () => {
    const message = await refusal(
      () =>
        new Parameters("settings", {
          path: "/aws/agents",
          values: {
            DB_PASSWORD: "hunter2",
            "bad key": "x",
            database: "postgresql://app:hunter2@db.example.com/app",
            access: "AKIAIOSFODNN7EXAMPLE",
          },
        }),
    );
    assert.equal(
      message,
      `Parameters "settings":
  - path must be /a/b of letters, digits and _.-, and start with neither /aws nor /ssm, got "/aws/agents"
  - values.DB_PASSWORD must not be a secret (use Secret), got one
  - values must have names of letters, digits and _.-/, got "bad key"
  - values.database must not be a secret (use Secret), got one
  - values.access must not be a secret (use Secret), got one`,
    );
    assert.match(
      await refusal(() => new Parameters("settings", { path: "/agents", values: {} })),
      /values must have at least one entry, got none/,
    );
  });
});
