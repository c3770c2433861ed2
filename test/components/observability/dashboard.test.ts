import assert from "node:assert/strict";
import { dashboardBody } from "../../../components/observability/dashboard.ts";
import { panels } from "../../../components/observability/panels.ts";
import { defaultThresholds } from "../../../components/observability/thresholds.ts";

const cache = panels({ kind: "cache", name: "main", nodes: { "001": "a", "002": "b" } }, defaultThresholds);
const gateway = panels(
  { kind: "gateway", name: "public", loadBalancer: "app/public/1", targetGroups: { api: "targetgroup/api/1" } },
  defaultThresholds,
);

describe("dashboard body", () => {
  it("places widgets on 24 columns without overlap", () => {
    const { widgets } = dashboardBody("eu-west-1", [...cache, ...gateway], ["arn:1", "arn:2"]);
    const taken = new Set<string>();
    for (const { x, y, width, height, properties } of widgets) {
      assert.ok(x >= 0 && x + width <= 24, `${JSON.stringify(properties)} leaves the grid`);
      for (let column = x; column < x + width; column++)
        for (let line = y; line < y + height; line++) {
          assert.ok(!taken.has(`${column} ${line}`), `two widgets at ${column}, ${line}`);
          taken.add(`${column} ${line}`);
        }
    }
  });

  it("sets Region and title of every graph, with its threshold", () => {
    const { widgets } = dashboardBody("eu-west-1", cache, []);
    const graphs = widgets.filter(({ type }) => type === "metric");
    assert.equal(graphs.length, 20);
    for (const { properties } of graphs) {
      assert.equal(properties.region, "eu-west-1");
      assert.ok(String(properties.title).length > 0);
    }
    assert.deepEqual(graphs[0]?.properties, {
      title: "CPU utilization of the host (%)",
      region: "eu-west-1",
      view: "timeSeries",
      stat: "Average",
      period: 300,
      metrics: [["AWS/ElastiCache", "CPUUtilization", "CacheClusterId", "a"]],
      annotations: { horizontal: [{ label: "above is warning", value: 80 }] },
    });
  });

  it("shows the result of metric math and hides its metrics", () => {
    const { widgets } = dashboardBody("eu-west-1", gateway, []);
    const where = ["AWS/ApplicationELB", "LoadBalancer", "app/public/1"];
    const hidden = (metric: string, id: string) => [where[0], metric, where[1], where[2], { id, visible: false }];
    assert.deepEqual(widgets[1]?.properties.metrics, [
      [
        {
          expression: "100 * (FILL(target, 0) + FILL(balancer, 0)) / (FILL(requests, 0) + FILL(balancer, 0))",
          id: "result",
          label: "Error rate (%)",
        },
      ],
      hidden("RequestCount", "requests"),
      hidden("HTTPCode_Target_5XX_Count", "target"),
      hidden("HTTPCode_ELB_5XX_Count", "balancer"),
    ]);
  });

  it("puts one heading over each resource", () => {
    const { widgets } = dashboardBody("eu-west-1", [...cache, ...gateway], []);
    assert.deepEqual(
      widgets.filter(({ type }) => type === "text").map(({ properties }) => properties.markdown),
      ["## cache main 001", "## cache main 002", "## gateway public", "## gateway public api"],
    );
  });

  it("splits alarms over several widgets, and has none without alarms", () => {
    const arns = Array.from({ length: 101 }, (_, index) => `arn:${index}`);
    const [first, second] = dashboardBody("eu-west-1", [], arns).widgets;
    assert.deepEqual(first?.properties.alarms, arns.slice(0, 100));
    assert.deepEqual(second?.properties.alarms, ["arn:100"]);
    assert.deepEqual(dashboardBody("eu-west-1", [], []).widgets, []);
  });
});
