import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import * as kubernetes from "@pulumi/kubernetes";
import { definitions } from "../../stacks/definitions.ts";
import { chartsIn } from "../components/addons/documented-values.ts";
import { at, type Deployed } from "../harness.ts";
import { validate } from "../validators.ts";
import { deployStack } from "./origins.ts";

const rulesType = "kubernetes:monitoring.coreos.com/v1:PrometheusRule";
const collectorType = "kubernetes:opentelemetry.io/v1beta1:OpenTelemetryCollector";

interface Route {
  receiver: string;
  matchers?: string[];
}
interface Collected {
  exporters: Record<string, object>;
  service: { pipelines: Record<string, { exporters: string[] }> };
}

/** Exporters that no registry had for the validator. */
const unavailable = /^(opensearch|awsemf|load_balancing)$/;
const instead = "otlp_grpc/instead";

/** The same with exporters that the validator has; what surrounds them stays as it is. */
function judgeable({ exporters, service, ...rest }: Collected): object {
  const known = Object.fromEntries(Object.entries(exporters).filter(([name]) => !unavailable.test(name)));
  const pipelines = Object.entries(service.pipelines).map(([name, pipeline]) => [
    name,
    { ...pipeline, exporters: pipeline.exporters.map((each) => (unavailable.test(each) ? instead : each)) },
  ]);
  const stand = { endpoint: "instead:4317", tls: { insecure: true } };
  return {
    ...rest,
    exporters: { ...known, [instead]: stand },
    service: { ...service, pipelines: Object.fromEntries(pipelines) },
  };
}

/** The collector's configuration, from its ConfigMap or from the object that its operator reads. */
function collected({ of }: Deployed): Collected[] {
  const files = of(kubernetes.core.v1.ConfigMap).flatMap(({ inputs }) => {
    const data = inputs["data"];
    const text = typeof data === "object" && data !== null ? Reflect.get(data, "collector.yaml") : undefined;
    return text === undefined ? [] : [JSON.parse(String(text)) as Collected];
  });
  return [...files, ...of(collectorType).map((each) => at(each, "spec.config") as Collected)];
}

for (const [stack, { telemetry, deployments }] of Object.entries(definitions)) {
  if (telemetry === undefined) continue;
  describe(`the telemetry of ${stack}`, function () {
    this.timeout(900_000);
    let deployed: Deployed;
    let directory: string;
    before(async () => {
      deployed = await deployStack(stack);
      directory = fs.mkdtempSync(path.join(os.tmpdir(), "telemetry-"));
    });
    after(() => fs.rmSync(directory, { recursive: true }));

    function file(content: unknown): string {
      const target = path.join(directory, "content.json");
      fs.writeFileSync(target, JSON.stringify(content));
      return target;
    }

    it("installs charts with values that each of them documents", () => {
      const installed = chartsIn(deployed);
      if (telemetry.prometheus !== undefined) assert.ok(installed.includes("kube-prometheus-stack 91.9.0"));
      if (telemetry.loki !== undefined) assert.ok(installed.includes("loki 18.13.1"));
    });

    const { prometheus, collector } = telemetry;
    if (prometheus !== undefined) {
      it("has rules that promtool accepts, each alert with severity, team, dashboard and a runbook that exists", async () => {
        const groups = deployed.of(rulesType).flatMap((each) => at(each, "spec.groups") as { rules: object[] }[]);
        const said = await validate("promtool", "check", "rules", file({ groups }));
        const rules = groups.flatMap((group) => group.rules);
        assert.match(said, new RegExp(`SUCCESS: ${rules.length} rules found`));
        const alerts = rules.filter((rule) => "alert" in rule) as {
          alert: string;
          labels: Record<string, string>;
          annotations: Record<string, string>;
        }[];
        assert.ok(alerts.length > 10, `${alerts.length} alerts`);
        for (const { alert, labels, annotations } of alerts) {
          if (alert === "Watchdog") continue;
          assert.match(labels["severity"] ?? "", /^(critical|warning)$/, alert);
          assert.equal(labels["team"], prometheus.team, alert);
          assert.ok(annotations["dashboard"]?.startsWith(`${prometheus.grafana.url}/d/`), alert);
          const [page = ""] = /[^/]+$/.exec(annotations["runbook"] ?? "") ?? [];
          assert.ok(
            fs.existsSync(path.join("docs/runbooks", `${page}.md`)),
            `${alert} leads to ${annotations["runbook"]}`,
          );
        }
      });

      it("has an objective for every scraped workload, with fast and slow error budget alerts", () => {
        const groups = deployed
          .of(rulesType)
          .flatMap((each) => at(each, "spec.groups") as { rules: { alert?: string; expr: string }[] }[]);
        const scraped = Object.values(deployments ?? {}).filter(({ metrics }) => metrics !== undefined);
        assert.ok(scraped.length > 0);
        for (const { deploymentName, app = deploymentName } of scraped) {
          const own = groups.filter(({ rules }) =>
            rules.some(({ expr }) => expr.includes(`http_requests_total{job="${app}"}`)),
          );
          const alerts = own.flatMap(({ rules }) => rules.flatMap(({ alert }) => alert ?? []));
          assert.ok(
            alerts.includes("ErrorBudgetBurnFast") && alerts.includes("ErrorBudgetBurnSlow"),
            `${app}: ${alerts}`,
          );
        }
      });

      it("routes each severity to its receivers, by Alertmanager's own test", async () => {
        const release = deployed.one(kubernetes.helm.v3.Release, "prometheus");
        const config = at(release, "values.alertmanager.config") as { route: { routes: Route[] } };
        const written = file(config);
        assert.match(await validate("amtool", "check-config", written), /SUCCESS/);
        const { notices, heartbeat } = prometheus.alerting;
        for (const severity of ["critical", "warning"] as const) {
          const labels = ["alertname=Anything", `severity=${severity}`];
          const said = await validate("amtool", "config", "routes", "test", "--config.file", written, ...labels);
          assert.deepEqual(
            said.trim().split(","),
            notices[severity].map(({ receiver }) => receiver),
          );
        }
        const said = await validate(
          "amtool",
          "config",
          "routes",
          "test",
          "--config.file",
          written,
          "alertname=Watchdog",
        );
        assert.equal(said.trim(), heartbeat);
      });
    }

    if (collector !== undefined) {
      it("has a configuration that the collector accepts", async () => {
        const configs = collected(deployed);
        assert.equal(configs.length, 1);
        for (const config of configs)
          await validate("collector", "validate", `--config=file:${file(judgeable(config))}`);
      });
    }
  });
}
