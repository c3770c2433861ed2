import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { MetricsDashboard, type MetricsDashboardArgs } from "../../../components/observability/metrics-dashboard.ts";
import type { Monitored } from "../../../components/observability/monitored.ts";
import { type Deployed, deploy, place, refusal } from "../../harness.ts";

const chat: Monitored = {
  kind: "service",
  name: "chat",
  clusterName: "ecs-main",
  serviceName: "chat",
  behind: { loadBalancer: "app/public/1", targetGroup: "targetgroup/chat/1" },
};
const infrastructure: readonly Monitored[] = [
  { kind: "database", name: "main", identifier: "db-main", instanceClass: "db.t4g.medium", allocatedStorageGib: 100 },
  { kind: "cache", name: "main", nodes: { "001": "cache-001" } },
  { kind: "natGateway", name: "a", natGatewayId: "nat-0a" },
];
const base: MetricsDashboardArgs = { account: place, dashboardName: "gen-ai-services", monitored: [chat] };

interface Widget {
  type: string;
  properties: { title?: string; markdown?: string; alarms?: string[]; metrics?: unknown[][]; annotations?: unknown };
}

function widgets({ one }: Deployed): Widget[] {
  return JSON.parse(String(one(aws.cloudwatch.Dashboard).inputs.dashboardBody)).widgets;
}

/** Graphs by title, as the visible metrics that CloudWatch gets. */
function graphs(deployed: Deployed): Record<string, unknown[]> {
  return Object.fromEntries(
    widgets(deployed).flatMap(({ properties: { title, metrics } }) =>
      metrics === undefined ? [] : [[title, metrics[0] ?? []]],
    ),
  );
}

function dashboard(args: Partial<MetricsDashboardArgs> = {}): Promise<Deployed> {
  return deploy(() => new MetricsDashboard("dashboard", { ...base, ...args }));
}

describe("MetricsDashboard", () => {
  it("GEN-OBS-04: shows CPU, memory, requests, error rate and response time of each service", async () => {
    const deployed = await dashboard();
    const service = ["ClusterName", "ecs-main", "ServiceName", "chat"];
    const target = ["TargetGroup", "targetgroup/chat/1", "LoadBalancer", "app/public/1"];
    const shown = graphs(deployed);
    assert.deepEqual(shown["CPU utilization (%)"], ["AWS/ECS", "CPUUtilization", ...service]);
    assert.deepEqual(shown["Memory utilization (%)"], ["AWS/ECS", "MemoryUtilization", ...service]);
    assert.deepEqual(shown["Requests"], ["AWS/ApplicationELB", "RequestCount", ...target]);
    assert.deepEqual(shown["Error rate (%)"], [
      { expression: "100 * FILL(errors, 0) / requests", id: "result", label: "Error rate (%)" },
    ]);
    assert.deepEqual(shown["Response time, p95 (s)"], ["AWS/ApplicationELB", "TargetResponseTime", ...target]);
    const headings = widgets(deployed).flatMap(({ properties }) => properties.markdown ?? []);
    assert.deepEqual(headings, ["## service chat"]);
  });

  it("GEN-OBS-05: shows database connections, cache hit rate, storage and network traffic", async () => {
    const shown = graphs(await dashboard({ dashboardName: "gen-ai-infrastructure", monitored: infrastructure }));
    const database = ["DBInstanceIdentifier", "db-main"];
    assert.deepEqual(shown["Connections"]?.[1], "CurrConnections");
    assert.deepEqual(shown["Hit rate (%)"], ["AWS/ElastiCache", "CacheHitRate", "CacheClusterId", "cache-001"]);
    assert.deepEqual(shown["Free storage (bytes)"], ["AWS/RDS", "FreeStorageSpace", ...database]);
    assert.deepEqual(shown["Network received (bytes/s)"], ["AWS/RDS", "NetworkReceiveThroughput", ...database]);
    assert.deepEqual(shown["Traffic to the internet (bytes)"], [
      "AWS/NATGateway",
      "BytesOutToDestination",
      "NatGatewayId",
      "nat-0a",
    ]);
    const every = JSON.stringify(widgets(await dashboard({ monitored: infrastructure })));
    assert.ok(every.includes('["AWS/RDS","DatabaseConnections","DBInstanceIdentifier","db-main"]'));
  });

  it("OPS-05, OPS-08: is the dashboard daily-metrics, with the alarm status first and thresholds as lines", async () => {
    const arns = ["arn:aws:cloudwatch:us-east-1:111122223333:alarm:a"];
    const deployed = await dashboard({
      dashboardName: "daily-metrics",
      monitored: infrastructure,
      alarmArns: arns,
      thresholds: { cpuPercent: 70 },
    });
    assert.equal(deployed.one(aws.cloudwatch.Dashboard).inputs.dashboardName, "daily-metrics");
    const [first, , cpu] = widgets(deployed);
    assert.deepEqual(first?.properties.alarms, arns);
    assert.deepEqual(cpu?.properties.annotations, { horizontal: [{ label: "above is warning", value: 70 }] });
  });

  it("OPS-10: shows three metrics for the analysis of slow responses", async () => {
    const gateway: Monitored = { kind: "gateway", name: "public", loadBalancer: "app/public/1", targetGroups: {} };
    const shown = JSON.stringify(widgets(await dashboard({ monitored: [gateway, ...infrastructure] })));
    for (const metric of ["DatabaseConnections", "CacheHitRate", "TargetResponseTime"])
      assert.ok(shown.includes(`"${metric}"`), metric);
  });

  it("creates no alarm, and outputs its name", async () => {
    const { of, outputs } = await deploy(() => ({ name: new MetricsDashboard("dashboard", base).dashboardName }));
    assert.equal(of(aws.cloudwatch.MetricAlarm).length, 0);
    assert.equal(outputs.name, "gen-ai-services");
  });

  it("reports every fault at once", async () => {
    assert.equal(
      await refusal(() => new MetricsDashboard("dashboard", { ...base, dashboardName: "a b", monitored: [] })),
      [
        'MetricsDashboard "dashboard":',
        "  - dashboardName must be 1 to 255 letters, digits, - and _, got a b",
        "  - monitored must have at least one resource, got none",
      ].join("\n"),
    );
    assert.equal(
      await refusal(
        () => new MetricsDashboard("dashboard", { ...base, monitored: [chat, chat], thresholds: { cpuPercent: 0 } }),
      ),
      [
        'MetricsDashboard "dashboard":',
        "  - monitored[1] must have a name that no other service has, got chat",
        "  - thresholds.cpuPercent must be greater than 0 and at most 100, got 0",
      ].join("\n"),
    );
  });
});
