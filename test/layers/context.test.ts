import assert from "node:assert/strict";
import { spelledOnce } from "../../layers/context.ts";

describe("the tags of a stack", () => {
  it("have no two keys that differ in case alone, which IAM refuses: the last spelling is used", () => {
    const tags = { project: "gen-ai", environment: "prod", owner: "platform" };
    assert.deepEqual(spelledOnce({ ...tags, Environment: "production", Project: "gen-ai-services" }), {
      Project: "gen-ai-services",
      Environment: "production",
      owner: "platform",
    });
    assert.deepEqual(spelledOnce(tags), tags);
  });
});
