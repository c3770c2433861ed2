import assert from "node:assert/strict";
import { modelRegionFaults } from "../../../components/bedrock/model-regions.ts";
import { configOf, stacks } from "../../stacks/stack-settings.ts";

describe("the Regions of models", () => {
  it("RC-B25: name the inference profile of a model that is not on demand in the Region", () => {
    assert.deepEqual(modelRegionFaults("platform:models", ["amazon.nova-lite-v1:0"], "us-west-2"), [
      'platform:models must be an inference profile in us-west-2 such as us.amazon.nova-lite-v1:0, got "amazon.nova-lite-v1:0", which is on demand in us-east-1 and us-gov-west-1',
    ]);
    assert.deepEqual(modelRegionFaults("platform:models", ["anthropic.claude-sonnet-4-5-20250929-v1:0"], "eu-west-1"), [
      'platform:models must be an inference profile in eu-west-1 such as eu.anthropic.claude-sonnet-4-5-20250929-v1:0, got "anthropic.claude-sonnet-4-5-20250929-v1:0", which is on demand in no Region',
    ]);
  });

  it("RC-B25: refuse the profile of another geography, and accept global ones and models that are not in the table", () => {
    const models = [
      "eu.amazon.nova-lite-v1:0",
      "global.anthropic.claude-sonnet-4-5-20250929-v1:0",
      "openai.gpt-oss-120b-1:0",
    ];
    assert.deepEqual(modelRegionFaults("platform:models", models, "us-west-2"), [
      'platform:models must be inference profiles of the geography of us-west-2, got "eu.amazon.nova-lite-v1:0"',
    ]);
  });

  it("RC-B25: are right in the configuration of every stack", () => {
    for (const stack of stacks) {
      const { "platform:models": models = "[]", "platform:region": region = "" } = configOf(stack);
      assert.deepEqual(modelRegionFaults("platform:models", JSON.parse(models), region), [], stack);
    }
  });
});
