import assert from "node:assert/strict";
import { observability } from "../../policy-pack/rules/observability.ts";
import { area, verdict } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("observability", observability, {
  "log-group-retention": ["fail", "undecided"],
  "log-group-cmk": ["fail", "pass"],
  "log-resource-policy-narrow": ["pass", "undecided"],
  "alarm-has-action": ["fail", "pass"],
  "alarm-missing-data-explicit": ["fail", "pass"],
  "sns-kms": ["fail", "pass"],
  "sns-policy-not-public": ["pass", "undecided"],
  "sns-subscription-https": ["pass", "undecided"],
  "budget-notifies": ["fail", "undecided"],
});

describe("retention of log groups in prod", () => {
  const rule = observability.find(({ name }) => name === "log-group-retention");
  assert.ok(rule);
  for (const [name, retentionInDays, expected] of [
    ["/ecs/gen-ai-search", 30, "pass"],
    ["/ecs/gen-ai-search", 14, "fail"],
    ["/aws/rds/instance/gen-ai-db/postgresql", 30, "fail"],
    ["/aws/rds/instance/gen-ai-db/postgresql", 365, "pass"],
  ] as const) {
    it(`${expected === "pass" ? "takes" : "refuses"} ${retentionInDays} days of ${name}`, () => {
      assert.equal(verdict(rule, { name, retentionInDays }), expected);
    });
  }
});
