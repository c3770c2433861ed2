import assert from "node:assert/strict";
import type { ResourceRule, StackResource, StackRule } from "../../policy-pack/checks/rule.ts";
import { everyStackFinding } from "../../policy-pack/engine/evaluate.ts";
import { isResourceRule, services } from "../../policy-pack/engine/rules.ts";
import { unknownProps, verdict } from "./examples.ts";

/** The cases of a rule over one resource: its examples, no property at all, and properties that are not known yet. */
function resourceCases(rule: ResourceRule): void {
  const { ok, bad, absent, unknown } = rule;
  if (ok === null) it("forbids its type", () => assert.deepEqual([absent, unknown], ["fail", "fail"]));
  else it("passes the example that complies", () => assert.equal(verdict(rule, ok), "pass"));
  it("fails the example that does not comply", () => assert.equal(verdict(rule, bad), "fail"));
  it(`is ${absent} without properties`, () => assert.equal(verdict(rule, {}), absent));
  it(`is ${unknown} with unknown properties`, () => assert.equal(verdict(rule, unknownProps(rule)), unknown));
}

/** The cases of a rule over the stack: its examples. */
function stackCases(rule: StackRule): void {
  const found = (resources: readonly StackResource[]) =>
    everyStackFinding(resources, "prod").filter(({ rule: name }) => name === rule.name);
  it("has no finding in the example that complies, nor in an empty stack", () => {
    assert.deepEqual(found(rule.ok), []);
    assert.deepEqual(found([]), []);
  });
  it("has findings with its fix in the example that does not comply", () => {
    const bad = found(rule.bad);
    assert.ok(bad.length > 0);
    for (const each of bad) {
      assert.equal(each.verdict, "fail");
      assert.ok(each.message.includes(rule.fix), each.message);
    }
  });
}

for (const { title, rules } of services)
  describe(title, () => {
    for (const rule of rules)
      describe(rule.name, () => (isResourceRule(rule) ? resourceCases(rule) : stackCases(rule)));
  });
