import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { Traces, type TracesArgs } from "../../../components/observability/traces.ts";
import { deploy, refusal } from "../../harness.ts";

const kmsKeyArn = "arn:aws:kms:us-east-1:111122223333:key/1";
const base: TracesArgs = { samplingRules: { "gen-ai-sampling": { fixedRate: 0.05 } }, encryption: { kmsKeyArn } };

function traces(args: Partial<TracesArgs> = {}): Traces {
  return new Traces("traces", { ...base, ...args });
}

describe("Traces", () => {
  it("GEN-OBS-02, GEN-OBS-03: samples one request a second and 5 % of the rest, without attribute conditions", async () => {
    const { one } = await deploy(() => traces({ tags: { Environment: "prod", Project: "gen-ai" } }));
    assert.deepEqual(one(aws.xray.SamplingRule, "traces-gen-ai-sampling").inputs, {
      ruleName: "gen-ai-sampling",
      priority: 1000,
      version: 1,
      reservoirSize: 1,
      fixedRate: 0.05,
      host: "*",
      httpMethod: "*",
      urlPath: "*",
      serviceName: "*",
      serviceType: "*",
      resourceArn: "*",
      tags: { Environment: "prod", Project: "gen-ai", Name: "gen-ai-sampling" },
    });
  });

  it("CON-20: accepts more specific rules by name", async () => {
    const { one } = await deploy(() =>
      traces({
        samplingRules: {
          checkout: { priority: 10, reservoirSize: 5, fixedRate: 0.1, urlPath: "/checkout/*", httpMethod: "POST" },
          rest: { fixedRate: 0.01 },
        },
      }),
    );
    const { priority, reservoirSize, urlPath, httpMethod, host } = one(aws.xray.SamplingRule, "traces-checkout").inputs;
    assert.deepEqual([priority, reservoirSize, urlPath, httpMethod, host], [10, 5, "/checkout/*", "POST", "*"]);
    assert.equal(one(aws.xray.SamplingRule, "traces-rest").inputs.priority, 1000);
  });

  it("encrypts the account's traces with the key, unless another stack does", async () => {
    const { one } = await deploy(() => traces());
    assert.deepEqual(one(aws.xray.EncryptionConfig).inputs, { type: "KMS", keyId: kmsKeyArn });
    const { of } = await deploy(() => traces({ encryption: "elsewhere" }));
    assert.equal(of(aws.xray.EncryptionConfig).length, 0);
    assert.equal(of(aws.xray.SamplingRule).length, 1);
  });

  it("creates groups with a filter expression, with insights where they are set", async () => {
    const { one } = await deploy(() =>
      traces({
        groups: {
          slow: { filterExpression: "responsetime > 2", insights: false },
          faults: { filterExpression: "fault = true", insights: true },
        },
      }),
    );
    const slow = one(aws.xray.Group, "traces-slow").inputs;
    assert.deepEqual([slow.groupName, slow.filterExpression], ["slow", "responsetime > 2"]);
    assert.deepEqual(slow.insightsConfiguration, { insightsEnabled: false });
    assert.deepEqual(one(aws.xray.Group, "traces-faults").inputs.insightsConfiguration, { insightsEnabled: true });
  });

  it("creates no group by default, and outputs its ARNs", async () => {
    const { of, outputs } = await deploy(() => ({ rules: traces().samplingRuleArns }));
    assert.equal(of(aws.xray.Group).length, 0);
    assert.deepEqual(outputs.rules, {
      "gen-ai-sampling": "arn:aws:xray:us-east-1:111122223333:sampling-rule/gen-ai-sampling",
    });
  });

  it("reports every fault at once", async () => {
    const args: Partial<TracesArgs> = {
      samplingRules: {
        Default: { fixedRate: 0.05 },
        "a rule": { priority: 0, fixedRate: 5 },
        same: { fixedRate: -1, reservoirSize: -1 },
      },
      groups: { none: { filterExpression: " ", insights: false } },
    };
    assert.equal(
      await refusal(() => traces(args)),
      [
        'Traces "traces":',
        "  - samplingRules must have names of 1 to 32 letters, digits, - and _ other than Default, got Default",
        "  - samplingRules must have names of 1 to 32 letters, digits, - and _ other than Default, got a rule",
        "  - samplingRules.a rule.priority must be a whole number from 1 to 9999, got 0",
        "  - samplingRules.a rule.fixedRate must be 0 to 1, got 5",
        "  - samplingRules.same.priority must be one that no other rule has, got 1000 as Default has",
        "  - samplingRules.same.reservoirSize must be a whole number from 0, got -1",
        "  - samplingRules.same.fixedRate must be 0 to 1, got -1",
        '  - groups.none.filterExpression must not be empty, got ""',
      ].join("\n"),
    );
  });
});
