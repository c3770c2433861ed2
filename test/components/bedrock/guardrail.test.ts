import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { Guardrail } from "../../../components/bedrock/guardrail.ts";
import { at, deploy, refusal } from "../../harness.ts";

const kmsKeyArn = "arn:aws:kms:us-east-1:111122223333:key/1";

describe("Guardrail", () => {
  it("blocks prompt attacks, harmful content and credentials by default", async () => {
    const { one } = await deploy(() => new Guardrail("assistants", { kmsKeyArn }));
    const { inputs } = one(aws.bedrock.Guardrail);
    assert.equal(inputs.kmsKeyArn, kmsKeyArn);
    assert.deepEqual(inputs.contentPolicyConfig, {
      filtersConfigs: [
        { type: "HATE", inputStrength: "HIGH", outputStrength: "HIGH" },
        { type: "INSULTS", inputStrength: "HIGH", outputStrength: "HIGH" },
        { type: "SEXUAL", inputStrength: "HIGH", outputStrength: "HIGH" },
        { type: "VIOLENCE", inputStrength: "HIGH", outputStrength: "HIGH" },
        { type: "MISCONDUCT", inputStrength: "HIGH", outputStrength: "HIGH" },
        { type: "PROMPT_ATTACK", inputStrength: "HIGH", outputStrength: "NONE" },
      ],
    });
    assert.deepEqual(inputs.sensitiveInformationPolicyConfig, {
      piiEntitiesConfigs: [
        { type: "AWS_ACCESS_KEY", action: "BLOCK" },
        { type: "AWS_SECRET_KEY", action: "BLOCK" },
        { type: "PASSWORD", action: "BLOCK" },
      ],
    });
    assert.equal(inputs.topicPolicyConfig, undefined);
  });

  it("adds the stack's policies, and keeps the prompt attack filter at HIGH", async () => {
    const { one } = await deploy(
      () =>
        new Guardrail("assistants", {
          kmsKeyArn,
          contentStrength: "LOW",
          personalData: { EMAIL: "ANONYMIZE" },
          deniedTopics: { "Legal advice": "Advice on what the law allows somebody to do" },
        }),
    );
    const guardrail = one(aws.bedrock.Guardrail);
    assert.deepEqual(at(guardrail, "contentPolicyConfig.filtersConfigs.0"), {
      type: "HATE",
      inputStrength: "LOW",
      outputStrength: "LOW",
    });
    assert.equal(at(guardrail, "contentPolicyConfig.filtersConfigs.5.inputStrength"), "HIGH");
    assert.deepEqual(at(guardrail, "sensitiveInformationPolicyConfig.piiEntitiesConfigs.3"), {
      type: "EMAIL",
      action: "ANONYMIZE",
    });
    assert.deepEqual(at(guardrail, "topicPolicyConfig.topicsConfigs"), [
      { name: "Legal advice", definition: "Advice on what the law allows somebody to do", type: "DENY" },
    ]);
  });

  it("publishes a new version when a policy changes, and keeps the old one", async () => {
    const version = async (contentStrength: "LOW" | "HIGH") => {
      const { one } = await deploy(() => new Guardrail("assistants", { kmsKeyArn, contentStrength }));
      assert.ok(one(aws.bedrock.GuardrailVersion).dependencies.includes(one(aws.bedrock.Guardrail).urn));
      assert.equal(one(aws.bedrock.GuardrailVersion).inputs.skipDestroy, true);
      return one(aws.bedrock.GuardrailVersion).inputs.description;
    };
    const strict = await version("HIGH");
    assert.match(String(strict), /^Rules [0-9a-f]{12}$/);
    assert.equal(await version("HIGH"), strict);
    assert.notEqual(await version("LOW"), strict);
  });

  it("reports every fault of its arguments at once", async () => {
    const message = await refusal(
      () =>
        new Guardrail("assistants", {
          kmsKeyArn,
          personalData: { PASSWORD: "ANONYMIZE", "e-mail": "BLOCK" },
          deniedTopics: { "Law/Order": "" },
          blockedInputMessage: "",
          blockedOutputMessage: "x".repeat(501),
        }),
    );
    assert.deepEqual(message.split("\n"), [
      'Guardrail "assistants":',
      "  - personalData must not name PASSWORD, which is always blocked",
      '  - personalData must name PII entities such as EMAIL, got "e-mail"',
      '  - deniedTopics must have names of 1 to 100 letters, digits, spaces and _!?.-, got "Law/Order"',
      "  - deniedTopics Law/Order: definition must have 1 to 200 characters, got 0",
      "  - blockedInputMessage must have 1 to 500 characters, got 0",
      "  - blockedOutputMessage must have 1 to 500 characters, got 501",
    ]);
  });
});
