import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import { at, type Deployed } from "../../harness.ts";
import { deployStack, origins } from "../origins.ts";

const rules = "kubernetes:monitoring.coreos.com/v1:PrometheusRule";

describe("telemetry of auterity-infra", () => {
  let deployed: Deployed;
  before(async () => {
    deployed = await deployStack("auterity-infra");
  });
  const value = (release: string, path: string) =>
    at(deployed.one(kubernetes.helm.v3.Release, release), `values.${path}`);

  it("AUI-OBS-01: scrapes and evaluates every 15 s, with the application's pods as job auterity", () => {
    assert.equal(value("prometheus", "prometheus.prometheusSpec.scrapeInterval"), "15s");
    assert.equal(value("prometheus", "prometheus.prometheusSpec.evaluationInterval"), "15s");
    const [pods] = value("prometheus", "prometheus.prometheusSpec.additionalScrapeConfigs") as {
      relabel_configs: { source_labels: string[]; target_label?: string }[];
    }[];
    const job = pods?.relabel_configs.find(({ target_label }) => target_label === "job");
    assert.deepEqual(job?.source_labels, ["__meta_kubernetes_pod_label_app_kubernetes_io_name"]);
    const template = at(
      deployed.one(kubernetes.apps.v1.Deployment, "deployment-auterity-app"),
      "spec.template.metadata",
    ) as Record<"labels" | "annotations", Record<string, string>>;
    assert.equal(template.labels["app.kubernetes.io/name"], "auterity");
    assert.equal(template.annotations["prometheus.io/scrape"], "true");
    assert.equal(template.annotations["prometheus.io/port"], "8000");
  });

  it("AUI-OBS-02: records the mean latency of each job", () => {
    assert.deepEqual(at(deployed.one(rules, "prometheus-rules-recordings"), "spec.groups"), [
      {
        name: "auterity",
        rules: [
          {
            record: "job:request_latency_seconds:mean5m",
            expr: "sum by (job) (rate(http_request_duration_seconds_sum[5m])) / sum by (job) (rate(http_request_duration_seconds_count[5m]))",
          },
        ],
      },
    ]);
  });

  it("AUI-OBS-03, OOD-13: runs Grafana 12.4 on port 3000, with its password in Secrets Manager only", () => {
    assert.match(String(value("prometheus", "grafana.image.tag")), /^12\.4\.\d+$/);
    assert.deepEqual(value("prometheus", "grafana.service"), { port: 3000 });
    assert.deepEqual(value("prometheus", "grafana.admin"), {
      existingSecret: "grafana-admin",
      userKey: "username",
      passwordKey: "password",
    });
    const copy = deployed.one("kubernetes:external-secrets.io/v1:ExternalSecret", "prometheus-grafana-admin");
    assert.equal(at(copy, "spec.target.name"), "grafana-admin");
    assert.deepEqual(origins(copy, "spec", "aws:secretsmanager/secret:Secret"), ["secret-grafana_password"]);
  });

  it("AUI-OBS-04, OOD-12: runs one Loki with an in-memory ring, which stores logs in S3", () => {
    assert.equal(value("loki", "loki.auth_enabled"), false);
    assert.deepEqual(value("loki", "loki.server"), { http_listen_port: 3100 });
    assert.deepEqual(value("loki", "loki.commonConfig"), {
      replication_factor: 1,
      instance_addr: "127.0.0.1",
      ring: { kvstore: { store: "inmemory" } },
    });
    assert.deepEqual(value("loki", "loki.ingester"), {
      chunk_idle_period: "5m",
      chunk_retain_period: "30s",
      lifecycler: { final_sleep: "0s" },
    });
    assert.equal(value("loki", "singleBinary.replicas"), 1);
    assert.equal(value("loki", "loki.storage.type"), "s3");
    const loki = deployed.one(kubernetes.helm.v3.Release, "loki");
    assert.deepEqual(origins(loki, "values", "aws:s3/bucket:Bucket"), ["loki"]);
    const association = deployed.one(aws.eks.PodIdentityAssociation, "loki");
    assert.deepEqual(
      [association.inputs["namespace"], association.inputs["serviceAccount"]],
      ["monitoring", value("loki", "serviceAccount.name")],
    );
  });

  it("AUI-OBS-05: groups alerts by name, with the required intervals, and calls a webhook whose URL is in a secret", () => {
    const { routes: _, ...route } = value("prometheus", "alertmanager.config.route") as Record<string, unknown>;
    assert.deepEqual(route, {
      group_by: ["alertname"],
      group_wait: "30s",
      group_interval: "5m",
      repeat_interval: "1h",
      receiver: "web.hook",
    });
    const receivers = value("prometheus", "alertmanager.config.receivers") as { name: string }[];
    assert.deepEqual(
      receivers.find(({ name }) => name === "web.hook"),
      {
        name: "web.hook",
        webhook_configs: [{ url_file: "/etc/alertmanager/secrets/alert-receivers/web.hook", send_resolved: true }],
      },
    );
    const copy = deployed.one("kubernetes:external-secrets.io/v1:ExternalSecret", "prometheus-alert-receivers");
    assert.deepEqual(origins(copy, "spec", "aws:secretsmanager/secret:Secret"), ["secret-alert_receivers"]);
    const secret = deployed.one(aws.secretsmanager.Secret, "secret-alert_receivers");
    assert.match(String(secret.inputs["description"]), /\(JSON: web\.hook, heartbeat\)$/);
  });

  it("AUI-OBS-06: scrapes Kong, and has dashboards of gateways, services, database, queue, cache and storage", () => {
    const kong = at(deployed.one(kubernetes.apps.v1.Deployment, "kong"), "spec.template.metadata.annotations");
    assert.deepEqual(kong, {
      "prometheus.io/scrape": "true",
      "prometheus.io/path": "/metrics",
      "prometheus.io/port": "8100",
    });
    const maps = deployed.of(kubernetes.core.v1.ConfigMap).map(({ name }) => name);
    assert.deepEqual(maps.filter((name) => name.startsWith("dashboards-")).toSorted(), [
      "dashboards-broker-events",
      "dashboards-bucket-backups",
      "dashboards-bucket-storage",
      "dashboards-cache-main",
      "dashboards-cluster-main",
      "dashboards-database-main",
      "dashboards-gateway-main",
      "dashboards-kong",
      "dashboards-natgateway-a",
      "dashboards-natgateway-b",
      "dashboards-natgateway-c",
      "dashboards-nodes",
      "dashboards-service-app",
      "dashboards-services",
      "dashboards-telemetry",
      "dashboards-workload-auterity-app",
    ]);
  });
});
