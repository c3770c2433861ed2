import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as aws from "@pulumi/aws";
import {
  ServiceLevelObjective,
  type ServiceLevelObjectiveArgs,
} from "../../../components/observability/service-level-objective.ts";
import { at, type Deployed, deploy, type Registered, refusal } from "../../harness.ts";

const critical = "arn:aws:sns:us-east-1:111122223333:critical";
const warning = "arn:aws:sns:us-east-1:111122223333:warning";
const base: ServiceLevelObjectiveArgs = {
  loadBalancer: "app/public/1",
  indicator: { kind: "availability" },
  objectivePercent: 99.9,
  windowDays: 30,
  minimumRequests: 100,
  topicArns: { critical, warning },
  runbookBaseUrl: "https://wiki.example.com/runbooks",
  alarmName: "platform-test-availability",
};

function objective(args: Partial<ServiceLevelObjectiveArgs> = {}): Promise<Deployed> {
  return deploy(() => new ServiceLevelObjective("availability", { ...base, ...args }));
}

function window({ one }: Deployed, key: string): Registered {
  return one(aws.cloudwatch.MetricAlarm, `availability-${key}`);
}

function metrics({ inputs }: Registered): unknown[] {
  const queries = inputs.metricQueries as { id: string; metric?: { metricName: string; stat: string } }[];
  return queries.flatMap(({ id, metric }) => (metric ? [[id, metric.metricName, metric.stat]] : []));
}

/** Value of an alarm's expression for a period, evaluated as metric math. */
function burned(alarm: Registered, values: Record<string, number | undefined>): number {
  const expression = String(at(alarm, "metricQueries.0.expression"));
  const body = expression.replaceAll("IF(", "choose(").replaceAll(/FILL\((\w+), 0\)/g, "($1 ?? 0)");
  const compute = new Function("choose", "v", `with (v) { return ${body}; }`);
  const known = { requests: undefined, target: undefined, balancer: undefined, fast: undefined, ...values };
  return compute((when: boolean, yes: number, no: number) => (when ? yes : no), known);
}

describe("ServiceLevelObjective", () => {
  it("has alarms for three burn rates, each with a long and a short window", async () => {
    const deployed = await objective();
    assert.deepEqual(
      deployed
        .of(aws.cloudwatch.MetricAlarm)
        .map((each) => [
          each.name,
          each.inputs.threshold,
          each.inputs.evaluationPeriods,
          at(each, "metricQueries.1.metric.period"),
        ]),
      [
        ["availability-fast-1h", 14.4, 1, 3600],
        ["availability-fast-5m", 14.4, 1, 300],
        ["availability-medium-6h", 6, 1, 21_600],
        ["availability-medium-30m", 6, 1, 1800],
        ["availability-slow-3d", 1, 1, 259_200],
        ["availability-slow-6h", 1, 1, 21_600],
      ],
    );
  });

  it("has one period in each alarm, and one result", async () => {
    for (const { name, inputs } of (await objective()).of(aws.cloudwatch.MetricAlarm)) {
      const queries = inputs.metricQueries as { returnData?: boolean; metric?: { period: number } }[];
      assert.equal(new Set(queries.flatMap(({ metric }) => (metric ? [metric.period] : []))).size, 1, name);
      assert.deepEqual(
        queries.map(({ returnData }) => returnData === true),
        [true, false, false, false],
        name,
      );
    }
  });

  it("is critical when both windows of a fast rate agree, and warns of the slow one", async () => {
    const deployed = await objective();
    const arn = (key: string) => window(deployed, key).outputs.arn;
    const page = deployed.one(aws.cloudwatch.CompositeAlarm, "availability-critical").inputs;
    assert.equal(
      page.alarmRule,
      `(ALARM("${arn("fast-1h")}") AND ALARM("${arn("fast-5m")}")) OR (ALARM("${arn("medium-6h")}") AND ALARM("${arn("medium-30m")}"))`,
    );
    assert.deepEqual([page.alarmName, page.alarmActions], ["platform-test-availability-critical", [critical]]);
    const ticket = deployed.one(aws.cloudwatch.CompositeAlarm, "availability-warning").inputs;
    assert.equal(ticket.alarmRule, `(ALARM("${arn("slow-3d")}") AND ALARM("${arn("slow-6h")}"))`);
    assert.deepEqual([ticket.alarmActions, ticket.okActions], [[warning], [warning]]);
    assert.equal(
      page.alarmDescription,
      "The error budget of availability (99.9 % over 30 days) burns too fast: 2 % in 1h, all of it in 2.1 days, or 5 % in 6h, all of it in 5 days. Runbook: https://wiki.example.com/runbooks/error-budget-burn",
    );
  });

  it("CON-23: sends no critical alarm for a single window, and every alarm has an action and a runbook", async () => {
    const deployed = await objective();
    assert.deepEqual(readFileSync("docs/runbooks/error-budget-burn.md", "utf8").match(/^## .*$/gm), [
      "## What it means",
      "## What to look at first",
      "## What to do",
      "## How to confirm",
    ]);
    for (const { name, inputs } of deployed.of(aws.cloudwatch.MetricAlarm)) {
      assert.deepEqual([inputs.alarmActions, inputs.okActions], [[warning], undefined], name);
      assert.equal(inputs.treatMissingData, "notBreaching", name);
      assert.match(String(inputs.alarmDescription), /runbooks\/error-budget-burn$/, name);
    }
  });

  it("counts 5xx responses of the load balancer as failed requests", async () => {
    const alarm = window(await objective(), "fast-5m");
    assert.deepEqual(metrics(alarm), [
      ["requests", "RequestCount", "Sum"],
      ["target", "HTTPCode_Target_5XX_Count", "Sum"],
      ["balancer", "HTTPCode_ELB_5XX_Count", "Sum"],
    ]);
    // 10 of 1000 requests fail, where one of 1000 may
    assert.equal(burned(alarm, { requests: 1000, target: 10 }).toFixed(6), "10.000000");
    // an outage: nothing reaches a target
    assert.equal(burned(alarm, { balancer: 500 }).toFixed(6), "1000.000000");
    assert.equal(burned(alarm, { requests: 1000 }), 0);
    // one failure among ten requests is no trend
    assert.equal(burned(alarm, { requests: 10, target: 1 }), 0);
  });

  it("measures one route by its target group", async () => {
    const alarm = window(await objective({ targetGroup: "targetgroup/api/1" }), "fast-5m");
    assert.deepEqual(metrics(alarm), [
      ["requests", "RequestCount", "Sum"],
      ["target", "HTTPCode_Target_5XX_Count", "Sum"],
    ]);
    assert.deepEqual(at(alarm, "metricQueries.1.metric.dimensions"), {
      LoadBalancer: "app/public/1",
      TargetGroup: "targetgroup/api/1",
    });
    assert.equal(burned(alarm, { requests: 200, target: 2 }).toFixed(6), "10.000000");
  });

  it("measures latency by the percentage of fast responses", async () => {
    const alarm = window(
      await objective({ indicator: { kind: "latency", seconds: 0.5 }, objectivePercent: 99 }),
      "slow-3d",
    );
    assert.deepEqual(metrics(alarm), [
      ["requests", "RequestCount", "Sum"],
      ["fast", "TargetResponseTime", "PR(:0.5)"],
    ]);
    assert.equal(burned(alarm, { requests: 1000, fast: 97 }).toFixed(6), "3.000000");
    assert.equal(burned(alarm, { requests: 99, fast: 0 }), 0);
  });

  it("outputs the composite alarms by severity", async () => {
    const { outputs } = await deploy(() => ({ arns: new ServiceLevelObjective("availability", base).alarmArns }));
    assert.deepEqual(outputs.arns, {
      critical: "arn:aws:cloudwatch:us-east-1:111122223333:alarm:platform-test-availability-critical",
      warning: "arn:aws:cloudwatch:us-east-1:111122223333:alarm:platform-test-availability-warning",
    });
  });

  it("reports every fault at once", async () => {
    const args: ServiceLevelObjectiveArgs = {
      ...base,
      objectivePercent: 100,
      windowDays: 6,
      minimumRequests: 0,
      indicator: { kind: "latency", seconds: 0 },
      runbookBaseUrl: "wiki",
      alarmName: "an alarm",
    };
    assert.equal(
      await refusal(() => new ServiceLevelObjective("availability", args)),
      [
        'ServiceLevelObjective "availability":',
        "  - objectivePercent must be at least 95 and less than 100, got 100",
        "  - windowDays must be a whole number from 7 to 90, got 6",
        "  - minimumRequests must be a whole number from 1, got 0",
        "  - indicator.seconds must be greater than 0, got 0",
        "  - runbookBaseUrl must be an https:// URL that does not end in /, got wiki",
        "  - alarmName must be 1 to 200 letters, digits, - and _, got an alarm",
      ].join("\n"),
    );
  });
});
