import assert from "node:assert/strict";
import type { Props, ResourceRule } from "../../policy-pack/checks/rule.ts";
import { everyFinding } from "../../policy-pack/engine/evaluate.ts";
import { resourceRules } from "../../policy-pack/engine/rules.ts";

/** The string that the engine sends for a value that is not known before the update. */
export const sentinel = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The rule over one resource with this name. */
export function named(name: string): ResourceRule {
  return resourceRules.find((each) => each.name === name) ?? assert.fail(`no rule ${name}`);
}

/** A resource of the rule's first type, with these properties. */
export function subject(rule: ResourceRule, props: Props) {
  const type = rule.types[0] === "*" ? "aws:sqs/queue:Queue" : (rule.types[0] ?? "");
  return { type, name: "subject", urn: `urn:pulumi:prod::platform::${type}::subject`, props };
}

/** The verdict of a rule in prod on a resource with these properties. */
export function verdict(rule: ResourceRule, props: Props): "pass" | "fail" | "undecided" {
  const finding = everyFinding(subject(rule, props), "prod").find((each) => each.rule === rule.name);
  return finding?.verdict ?? "pass";
}

/** The rule's properties, each with a value that is not known yet. */
export function unknownProps({ ok, bad }: ResourceRule): Props {
  return Object.fromEntries(Object.keys({ ...ok, ...bad }).map((key) => [key, sentinel]));
}
