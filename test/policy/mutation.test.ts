import assert from "node:assert/strict";
import type { Props, ResourceRule } from "../../policy-pack/checks/rule.ts";
import { isObject } from "../../policy-pack/checks/schema.ts";
import { defaults } from "../../policy-pack/checks/settings.ts";
import { evaluateRule } from "../../policy-pack/engine/evaluate.ts";
import { resourceRules } from "../../policy-pack/engine/rules.ts";
import { sentinel, subject } from "../rules/examples.ts";

type Path = readonly string[];

/** Properties of compliant examples that a rule reads, but that cannot cause a finding alone, each with the reason. */
const group = "a group as the source is never wrong, and an address beside it is another property";
const closed = "what is not open to the internet may be any port";
const harmless = new Map<string, string>([
  ["sg-no-admin-port-from-world referencedSecurityGroupId", group],
  ["sg-world-only-to-authorized-ports referencedSecurityGroupId", group],
  ["sg-no-high-risk-port-from-world referencedSecurityGroupId", group],
  ["sg-no-all-traffic-ingress referencedSecurityGroupId", group],
  ["sg-peer-is-sg-for-data-ports referencedSecurityGroupId", group],
  ["sg-world-only-to-authorized-ports ipProtocol", closed],
  ["sg-world-only-to-authorized-ports toPort", closed],
  ["nacl-no-all-ports-from-world ingress.*.ruleNo", "what an entry opens does not depend on its place"],
  ["k8s-no-known-bad-workload spec.containers.*.args", "no argument of an image that is not known to be bad is"],
  ["k8s-no-known-bad-workload spec.containers.*.args.*", "no argument of an image that is not known to be bad is"],
  ["rbac-no-default-sa-or-anonymous roleRef", "an account of one's own may have any role"],
  ["rbac-no-default-sa-or-anonymous roleRef.name", "an account of one's own may have any role"],
  ["rbac-no-default-sa-or-anonymous subjects.*.kind", "the good example's name is right for every kind"],
]);

const verdict = (rule: ResourceRule, props: Props) => evaluateRule(rule, subject(rule, props), "prod", defaults).kind;

/** The paths of every value inside, including objects and lists. */
function paths(value: unknown, at: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [at];
  const inner = Object.entries(value).flatMap(([key, each]) => paths(each, [...at, key]));
  return at.length === 0 ? inner : [at, ...inner];
}

/** The value with another one at a path; undefined removes it. */
function changed(value: unknown, [key, ...rest]: Path, to: unknown): unknown {
  if (key === undefined) return to;
  if (Array.isArray(value)) {
    const index = Number(key);
    if (index >= value.length) return value;
    if (rest.length === 0 && to === undefined) return value.toSpliced(index, 1);
    return value.with(index, changed(value[index], rest, to));
  }
  if (!isObject(value)) return value;
  const { [key]: old, ...others } = value;
  const made = changed(old, rest, to);
  return made === undefined ? others : { ...others, [key]: made };
}

/** Mutations of a value: removed, negated, minimum, maximum, another type, or unknown. */
function slips(value: unknown): unknown[] {
  const common = [undefined, null, sentinel];
  if (typeof value === "boolean") return [...common, !value];
  if (typeof value === "number") return [...common, 0, -1, value + 1, value * 100, 1e9];
  if (typeof value === "string")
    return [
      ...common,
      "",
      "*",
      "mutant",
      "allow",
      "0.0.0.0/0",
      "arn:aws:iam::999988887777:root",
      value.replace(/^./, "x"),
      "ap-south-1",
      "AKIAIOSFODNN7EXAMPLE",
      ...documents(value),
    ];
  return Array.isArray(value)
    ? [...common, [], ["*"], ["mutant"], [...value, "mutant"]]
    : [...common, {}, { mutant: true }];
}

/** A mutation of a policy document: every statement widened. */
function documents(text: string): string[] {
  if (!text.startsWith("{")) return [];
  const parsed: unknown = JSON.parse(text);
  return paths(parsed).flatMap((at) =>
    ["*", undefined, "Allow", { AWS: "*" }, "999988887777"].map((to) => JSON.stringify(changed(parsed, at, to))),
  );
}

/** The paths of the values that a rule reads. */
function looksAt(rule: ResourceRule, props: Props): Path[] {
  const seen = new Set<string>();
  const watched = (value: unknown, at: Path): unknown => {
    if (typeof value !== "object" || value === null) return value;
    const note = (key: string | symbol) => {
      if (typeof key === "string" && Object.hasOwn(value, key) && key !== "length") seen.add([...at, key].join("\0"));
    };
    return new Proxy(value, {
      get: (target, key) => {
        note(key);
        return watched(Reflect.get(target, key), [...at, String(key)]);
      },
    });
  };
  const scope = { environment: "prod", settings: defaults, path: "" } as const;
  const value = watched(props, []);
  const resource = subject(rule, isObject(value) ? value : {});
  rule.check({ ...scope, resource, value });
  return [...seen].map((path) => path.split("\0"));
}

/** Elements of a list are alike: one that matters is enough. */
function inGeneral(at: Path): string {
  return at.map((key) => (/^\d+$/.test(key) ? "*" : key)).join(".");
}

/** Whether a mutation at a path changes the verdict on the compliant example, or on the noncompliant one. */
function decides(rule: ResourceRule, props: Props, at: Path, says: "pass" | "fail"): boolean {
  const value = at.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    props,
  );
  return slips(value).some((to) => {
    const mutant = changed(props, at, to);
    return isObject(mutant) && verdict(rule, mutant) !== says;
  });
}

describe("mutations of compliant examples", () => {
  for (const rule of resourceRules) {
    const { ok, name } = rule;
    if (ok === null) continue;
    it(`${name} depends on every property that it reads`, () => {
      const silent = Map.groupBy(looksAt(rule, ok), inGeneral)
        .entries()
        .filter(
          ([, alike]) => !alike.some((at) => decides(rule, ok, at, "pass") || decides(rule, rule.bad, at, "fail")),
        );
      const told = [...silent].map(([path]) => `${name} ${path}`).filter((each) => !harmless.has(each));
      assert.deepEqual(told, []);
    });

    it(`${name} does not depend on a property that it does not read`, () => {
      const unrelated = { unrelatedMutant: { enabled: false, values: [1, "x", null, sentinel], on: "0.0.0.0/0" } };
      assert.equal(verdict(rule, { ...ok, ...unrelated }), "pass");
      assert.equal(verdict(rule, { ...rule.bad, ...unrelated }), "fail");
    });
  }

  it("has no unused exception", () => {
    const rules = new Map(resourceRules.map((rule) => [rule.name, rule]));
    for (const excuse of harmless.keys()) {
      const [name = "", path = ""] = excuse.split(" ");
      const rule = rules.get(name);
      assert.ok(rule?.ok && looksAt(rule, rule.ok).some((at) => inGeneral(at) === path), excuse);
    }
  });
});
