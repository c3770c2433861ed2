import assert from "node:assert/strict";
import type { Props, ResourceRule } from "../../policy-pack/checks/rule.ts";
import { everyFinding } from "../../policy-pack/engine/evaluate.ts";

type Verdict = "pass" | "fail" | "undecided";

/** The string that the engine sends for a value that is not known before the update. */
export const sentinel = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A resource of the rule's first type, with these properties. */
export function subject(rule: ResourceRule, props: Props) {
  const type = rule.types[0] === "*" ? "aws:sqs/queue:Queue" : (rule.types[0] ?? "");
  return { type, name: "subject", urn: `urn:pulumi:prod::platform::${type}::subject`, props };
}

/** What a rule says in prod of a resource with these properties. */
export function verdict(rule: ResourceRule, props: Props): Verdict {
  const finding = everyFinding(subject(rule, props), "prod").find((each) => each.rule === rule.name);
  return finding?.verdict ?? "pass";
}

/** The rule's properties, each with a value that is not known yet. */
export function unknownProps({ ok, bad }: ResourceRule): Props {
  return Object.fromEntries(Object.keys({ ...ok, ...bad }).map((key) => [key, sentinel]));
}

/** Each rule of an area: its examples, and what it says when its properties are absent and when they are not known yet. */
export function area(name: string, rules: readonly ResourceRule[], expected: Record<string, [Verdict, Verdict]>): void {
  describe(`rules of ${name}`, () => {
    it("are the ones listed here", () => {
      assert.deepEqual(Object.keys(expected).sort(), rules.map((rule) => rule.name).sort());
    });
    for (const rule of rules) {
      it(rule.name, () => {
        if (rule.ok !== null) assert.equal(verdict(rule, rule.ok), "pass", "the good example");
        assert.equal(verdict(rule, rule.bad), "fail", "the bad example");
        const [absent, unknown] = expected[rule.name] ?? [];
        assert.equal(verdict(rule, {}), absent, "absent");
        assert.equal(verdict(rule, unknownProps(rule)), unknown, "unknown");
      });
    }
  });
}
