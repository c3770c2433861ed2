import assert from "node:assert/strict";
import { named, verdict } from "./examples.ts";

describe("required tags", () => {
  it("GEN-TAG-01: match in any case, since IAM treats Project and project as the same key", () => {
    const rule = named("tags-required");
    const others = { owner: "platform", "cost-center": "platform", "data-class": "internal" };
    const system = { Project: "gen-ai-services", Environment: "production" };
    assert.equal(verdict(rule, { tagsAll: { ...others, ...system } }), "pass");
    assert.equal(verdict(rule, { tagsAll: { ...others, Project: "gen-ai-services" } }), "fail");
  });
});
