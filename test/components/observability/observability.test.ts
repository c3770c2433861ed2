import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import * as aws from "@pulumi/aws";
import type { Monitored } from "../../../components/observability/monitored.ts";
import { Observability, type ObservabilityArgs } from "../../../components/observability/observability.ts";
import { at, type Deployed, deploy, place, type Registered, refusal } from "../../harness.ts";

const kmsKeyArn = "arn:aws:kms:us-east-1:111122223333:key/1";
const one: readonly Monitored[] = [
  { kind: "database", name: "main", identifier: "db-main", instanceClass: "db.t4g.medium", allocatedStorageGib: 100 },
];
const all: readonly Monitored[] = [
  ...one,
  {
    kind: "database",
    name: "reader",
    identifier: "db-reader",
    instanceClass: "db.r7g.2xlarge",
    allocatedStorageGib: 100,
    readReplica: true,
  },
  { kind: "auroraCluster", name: "orders", identifier: "aurora-orders", size: { minCapacity: 0.5, maxCapacity: 64 } },
  { kind: "cache", name: "main", nodes: { "001": "cache-001", "002": "cache-002" } },
  { kind: "gateway", name: "public", loadBalancer: "app/public/1", targetGroups: { api: "targetgroup/api/1" } },
  { kind: "cluster", name: "main", clusterName: "eks-main" },
  { kind: "service", name: "chat", clusterName: "ecs-main", serviceName: "chat" },
  { kind: "natGateway", name: "a", natGatewayId: "nat-0a" },
];
const base: ObservabilityArgs = {
  account: place,
  monitored: one,
  notifications: {
    critical: [{ name: "on-call", protocol: "https", endpoint: "https://events.example.com/1" }],
    warning: [{ name: "team", protocol: "email", endpoint: "team@example.com" }],
  },
  kmsKeyArn,
  logs: { retentionInDays: 30, kmsKeyArn },
  runbookBaseUrl: "https://wiki.example.com/runbooks",
  dashboardName: "platform-test",
};

function observe(args: Partial<ObservabilityArgs> = {}): Promise<Deployed> {
  return deploy(() => new Observability("ops", { ...base, ...args }));
}

function alarm({ one: only }: Deployed, key: string): Registered {
  return only(aws.cloudwatch.MetricAlarm, `ops-${key}`);
}

interface Widget {
  type: string;
  x: number;
  y: number;
  width: number;
  height: number;
  properties: { title?: string; region?: string; alarms?: string[]; metrics?: unknown[][]; annotations?: unknown };
}

function widgets({ one: only }: Deployed): Widget[] {
  return JSON.parse(String(only(aws.cloudwatch.Dashboard).inputs.dashboardBody)).widgets;
}

/** Namespace and name of every metric of an alarm. */
function metricsOf({ inputs }: Registered): string[] {
  if (inputs.metricName !== undefined) return [`${inputs.namespace} ${inputs.metricName}`];
  const queries = inputs.metricQueries as { metric?: { namespace: string; metricName: string } }[];
  return queries.flatMap(({ metric }) => (metric ? [`${metric.namespace} ${metric.metricName}`] : []));
}

describe("Observability", () => {
  it("gives every alarm actions for both states, explicit missing data and a runbook that exists", async () => {
    const { of } = await observe({ monitored: all });
    const alarms = of(aws.cloudwatch.MetricAlarm);
    assert.equal(alarms.length, 44);
    for (const { name, inputs } of alarms) {
      assert.equal(inputs.actionsEnabled, true, name);
      assert.deepEqual(inputs.alarmActions, inputs.okActions, name);
      assert.equal((inputs.alarmActions as string[]).length, 1, name);
      assert.match(String(inputs.treatMissingData), /^(breaching|notBreaching|missing)$/, name);
      const [, slug] =
        /Runbook: https:\/\/wiki\.example\.com\/runbooks\/(\S+)$/.exec(String(inputs.alarmDescription)) ?? [];
      const headings = readFileSync(`docs/runbooks/${slug}.md`, "utf8").match(/^## .*$/gm);
      assert.deepEqual(headings, [
        "## What it means",
        "## What to look at first",
        "## What to do",
        "## How to confirm",
      ]);
    }
  });

  it("has runbooks with valid shell commands", () => {
    for (const file of readdirSync("docs/runbooks")) {
      const text = readFileSync(`docs/runbooks/${file}`, "utf8");
      const commands = [...text.matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block).join("\n");
      assert.match(commands, /\b(aws|kubectl|psql) /, file);
      const { status, stderr } = spawnSync("bash", ["-n"], { input: commands, encoding: "utf8" });
      assert.equal(status, 0, `${file}: ${stderr}`);
    }
  });

  it("names alarms by kind, name and part, not by position", async () => {
    const names = ({ of }: Deployed) => of(aws.cloudwatch.MetricAlarm).map((each) => each.name);
    const some = names(await observe({ monitored: all.slice(3) }));
    assert.ok(some.includes("ops-cache-main-002-cpu"));
    assert.ok(some.includes("ops-gateway-public-api-healthy-targets"));
    assert.ok(some.includes("ops-nat-a-port-allocation-errors"));
    const every = new Set(names(await observe({ monitored: all })));
    assert.deepEqual(
      some.filter((name) => !every.has(name)),
      [],
    );
  });

  it("CON-23: routes by severity", async () => {
    const deployed = await observe({ monitored: all });
    const critical = deployed.one(aws.sns.Topic, "ops-critical").outputs.arn;
    const warning = deployed.one(aws.sns.Topic, "ops-warning").outputs.arn;
    assert.deepEqual(alarm(deployed, "database-main-storage").inputs.alarmActions, [critical]);
    assert.deepEqual(alarm(deployed, "gateway-public-error-rate").inputs.alarmActions, [critical]);
    assert.deepEqual(alarm(deployed, "gateway-public-latency").inputs.alarmActions, [warning]);
  });

  it("GEN-ALR-02: CPU over 80 %, memory over 85 %, free storage under 20 %, error rate over 5 %", async () => {
    const deployed = await observe({ monitored: all });
    assert.equal(alarm(deployed, "service-chat-cpu").inputs.threshold, 80);
    assert.equal(alarm(deployed, "service-chat-memory").inputs.threshold, 85);
    const storage = alarm(deployed, "database-main-storage").inputs;
    // 20 % of 100 GiB, in bytes
    assert.equal(storage.threshold, 21_474_836_480);
    assert.equal(storage.comparisonOperator, "LessThanThreshold");
    const rate = alarm(deployed, "gateway-public-error-rate");
    assert.equal(rate.inputs.threshold, 5);
    assert.match(String(at(rate, "metricQueries.0.expression")), /target.*balancer.*\/.*requests/);
    assert.equal(at(rate, "metricQueries.0.returnData"), true);
    assert.deepEqual(metricsOf(rate), [
      "AWS/ApplicationELB RequestCount",
      "AWS/ApplicationELB HTTPCode_Target_5XX_Count",
      "AWS/ApplicationELB HTTPCode_ELB_5XX_Count",
    ]);
  });

  it("GEN-ALR-01, OOD-33: alarms on a service without running tasks, and on missing data", async () => {
    const deployed = await observe({ monitored: all });
    const { alarmActions, okActions, alarmDescription, tags, ...down } = alarm(
      deployed,
      "service-chat-running-tasks",
    ).inputs;
    assert.deepEqual(down, {
      actionsEnabled: true,
      namespace: "ECS/ContainerInsights",
      metricName: "RunningTaskCount",
      dimensions: { ClusterName: "ecs-main", ServiceName: "chat" },
      statistic: "Average",
      period: 300,
      evaluationPeriods: 2,
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      treatMissingData: "breaching",
    });
  });

  it("derives memory and connection thresholds from the size of the database", async () => {
    const deployed = await observe({ monitored: all });
    // 15 % of 4 GiB, of 64 GiB, and of 64 capacity units of 2 GiB
    assert.equal(alarm(deployed, "database-main-memory").inputs.threshold, 644_245_094);
    assert.equal(alarm(deployed, "database-reader-memory").inputs.threshold, 10_307_921_510);
    assert.equal(alarm(deployed, "aurora-orders-memory").inputs.threshold, 20_615_843_021);
    // PostgreSQL admits 450 connections in 4 GiB, and never more than 5000
    assert.equal(alarm(deployed, "database-main-connections").inputs.threshold, 360);
    assert.equal(alarm(deployed, "database-reader-connections").inputs.threshold, 4000);
    // and 2000 when it may scale below one capacity unit
    assert.equal(alarm(deployed, "aurora-orders-connections").inputs.threshold, 1600);
  });

  it("alarms on metrics that only some resources have", async () => {
    const { of } = await observe({
      monitored: [
        ...all,
        { kind: "auroraCluster", name: "fixed", identifier: "f", size: { instanceClass: "db.r7g.large" } },
      ],
    });
    const names = of(aws.cloudwatch.MetricAlarm).map((each) => each.name);
    assert.deepEqual(
      names.filter((name) => name.endsWith("replica-lag")),
      ["ops-database-reader-replica-lag", "ops-aurora-orders-replica-lag", "ops-aurora-fixed-replica-lag"],
    );
    assert.deepEqual(
      names.filter((name) => name.endsWith("-capacity")),
      ["ops-aurora-orders-capacity"],
    );
  });

  it("CON-24: overrides single thresholds", async () => {
    const deployed = await observe({ monitored: all, thresholds: { errorRatePercent: 1, latencyP95Seconds: 2 } });
    assert.equal(alarm(deployed, "gateway-public-error-rate").inputs.threshold, 1);
    const latency = alarm(deployed, "gateway-public-latency").inputs;
    assert.deepEqual([latency.threshold, latency.extendedStatistic, latency.statistic], [2, "p95", undefined]);
    assert.equal(alarm(deployed, "service-chat-cpu").inputs.threshold, 80);
  });

  it("shows every metric of every alarm on the dashboard, and the alarm status first", async () => {
    const deployed = await observe({ monitored: all });
    const shown = widgets(deployed);
    const drawn = new Set(
      shown.flatMap(({ properties }) => properties.metrics ?? []).map(([ns, metric]) => `${ns} ${metric}`),
    );
    for (const each of deployed.of(aws.cloudwatch.MetricAlarm))
      for (const metric of metricsOf(each)) assert.ok(drawn.has(metric), `${each.name}: ${metric}`);
    assert.equal(shown[0]?.type, "alarm");
    assert.deepEqual(
      shown[0]?.properties.alarms?.toSorted(),
      deployed
        .of(aws.cloudwatch.MetricAlarm)
        .map((each) => String(each.outputs.arn))
        .toSorted(),
    );
  });

  it("GEN-OBS-04, GEN-OBS-05: shows the nine metrics of the seeds on the dashboard", async () => {
    const body = String((await observe({ monitored: all })).one(aws.cloudwatch.Dashboard).inputs.dashboardBody);
    for (const metric of [
      '"AWS/ECS","CPUUtilization"',
      '"AWS/ECS","MemoryUtilization"',
      '"RequestCount"',
      '"HTTPCode_Target_5XX_Count"',
      '"TargetResponseTime"',
      '"DatabaseConnections"',
      '"CacheHitRate"',
      '"FreeStorageSpace"',
      '"NetworkReceiveThroughput"',
    ])
      assert.ok(body.includes(metric), metric);
  });

  it("AGT-OBS-02: creates log groups with retention and key", async () => {
    const { one: only } = await observe({ logGroups: { application: "/platform/test/application" } });
    assert.deepEqual(only(aws.cloudwatch.LogGroup, "ops-application").inputs, {
      name: "/platform/test/application",
      retentionInDays: 30,
      kmsKeyId: kmsKeyArn,
    });
  });

  it("creates nothing else by default", async () => {
    const { of } = await observe({ monitored: [] });
    assert.equal(of(aws.cloudwatch.MetricAlarm).length + of(aws.cloudwatch.LogGroup).length, 0);
    assert.equal(of(aws.sns.Topic).length, 2);
  });

  it("outputs topics, alarms and log groups", async () => {
    const { outputs } = await deploy(() => {
      const { criticalTopicArn, alarmArns, dashboardName } = new Observability("ops", base);
      return { criticalTopicArn, cpu: alarmArns["database-main-cpu"], dashboardName };
    });
    assert.match(String(outputs.criticalTopicArn), /^arn:aws:sns:us-east-1:111122223333:ops-critical-/);
    assert.match(String(outputs.cpu), /^arn:aws:cloudwatch:us-east-1:111122223333:alarm:ops-database-main-cpu-/);
    assert.equal(outputs.dashboardName, "platform-test");
  });

  it("reports every fault at once", async () => {
    const args: ObservabilityArgs = {
      ...base,
      notifications: {
        critical: [],
        warning: [{ name: "team", protocol: "https", endpoint: "http://wiki.example.com" }],
      },
      monitored: [
        ...one,
        ...one,
        { kind: "database", name: "odd", identifier: "odd", instanceClass: "m7g.large", allocatedStorageGib: 0 },
        { kind: "auroraCluster", name: "none", identifier: "none", size: { minCapacity: 0.5, maxCapacity: 0 } },
      ],
      thresholds: { cpuPercent: 101, evictions: -1 },
      runbookBaseUrl: "http://wiki.example.com/",
      dashboardName: "ops dashboard",
    };
    assert.equal(
      await refusal(() => new Observability("ops", args)),
      [
        'Observability "ops":',
        "  - notifications.critical must have at least one subscription, got none",
        "  - notifications.warning[0].endpoint must be an https:// URL, got http://wiki.example.com",
        "  - monitored[1] must have a name that no other database has, got main",
        "  - monitored[2].instanceClass must be a t, m or r class such as db.m7g.large, got m7g.large",
        "  - monitored[2].allocatedStorageGib must be greater than 0, got 0",
        "  - monitored[3].size.maxCapacity must be greater than 0, got 0",
        "  - thresholds.cpuPercent must be greater than 0 and at most 100, got 101",
        "  - thresholds.evictions must be 0 or more, got -1",
        "  - runbookBaseUrl must be an https:// URL that does not end in /, got http://wiki.example.com/",
        "  - dashboardName must be 1 to 255 letters, digits, - and _, got ops dashboard",
      ].join("\n"),
    );
  });
});
