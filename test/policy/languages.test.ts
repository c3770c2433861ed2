import assert from "node:assert/strict";
import type { Props, ResourceRule } from "../../policy-pack/checks/rule.ts";
import { resourceRules } from "../../policy-pack/engine/rules.ts";
import { type Analyzer, analyzer, type Diagnostic } from "../rules/analyzer.ts";
import { subject } from "../rules/examples.ts";

/** The value with a function applied to every object in it. */
function within(value: unknown, change: (object: Props) => Props): unknown {
  if (Array.isArray(value)) return value.map((each) => within(each, change));
  if (typeof value !== "object" || value === null) return value;
  return change(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, within(inner, change)])));
}

/** A secret in the engine's form. */
const [signature, secret] = ["4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270"];

/** Differences between SDKs in the properties of the same resource. */
const ways: Readonly<Record<string, (props: Props, other: Props) => unknown>> = {
  "nulls for what is not given, another order, the provider's own marks and options that no rule knows": (
    props,
    other,
  ) => {
    const nulls = Object.fromEntries(Object.keys(other).map((key) => [key, null]));
    const more = { ...nulls, ...props, customTimeouts: { create: "5m" } };
    return within(more, (object) => ({ __defaults: [], ...Object.fromEntries(Object.entries(object).reverse()) }));
  },
  "every value a secret": (props) =>
    Object.fromEntries(Object.entries(props).map(([key, value]) => [key, { [signature]: secret, value }])),
  "every element and every inner value a secret": (props) =>
    within(props, (object) =>
      Object.fromEntries(Object.entries(object).map(([key, value]) => [key, { [signature]: secret, value }])),
    ),
};

const examples = ({ ok, bad }: ResourceRule): Props[] => (ok === null ? [bad] : [ok, bad]);

// The engine passes resources of every language in one form: camel case names, floating point numbers.
describe("resources of programs in other languages", () => {
  let prod: Analyzer;
  /** The findings on each rule's examples in the form of an SDK. */
  const usual = new Map<Props, Diagnostic[]>();
  const said = async (rule: ResourceRule, given: Props) =>
    (await prod.analyze(subject(rule, given))).filter(({ policy }) => policy === rule.name);
  before(async () => {
    prod = await analyzer({ PULUMI_CONFIG: "", PLATFORM_ENVIRONMENT: "prod" });
    for (const rule of resourceRules) for (const props of examples(rule)) usual.set(props, await said(rule, props));
  });
  after(() => prod.stop());

  for (const [way, changed] of Object.entries(ways))
    it(`have the same findings with ${way}`, async () => {
      for (const rule of resourceRules)
        for (const props of examples(rule)) {
          const sent = Object.fromEntries(Object.entries(changed(props, { ...rule.ok, ...rule.bad }) ?? {}));
          assert.deepEqual(await said(rule, sent), usual.get(props), `${rule.name} ${JSON.stringify(sent)}`);
        }
    });
});
