import assert from "node:assert/strict";
import { named, verdict } from "./examples.ts";

describe("log group retention in prod", () => {
  const rule = named("log-group-retention");
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
