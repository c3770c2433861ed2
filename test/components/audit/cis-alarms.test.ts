import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as aws from "@pulumi/aws";
import { CisAlarms } from "../../../components/audit/cis-alarms.ts";
import { at, deploy } from "../../harness.ts";

const make = () =>
  deploy(
    () =>
      new CisAlarms("audit", {
        logGroupName: "trail-events",
        namespace: "Audit/gen-ai-trail",
        topicArn: "arn:aws:sns:us-east-1:111122223333:alarms",
        runbookBaseUrl: "https://wiki.example.com/runbooks",
      }),
  );

const controls = Array.from({ length: 15 }, (_, index) => `4.${index + 1}`);

describe("CisAlarms", () => {
  it("GEN-SEC-04: has a metric filter and an alarm for each of CIS 4.1 to 4.15", async () => {
    const { of } = await make();
    const filters = of(aws.cloudwatch.LogMetricFilter);
    const alarms = of(aws.cloudwatch.MetricAlarm);
    assert.deepEqual(
      new Set(alarms.map(({ inputs }) => /\(CIS (4\.\d+)\)/.exec(String(inputs.alarmDescription))?.[1])),
      new Set(controls),
    );
    for (const { name, inputs } of alarms) {
      const filter = filters.find((each) => each.name === name);
      assert.ok(filter !== undefined, name);
      assert.equal(filter.inputs.logGroupName, "trail-events");
      assert.equal(inputs.metricName, at(filter, "metricTransformation.name"), name);
      assert.equal(inputs.namespace, at(filter, "metricTransformation.namespace"), name);
      assert.deepEqual(inputs.alarmActions, ["arn:aws:sns:us-east-1:111122223333:alarms"], name);
      assert.equal(inputs.treatMissingData, "notBreaching", name);
      assert.deepEqual([inputs.threshold, inputs.comparisonOperator], [1, "GreaterThanOrEqualToThreshold"], name);
    }
  });

  it("has valid filter patterns: balanced, and at most 1024 characters", async () => {
    const { of } = await make();
    for (const { name, inputs } of of(aws.cloudwatch.LogMetricFilter)) {
      const pattern = String(inputs.pattern);
      assert.match(pattern, /^\{.+\}$/, name);
      assert.ok(pattern.length <= 1024, `${name} has ${pattern.length}`);
      let depth = 0;
      for (const each of pattern) {
        depth += each === "(" ? 1 : each === ")" ? -1 : 0;
        assert.ok(depth >= 0, name);
      }
      assert.equal(depth, 0, name);
    }
  });

  it("matches calls of the right event source", async () => {
    const { one } = await make();
    const pattern = (event: string) => one(aws.cloudwatch.LogMetricFilter, `audit-${event}`).inputs.pattern;
    assert.equal(
      pattern("key-deletions"),
      "{($.eventSource=kms.amazonaws.com) && (($.eventName=DisableKey) || ($.eventName=ScheduleKeyDeletion))}",
    );
    assert.equal(
      pattern("trail-changes"),
      "{($.eventName=CreateTrail) || ($.eventName=UpdateTrail) || ($.eventName=DeleteTrail) || ($.eventName=StartLogging) || ($.eventName=StopLogging)}",
    );
  });

  it("links runbooks that exist", async () => {
    const { of } = await make();
    const slugs = of(aws.cloudwatch.MetricAlarm).map(
      ({ inputs }) =>
        /Runbook: https:\/\/wiki\.example\.com\/runbooks\/(\S+)$/.exec(String(inputs.alarmDescription))?.[1],
    );
    assert.deepEqual([...new Set(slugs)], ["account-change"]);
    assert.match(readFileSync("docs/runbooks/account-change.md", "utf8"), /^## What to do$/m);
  });
});
