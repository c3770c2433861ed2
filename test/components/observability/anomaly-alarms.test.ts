import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as aws from "@pulumi/aws";
import { AnomalyAlarms, type AnomalyAlarmsArgs } from "../../../components/observability/anomaly-alarms.ts";
import { at, type Deployed, deploy, refusal } from "../../harness.ts";

const topicArn = "arn:aws:sns:us-east-1:111122223333:warning";
const base: AnomalyAlarmsArgs = {
  monitored: [
    { kind: "gateway", name: "public", loadBalancer: "app/public/1", targetGroups: {} },
    { kind: "natGateway", name: "a", natGatewayId: "nat-0a" },
  ],
  topicArn,
  runbookBaseUrl: "https://wiki.example.com/runbooks",
};

function anomalies(args: Partial<AnomalyAlarmsArgs> = {}): Promise<Deployed> {
  return deploy(() => new AnomalyAlarms("unusual", { ...base, ...args }));
}

describe("AnomalyAlarms", () => {
  it("compares requests with the expected band, on both sides", async () => {
    const { one } = await anomalies();
    const { alarmDescription, tags, ...inputs } = one(
      aws.cloudwatch.MetricAlarm,
      "unusual-gateway-public-requests",
    ).inputs;
    assert.deepEqual(inputs, {
      actionsEnabled: true,
      alarmActions: [topicArn],
      okActions: [topicArn],
      comparisonOperator: "LessThanLowerOrGreaterThanUpperThreshold",
      thresholdMetricId: "band",
      evaluationPeriods: 3,
      metricQueries: [
        {
          id: "measured",
          metric: {
            namespace: "AWS/ApplicationELB",
            metricName: "RequestCount",
            dimensions: { LoadBalancer: "app/public/1" },
            period: 300,
            stat: "Sum",
          },
          returnData: true,
        },
        { id: "band", expression: "ANOMALY_DETECTION_BAND(measured, 3)", label: "Usual range", returnData: true },
      ],
      treatMissingData: "notBreaching",
    });
  });

  it("compares response times and egress with the upper side only", async () => {
    const { of } = await anomalies();
    assert.deepEqual(
      of(aws.cloudwatch.MetricAlarm).map((each) => [
        each.name,
        at(each, "metricQueries.0.metric.metricName"),
        at(each, "metricQueries.0.metric.stat"),
        each.inputs.comparisonOperator,
      ]),
      [
        ["unusual-gateway-public-requests", "RequestCount", "Sum", "LessThanLowerOrGreaterThanUpperThreshold"],
        ["unusual-gateway-public-latency", "TargetResponseTime", "p95", "GreaterThanUpperThreshold"],
        ["unusual-nat-a-traffic", "BytesOutToDestination", "Sum", "GreaterThanUpperThreshold"],
      ],
    );
  });

  it("gives every alarm an action and a runbook that exists", async () => {
    for (const { name, inputs } of (await anomalies()).of(aws.cloudwatch.MetricAlarm)) {
      assert.deepEqual(inputs.alarmActions, [topicArn], name);
      const [, slug] =
        /Runbook: https:\/\/wiki\.example\.com\/runbooks\/(\S+)$/.exec(String(inputs.alarmDescription)) ?? [];
      assert.deepEqual(readFileSync(`docs/runbooks/${slug}.md`, "utf8").match(/^## .*$/gm), [
        "## What it means",
        "## What to look at first",
        "## What to do",
        "## How to confirm",
      ]);
    }
  });

  it("sets the width of the band", async () => {
    const { of } = await anomalies({ bandWidth: 2 });
    for (const each of of(aws.cloudwatch.MetricAlarm))
      assert.equal(at(each, "metricQueries.1.expression"), "ANOMALY_DETECTION_BAND(measured, 2)");
  });

  it("creates nothing without resources", async () => {
    assert.equal((await anomalies({ monitored: [] })).of(aws.cloudwatch.MetricAlarm).length, 0);
  });

  it("reports every fault at once", async () => {
    const args: AnomalyAlarmsArgs = {
      ...base,
      monitored: [...base.monitored, { kind: "natGateway", name: "a", natGatewayId: "nat-0b" }],
      bandWidth: 0,
      runbookBaseUrl: "http://wiki.example.com",
    };
    assert.equal(
      await refusal(() => new AnomalyAlarms("unusual", args)),
      [
        'AnomalyAlarms "unusual":',
        "  - monitored[2] must have a name that no other natGateway has, got a",
        "  - bandWidth must be greater than 0 and at most 10, got 0",
        "  - runbookBaseUrl must be an https:// URL that does not end in /, got http://wiki.example.com",
      ].join("\n"),
    );
  });
});
