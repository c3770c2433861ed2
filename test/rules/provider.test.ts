import assert from "node:assert/strict";
import { provider } from "../../policy-pack/rules/provider.ts";
import { area, verdict } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("provider", provider, {
  "provider-account-pinned": ["fail", "pass"],
  "provider-region-allowed": ["pass", "undecided"],
  "provider-no-static-keys": ["pass", "fail"],
  "provider-default-tags": ["fail", "undecided"],
  "provider-no-skip-checks": ["pass", "undecided"],
  "tags-required": ["pass", "undecided"],
  "tags-valid": ["pass", "undecided"],
  "no-plaintext-secret": ["pass", "undecided"],
});

describe("required tags", () => {
  it("GEN-TAG-01: count in any spelling, for IAM takes Project and project for one", () => {
    const rule = provider.find(({ name }) => name === "tags-required");
    assert.ok(rule);
    const others = { owner: "platform", "cost-center": "platform", "data-class": "internal" };
    const system = { Project: "gen-ai-services", Environment: "production" };
    assert.equal(verdict(rule, { tagsAll: { ...others, ...system } }), "pass");
    assert.equal(verdict(rule, { tagsAll: { ...others, Project: "gen-ai-services" } }), "fail");
  });
});
