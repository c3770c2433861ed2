import assert from "node:assert/strict";
import { judgeResource } from "../../policy-pack/judge.ts";
import type { Props } from "../../policy-pack/rule.ts";

type Row = readonly [type: string, props: Props, rule: string];

const speaks = ([type, props, rule]: Row) =>
  judgeResource({ type, name: "shop", urn: `urn:pulumi:prod::shop::${type}::shop`, props }, "prod").some(
    (each) => each.rule === rule && each.verdict === "fail",
  );

const instance = "aws:rds/instance:Instance";
const ofInstance = "aws:rds/parameterGroup:ParameterGroup";
const ofCluster = "aws:rds/clusterParameterGroup:ClusterParameterGroup";
const aurora = { family: "aurora-postgresql17" };

const wrong: readonly Row[] = [
  [
    instance,
    { engineVersion: "17.6", engineLifecycleSupport: "open-source-rds-extended-support" },
    "rds-engine-supported",
  ],
  [ofInstance, { family: "postgres17" }, "rds-force-ssl"],
  [ofCluster, aurora, "rds-force-ssl"],
];

const right: readonly Row[] = [
  [instance, { engine: "postgres", engineVersion: "17.6" }, "rds-engine-supported"],
  [ofInstance, aurora, "rds-force-ssl"],
  [ofInstance, aurora, "rds-query-logging"],
  ["aws:kms/key:Key", { enableKeyRotation: true }, "kms-policy-not-wildcard"],
];

describe("what is said in another resource, or by a default that does no harm", () => {
  for (const row of wrong) it(`speaks: ${row[2]} on ${JSON.stringify(row[1])}`, () => assert.ok(speaks(row)));
  for (const row of right) it(`is silent: ${row[2]} on ${JSON.stringify(row[1])}`, () => assert.ok(!speaks(row)));
});
