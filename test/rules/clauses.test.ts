import assert from "node:assert/strict";
import type { Clause, Props, ResourceRule, StackResource } from "../../policy-pack/checks/rule.ts";
import { everyFinding, everyStackFinding } from "../../policy-pack/engine/evaluate.ts";
import { frameworkOf } from "../../policy-pack/engine/frameworks.ts";
import { isResourceRule, resourceRules, stackRules } from "../../policy-pack/engine/rules.ts";

/** The controls of a rule that share their framework, and its version, with another control of the rule. */
function crowded(controls: readonly string[]): string[] {
  const versions = Object.groupBy(controls, (control) => `${frameworkOf(control)} ${/\d\.\d /.exec(control) ?? ""}`);
  return Object.values(versions).flatMap((of = []) => (of.length > 1 ? of : []));
}

function speaks(rule: ResourceRule, { type = rule.types[0] ?? "" }: Clause, props: Props): boolean {
  const kept = Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));
  const resource = { type, name: "subject", urn: `urn:pulumi:prod::shop::${type}::subject`, props: kept };
  return everyFinding(resource, "prod").some((each) => each.rule === rule.name && each.verdict === "fail");
}

const complains = (name: string, resources: readonly StackResource[]) =>
  everyStackFinding(resources, "prod").some(({ rule, verdict }) => rule === name && verdict === "fail");

describe("the clauses of controls", () => {
  for (const rule of [...resourceRules, ...stackRules]) {
    const clauses = rule.clauses ?? [];
    const named = clauses.flatMap(({ controls }) => controls);

    if (crowded(rule.controls).length > 0 || clauses.length > 0)
      it(`${rule.name}: name every control that is not the only one of its framework, and no other rule's`, () => {
        assert.deepEqual(
          crowded(rule.controls).filter((control) => !named.includes(control)),
          [],
        );
        assert.deepEqual(
          named.filter((control) => !rule.controls.includes(control)),
          [],
        );
        const broken = clauses.map((clause) => JSON.stringify(clause));
        assert.equal(new Set(broken).size, broken.length);
      });
  }

  for (const rule of resourceRules)
    for (const clause of rule.clauses ?? [])
      it(`${rule.name}: ${clause.controls.join(", ")} fails ${JSON.stringify(clause.bad)}`, () => {
        const ok = clause.ok ?? rule.ok;
        if (ok !== null) assert.ok(!speaks(rule, clause, ok), "complies");
        assert.ok(speaks(rule, clause, { ...ok, ...clause.bad }), "does not comply");
      });

  for (const rule of stackRules)
    for (const { controls, ok, bad } of isResourceRule(rule) ? [] : (rule.clauses ?? []))
      it(`${rule.name}: ${controls.join(", ")} fails a stack of ${bad.map(({ type }) => type).join(", ")}`, () => {
        assert.ok(!complains(rule.name, ok), "complies");
        assert.ok(complains(rule.name, bad), "does not comply");
      });
});
