import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { applyGuardrail, invokeModels, retrieveFrom } from "../../../components/bedrock/model-access.ts";
import { account } from "../../../components/iam/account.ts";

const home = account("111122223333", "us-east-1");
const invoke = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"];

describe("model access", () => {
  it("AGT-AI-02: allows invoking the listed foundation models of the Region, and no others", () => {
    assert.deepEqual(invokeModels(home, ["amazon.nova-lite-v1:0", "amazon.nova-pro-v1:0"]), [
      {
        Effect: "Allow",
        Action: invoke,
        Resource: [
          "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
          "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0",
        ],
      },
    ]);
  });

  it("AGT-AI-02: allows invoking a model in other Regions only through the inference profile", () => {
    const profile =
      "arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0";
    assert.deepEqual(invokeModels(home, ["us.anthropic.claude-sonnet-4-5-20250929-v1:0"]), [
      { Effect: "Allow", Action: invoke, Resource: profile },
      {
        Effect: "Allow",
        Action: invoke,
        Resource: "arn:aws:bedrock:*::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0",
        Condition: { StringEquals: { "bedrock:InferenceProfileArn": profile } },
      },
    ]);
  });

  it("AGT-AI-02: allows retrieving from one knowledge base, without invoking a model", () => {
    const base = "arn:aws:bedrock:us-east-1:111122223333:knowledge-base/KB1";
    assert.deepEqual(retrieveFrom(base), { Effect: "Allow", Action: "bedrock:Retrieve", Resource: base });
  });

  it("allows applying one guardrail, with its KMS key", () => {
    assert.deepEqual(applyGuardrail("arn:guardrail", "arn:key"), [
      { Effect: "Allow", Action: "bedrock:ApplyGuardrail", Resource: "arn:guardrail" },
      { Effect: "Allow", Action: "kms:Decrypt", Resource: "arn:key" },
    ]);
  });

  it("AGT-AI-03: accepts any model, allows none without a list, and refuses wildcards, all at once", () => {
    assert.deepEqual(invokeModels(home, []), []);
    assert.equal(invokeModels(home, ["openai.gpt-oss-120b-1:0", "eu.mistral.pixtral-large-2502-v1:0"]).length, 3);
    assert.throws(
      () => invokeModels(home, ["*", "amazon.nova-*", "amazon.nova-lite-v1:0"]),
      new pulumi.RunError(
        'models must be IDs of foundation models or inference profiles without wildcards, got "*", "amazon.nova-*"',
      ),
    );
  });
});
