import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { AnomalyDetection, type AnomalyDetectionArgs } from "../../../components/cost/anomaly-detection.ts";
import { deploy, refusal } from "../../harness.ts";

const topicArn = "arn:aws:sns:us-east-1:111122223333:warning";
const args: AnomalyDetectionArgs = {
  monitor: { kind: "services" },
  thresholdUsd: 100,
  thresholdPercent: 40,
  topicArn,
  emails: ["finance@example.com"],
};

describe("AnomalyDetection", () => {
  it("AIV-CST-02: monitors every service, with alerts to a topic and a daily summary by email", async () => {
    const { one } = await deploy(() => new AnomalyDetection("anomalies", args));
    const monitor = one(aws.costexplorer.AnomalyMonitor);
    assert.deepEqual(monitor.inputs, {
      monitorType: "DIMENSIONAL",
      monitorDimension: "SERVICE",
      tags: { Name: "anomalies" },
    });
    const thresholdExpression = {
      ands: [
        {
          dimension: {
            key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
            matchOptions: ["GREATER_THAN_OR_EQUAL"],
            values: ["100"],
          },
        },
        {
          dimension: {
            key: "ANOMALY_TOTAL_IMPACT_PERCENTAGE",
            matchOptions: ["GREATER_THAN_OR_EQUAL"],
            values: ["40"],
          },
        },
      ],
    };
    assert.deepEqual(one(aws.costexplorer.AnomalySubscription, "anomalies-topic").inputs, {
      frequency: "IMMEDIATE",
      monitorArnLists: [monitor.outputs.arn],
      subscribers: [{ type: "SNS", address: topicArn }],
      thresholdExpression,
      tags: { Name: "anomalies-topic" },
    });
    const { frequency, subscribers } = one(aws.costexplorer.AnomalySubscription, "anomalies-email").inputs;
    assert.deepEqual([frequency, subscribers], ["DAILY", [{ type: "EMAIL", address: "finance@example.com" }]]);
  });

  it("monitors a tag, since an account has at most one monitor for services", async () => {
    const monitor = { kind: "tag", key: "project", value: "aivo" } as const;
    const { one } = await deploy(() => new AnomalyDetection("anomalies", { ...args, monitor }));
    const { monitorSpecification, monitorType } = one(aws.costexplorer.AnomalyMonitor).inputs;
    assert.equal(monitorType, "CUSTOM");
    assert.deepEqual(JSON.parse(String(monitorSpecification)), {
      Tags: { Key: "project", Values: ["aivo"], MatchOptions: ["EQUALS"] },
    });
  });

  it("subscribes to an existing monitor", async () => {
    const monitorArn = "arn:aws:ce::111122223333:anomalymonitor/1";
    const { one, of } = await deploy(
      () =>
        new AnomalyDetection("anomalies", {
          monitor: { kind: "existing", monitorArn },
          thresholdUsd: 1,
          thresholdPercent: 1,
          topicArn,
        }),
    );
    assert.equal(of(aws.costexplorer.AnomalyMonitor).length, 0);
    assert.deepEqual(one(aws.costexplorer.AnomalySubscription).inputs.monitorArnLists, [monitorArn]);
  });

  it("reports every fault at once", async () => {
    assert.equal(
      await refusal(
        () =>
          new AnomalyDetection("anomalies", {
            monitor: { kind: "services" },
            thresholdUsd: 0,
            thresholdPercent: -1,
          }),
      ),
      [
        'AnomalyDetection "anomalies":',
        "  - thresholdUsd must be greater than 0, got 0",
        "  - thresholdPercent must be greater than 0, got -1",
        "  - emails or topicArn must name a subscriber, got none",
      ].join("\n"),
    );
    const emails = [...Array.from({ length: 10 }, (_, n) => `a${n}@example.com`), "finance"];
    assert.equal(
      await refusal(() => new AnomalyDetection("anomalies", { ...args, emails })),
      [
        'AnomalyDetection "anomalies":',
        "  - emails must be at most 10, got 11",
        "  - emails must be e-mail addresses, got finance",
      ].join("\n"),
    );
  });
});
