import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import * as kubernetes from "@pulumi/kubernetes";
import type { Monitored } from "../../../components/observability/monitored.ts";
import { Dashboards, type DashboardsArgs } from "../../../components/telemetry/dashboards.ts";
import { kongDashboard } from "../../../components/telemetry/kong-dashboard.ts";
import { at, deploy, refusal } from "../../harness.ts";
import { invalid } from "../../kubernetes/schemas.ts";
import { Declared } from "../../prometheus/declared.ts";
import { validate } from "../../validators.ts";

const monitored: Monitored[] = [
  {
    kind: "database",
    name: "main",
    identifier: "auterity-prod",
    instanceClass: "db.t3.large",
    allocatedStorageGib: 100,
  },
  { kind: "cache", name: "main", nodes: { "001": "auterity-prod-001", "002": "auterity-prod-002" } },
  {
    kind: "gateway",
    name: "main",
    loadBalancer: "app/gateway/1234567890abcdef",
    targetGroups: { automatrix: "targetgroup/automatrix/1234567890abcdef" },
  },
];
const args: DashboardsArgs = {
  namespace: "monitoring",
  region: "us-west-2",
  workloads: {
    automatrix: { namespace: "auterity", deployment: "autmatrix-backend", app: "automatrix" },
    relaycore: { namespace: "auterity", deployment: "relaycore", app: "relaycore" },
  },
  monitored,
  additional: [kongDashboard],
  thresholds: { errorRatePercent: 1 },
  servicesUid: "abc123",
};

interface Panel {
  id: number;
  type: string;
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  datasource?: { type: string; uid: string };
  targets?: { refId: string; expr?: string; hide?: boolean; metricName?: string; region?: string }[];
  options?: object;
  fieldConfig?: { defaults: { custom: object } };
}
interface Json {
  uid: string;
  title: string;
  panels: Panel[];
}

async function made(): Promise<Map<string, Json>> {
  const { of } = await deploy(() => new Dashboards("dashboards", args));
  const files = of(kubernetes.core.v1.ConfigMap).flatMap(({ inputs }) => Object.values(inputs["data"] as object));
  return new Map(files.map((text): [string, Json] => [JSON.parse(text).uid, JSON.parse(text)]));
}

describe("Dashboards", function () {
  this.timeout(300_000);

  it("AUT-OBS-09 AIV-OBS-01 has dashboards for services, nodes and telemetry, and for every workload and monitored resource", async () => {
    assert.deepEqual([...(await made()).entries()].map(([uid, { title }]) => [uid, title]).toSorted(), [
      ["abc123", "Service overview"],
      ["cache-main", "Cache main 001"],
      ["database-main", "Database main"],
      ["gateway-main", "Gateway main"],
      ["kong", "API gateway"],
      ["nodes", "Nodes"],
      ["telemetry", "Telemetry"],
      ["workload-automatrix", "Workload automatrix"],
      ["workload-relaycore", "Workload relaycore"],
    ]);
  });

  it("selects requests and logs by the label app, replicas and pods by the Deployment", async () => {
    const panels = (await made()).get("workload-automatrix")?.panels ?? [];
    const queries = panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => expr ?? []));
    for (const expr of queries) assert.match(expr, /job="automatrix"|app="automatrix"|"autmatrix-backend(-\.\+)?"/);
    assert.ok(queries.some((expr) => expr === '{namespace="auterity", app="automatrix"}'));
    assert.ok(queries.some((expr) => expr.includes('http_requests_total{job="automatrix"}')));
    // Kubelets publish CPU and memory at two paths.
    const twice = /container_(cpu_usage_seconds_total|memory_working_set_bytes){/;
    const told = queries.filter((expr) => twice.test(expr));
    assert.equal(told.length, 2);
    for (const expr of told) assert.match(expr, /, metrics_path="\/metrics\/cadvisor"}/);
  });

  it("puts each dashboard into a ConfigMap with Grafana's label, in a folder", async () => {
    const deployed = await deploy(() => new Dashboards("dashboards", args));
    const map = deployed.one(kubernetes.core.v1.ConfigMap, "dashboards-database-main");
    assert.deepEqual(map.inputs["metadata"], {
      name: "dashboard-database-main",
      namespace: "monitoring",
      labels: { grafana_dashboard: "1" },
      annotations: { grafana_folder: "AWS" },
    });
    assert.deepEqual(Object.keys(at(map, "data") as object), ["database-main.json"]);
    assert.deepEqual(invalid(deployed.resources), []);
  });

  it("matches Grafana's schema: dashboards, panels, queries of CloudWatch and Loki", async () => {
    const grafana = new Declared("@grafana/schema");
    const composable = "@grafana/schema/dist/esm/raw/composable";
    const series = new Declared(`${composable}/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen`);
    const cloudWatch = new Declared(`${composable}/cloudwatch/dataquery/x/CloudWatchDataQuery_types.gen`);
    const loki = new Declared(`${composable}/loki/dataquery/x/LokiDataQuery_types.gen`);
    const queries = { cloudwatch: [cloudWatch, "CloudWatchMetricsQuery"], loki: [loki, "LokiDataQuery"] } as const;
    let checked = 0;
    for (const json of (await made()).values()) {
      assert.deepEqual(grafana.faults("Dashboard", json), [], json.uid);
      for (const panel of json.panels.filter(({ type }) => type === "timeseries")) {
        assert.deepEqual(series.faults("Options", panel.options), [], `${json.uid} ${panel.title}`);
        assert.deepEqual(series.faults("FieldConfig", panel.fieldConfig?.defaults.custom), [], panel.title);
      }
      for (const { datasource, targets = [] } of json.panels) {
        const query = Object.entries(queries).find(([type]) => type === datasource?.type)?.[1];
        if (query === undefined) continue;
        for (const target of targets) {
          assert.deepEqual(query[0].faults(query[1], target), []);
          checked += 1;
        }
      }
    }
    assert.ok(checked > 30, `${checked} queries were checked`);
  });

  it("reports unknown fields and values of Grafana's schema", () => {
    const grafana = new Declared("@grafana/schema");
    const panel = { type: "timeseries", colour: "red", gridPos: { x: 0, y: 0, w: "8", h: 8 } };
    const faults = grafana.faults("Dashboard", { schemaVersion: 42, panels: [panel] });
    assert.deepEqual(faults, [
      "Dashboard.panels[0].colour is not a field",
      "Dashboard.panels[0].gridPos.w is no number",
    ]);
    assert.deepEqual(grafana.faults("Dashboard", {}), ["Dashboard.schemaVersion is missing"]);
  });

  it("gives every panel a position, an ID, an existing data source and named queries", async () => {
    for (const { uid, panels } of (await made()).values()) {
      assert.ok(uid.length <= 40, uid);
      assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length, uid);
      const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
        Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
      );
      assert.equal(new Set(cells).size, cells.length, `${uid} has panels on top of each other`);
      assert.ok(
        panels.every(({ gridPos: { x, w } }) => x + w <= 24),
        uid,
      );
      for (const { type, title, datasource, targets = [] } of panels) {
        if (type === "row") continue;
        assert.ok(["prometheus", "cloudwatch", "loki"].includes(datasource?.uid ?? ""), title);
        assert.ok(targets.length > 0, title);
        assert.equal(new Set(targets.map(({ refId }) => refId)).size, targets.length, title);
        assert.ok(
          targets.some(({ hide }) => hide !== true),
          title,
        );
      }
    }
  });

  it("has valid PromQL", async () => {
    const expressions = [...(await made()).values()].flatMap(({ panels }) =>
      panels.flatMap(({ datasource, targets = [] }) => (datasource?.type === "prometheus" ? targets : [])),
    );
    assert.ok(expressions.length > 40, `${expressions.length} queries`);
    const rules = expressions.map(({ expr }, index) => ({
      record: `panel:${index}`,
      expr: String(expr).replaceAll("$__rate_interval", "1m"),
    }));
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "dashboards-")), "queries.json");
    fs.writeFileSync(file, JSON.stringify({ groups: [{ name: "queries", rules }] }));
    assert.match(
      await validate("promtool", "check", "rules", file),
      new RegExp(`SUCCESS: ${rules.length} rules found`),
    );
    fs.rmSync(path.dirname(file), { recursive: true });
  });

  it("draws the thresholds of alarms", async () => {
    const all = await made();
    const failures = all.get("abc123")?.panels.find(({ title }) => title === "Share of failures by service");
    assert.deepEqual(Object.entries(failures?.fieldConfig?.defaults ?? {}).find(([key]) => key === "thresholds")?.[1], {
      mode: "absolute",
      steps: [
        { color: "green", value: null },
        { color: "red", value: 0.01 },
      ],
    });
  });

  it("queries CloudWatch for the metrics of the resource in its Region", async () => {
    const database = (await made()).get("database-main");
    const cpu = database?.panels.find(({ targets }) => targets?.[0]?.metricName === "CPUUtilization")?.targets?.[0];
    assert.deepEqual(cpu, {
      refId: "A",
      datasource: { type: "cloudwatch", uid: "cloudwatch" },
      queryMode: "Metrics",
      metricQueryType: 0,
      metricEditorMode: 0,
      region: "us-west-2",
      namespace: "AWS/RDS",
      metricName: "CPUUtilization",
      dimensions: { DBInstanceIdentifier: "auterity-prod" },
      matchExact: true,
      statistic: "Average",
      period: "300",
      id: "",
      label: cpu && Reflect.get(cpu, "label"),
      hide: false,
    });
  });

  it("refuses names that are invalid for a ConfigMap", async () => {
    const workloads = { Web: { namespace: "shop", deployment: "web", app: "web" } };
    assert.equal(
      await refusal(() => new Dashboards("dashboards", { ...args, workloads })),
      'Dashboards "dashboards": workloads and monitored must have names of at most 30 lower-case letters, digits and hyphens, got "Web"',
    );
  });
});
