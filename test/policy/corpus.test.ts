import assert from "node:assert/strict";
import type { Props } from "../../policy-pack/checks/rule.ts";
import { evaluateResource } from "../../policy-pack/engine/evaluate.ts";
import { compute } from "./corpus/compute.ts";
import { data } from "./corpus/data.ts";
import { kubernetes } from "./corpus/kubernetes.ts";
import { network } from "./corpus/network.ts";
import { traffic } from "./corpus/traffic.ts";

// Not the examples of rules: each compliant resource passes every rule, and each mistake has a finding.
const said = (type: string, props: Props) =>
  evaluateResource({ type, name: "shop", urn: `urn:pulumi:prod::shop::${type}::shop`, props }, "prod").filter(
    ({ verdict, level }) => verdict === "fail" && level !== "disabled",
  );

describe("common resources of another program", () => {
  for (const { type, good, mistakes } of [...data, ...network, ...compute, ...kubernetes, ...traffic]) {
    it(`${type}: no finding on the compliant resource`, () => {
      assert.deepEqual(
        said(type, good).flatMap(({ message, level }) => (level === "mandatory" ? message : [])),
        [],
      );
    });

    for (const [change, rule] of mistakes) {
      it(`${type}: ${rule} on ${Object.keys(change).join(", ")}`, () => {
        const props = { ...good, ...change };
        const rules = said(type, props).map((each) => each.rule);
        assert.ok(rules.includes(rule), rules.join(", "));
      });
    }
  }
});
