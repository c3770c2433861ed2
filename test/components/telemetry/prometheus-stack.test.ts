import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { account } from "../../../components/iam/account.ts";
import { PrometheusStack, type PrometheusStackArgs } from "../../../components/telemetry/prometheus-stack.ts";
import { at, deploy, refusal } from "../../harness.ts";
import { invalid } from "../../kubernetes/schemas.ts";
import { validate } from "../../validators.ts";

const args = (): PrometheusStackArgs => ({
  account: account("111122223333", "us-west-2"),
  cluster: { clusterName: pulumi.output("auterity-prod"), oidcProviderArn: pulumi.output("arn") },
  namespace: "monitoring",
  namespaceName: "monitoring",
  secretStore: "secrets-manager",
  alerting: {
    receivers: { "web.hook": { kind: "webhook" }, heartbeat: { kind: "webhook" } },
    notices: { critical: [{ receiver: "web.hook" }], warning: [{ receiver: "web.hook" }] },
    heartbeat: "heartbeat",
  },
  alertingSecret: "auterity-prod/alert-receivers",
  grafana: {
    url: "https://grafana.example.com",
    adminSecret: "auterity-prod/grafana",
    lokiUrl: "http://loki.monitoring.svc:3100",
    jaegerUrl: "http://jaeger.monitoring.svc:16686",
  },
  storage: { replicas: 2, retentionDays: 15, volumeGib: 100 },
  scrapeTargets: { auterity: "auterity.auterity.svc:8000" },
  labels: { cluster: "auterity-prod", environment: "prod" },
});
const program = () => new PrometheusStack("prometheus", args());

/** The release, or its values below a path. */
async function values(where: string): Promise<unknown> {
  const { one } = await deploy(program);
  return at(one(kubernetes.helm.v3.Release), `values.${where}`);
}

describe("PrometheusStack", function () {
  this.timeout(300_000);

  it("AIV-EKS-07 AIV-OBS-01 AUT-OBS-09 is kube-prometheus-stack at one version, atomic and without CRDs", async () => {
    const { one } = await deploy(program);
    const { values: _, compat: __, ...release } = one(kubernetes.helm.v3.Release).inputs;
    assert.deepEqual(release, {
      name: "kube-prometheus-stack",
      chart: "kube-prometheus-stack",
      version: "90.1.1",
      repositoryOpts: { repo: "https://prometheus-community.github.io/helm-charts" },
      namespace: "monitoring",
      timeout: 900,
      skipCrds: true,
      atomic: true,
      cleanupOnFail: true,
      maxHistory: 5,
    });
    assert.deepEqual(await values("crds"), { enabled: false });
  });

  it("AUI-OBS-01 scrapes and evaluates every 15 s, the application among others", async () => {
    assert.equal(await values("prometheus.prometheusSpec.scrapeInterval"), "15s");
    assert.equal(await values("prometheus.prometheusSpec.evaluationInterval"), "15s");
    const jobs = (await values("prometheus.prometheusSpec.additionalScrapeConfigs")) as object[];
    assert.deepEqual(jobs[1], {
      job_name: "auterity",
      static_configs: [{ targets: ["auterity.auterity.svc:8000"] }],
    });
  });

  it("AUT-OBS-08 scrapes pods by annotations: enabled, path, port", async () => {
    const [pods] = (await values("prometheus.prometheusSpec.additionalScrapeConfigs")) as {
      relabel_configs: { source_labels: string[]; action?: string; regex?: string; target_label?: string }[];
    }[];
    const by = (label: string) =>
      pods?.relabel_configs.find(({ source_labels }) => source_labels.some((s) => s.endsWith(label)));
    assert.deepEqual([by("io_scrape")?.action, by("io_scrape")?.regex], ["keep", "true"]);
    assert.equal(by("io_path")?.target_label, "__metrics_path__");
    assert.equal(by("io_port")?.target_label, "__address__");
    assert.deepEqual(by("io_port")?.source_labels, [
      "__meta_kubernetes_pod_ip",
      "__meta_kubernetes_pod_annotation_prometheus_io_port",
    ]);
  });

  it("has valid scrape jobs of Prometheus", async () => {
    const scrape_configs = await values("prometheus.prometheusSpec.additionalScrapeConfigs");
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), "scrape-"));
    const file = path.join(directory, "prometheus.json");
    fs.writeFileSync(file, JSON.stringify({ scrape_configs }));
    assert.match(await validate("promtool", "check", "config", "--syntax-only", file), /SUCCESS/);
    fs.rmSync(directory, { recursive: true });
  });

  it("sets retention by time and size on gp3 volumes, with two pods on two nodes", async () => {
    const spec = (await values("prometheus.prometheusSpec")) as Record<string, unknown>;
    assert.deepEqual(
      [spec["retention"], spec["retentionSize"], spec["replicas"], spec["podAntiAffinity"], spec["image"]],
      ["15d", "80GiB", 2, "hard", { tag: "v3.13.5" }],
    );
    assert.deepEqual(spec["storageSpec"], {
      volumeClaimTemplate: {
        spec: {
          storageClassName: "gp3",
          accessModes: ["ReadWriteOnce"],
          resources: { requests: { storage: "100Gi" } },
        },
      },
    });
    const kept = { whenDeleted: "Delete", whenScaled: "Retain" };
    assert.deepEqual(spec["persistentVolumeClaimRetentionPolicy"], kept);
    assert.deepEqual(await values("alertmanager.alertmanagerSpec.persistentVolumeClaimRetentionPolicy"), kept);
    assert.deepEqual(await values("prometheus.podDisruptionBudget"), { enabled: true, minAvailable: 1 });
    assert.deepEqual(spec["externalLabels"], { cluster: "auterity-prod", environment: "prod" });
  });

  it("selects rules and monitors of every release", async () => {
    const spec = (await values("prometheus.prometheusSpec")) as Record<string, unknown>;
    for (const kind of ["rule", "serviceMonitor", "podMonitor", "probe", "scrapeConfig"]) {
      assert.equal(spec[`${kind}SelectorNilUsesHelmValues`], false, kind);
    }
  });

  it("AUI-OBS-03 runs Grafana 12.4 on port 3000, with its password from a Secret", async () => {
    assert.deepEqual(await values("grafana.image"), { tag: "12.4.11" });
    assert.deepEqual(await values("grafana.service"), { port: 3000 });
    assert.deepEqual(await values("grafana.admin"), {
      existingSecret: "grafana-admin",
      userKey: "username",
      passwordKey: "password",
    });
  });

  it("has data sources for metrics, logs, traces and CloudWatch with an IAM role", async () => {
    const sources = (await values("grafana.additionalDataSources")) as { uid: string; url?: string }[];
    assert.deepEqual(
      sources.map(({ uid, url }) => [uid, url]),
      [
        ["cloudwatch", undefined],
        ["loki", "http://loki.monitoring.svc:3100"],
        ["jaeger", "http://jaeger.monitoring.svc:16686"],
      ],
    );
    const { one } = await deploy(program);
    const association = one(aws.eks.PodIdentityAssociation);
    assert.deepEqual(
      [association.inputs["namespace"], association.inputs["serviceAccount"]],
      ["monitoring", "grafana"],
    );
    const { Statement } = JSON.parse(String(one(aws.iam.RolePolicy).inputs["policy"]));
    assert.ok(Statement[0].Action.every((action: string) => /:(Describe|Get|List)/.test(action)));
  });

  it("limits Grafana's RBAC to ConfigMaps of its namespace", async () => {
    assert.deepEqual(await values("grafana.rbac"), { namespaced: true });
    assert.equal(await values("grafana.sidecar.dashboards.searchNamespace"), "monitoring");
    assert.equal(await values("grafana.sidecar.dashboards.resource"), "configmap");
    assert.equal(await values("grafana.sidecar.datasources.resource"), "configmap");
  });

  it("disables anonymous access", async () => {
    const grafana = (await values("grafana")) as { "grafana.ini": Record<string, object> };
    assert.deepEqual(grafana["grafana.ini"]["auth.anonymous"], { enabled: false });
    assert.deepEqual(grafana["grafana.ini"]["users"], { allow_sign_up: false });
  });

  it("AUI-OBS-05 mounts Alertmanager's URLs and keys from a Secret of an ExternalSecret", async () => {
    const { of, one, resources } = await deploy(program);
    const secrets = of("kubernetes:external-secrets.io/v1:ExternalSecret");
    assert.deepEqual(secrets.map((each) => [at(each, "metadata.name"), at(each, "spec.dataFrom")]).toSorted(), [
      ["alert-receivers", [{ extract: { key: "auterity-prod/alert-receivers" } }]],
      ["grafana-admin", [{ extract: { key: "auterity-prod/grafana" } }]],
    ]);
    const release = one(kubernetes.helm.v3.Release);
    for (const { urn } of secrets) assert.ok(release.dependencies.includes(urn));
    assert.deepEqual(await values("alertmanager.alertmanagerSpec.secrets"), ["alert-receivers"]);
    assert.deepEqual(invalid(resources), []);
  });

  it("has no passwords, receiver URLs or keys in its values", async () => {
    const { one } = await deploy(program);
    const text = JSON.stringify(one(kubernetes.helm.v3.Release).inputs["values"]);
    assert.doesNotMatch(text, /hooks\.slack|adminPassword|"(url|api_url|routing_key|auth_password)":"https/);
  });

  it("disables control plane monitoring and untested default alerts", async () => {
    for (const part of ["kubeControllerManager", "kubeScheduler", "kubeEtcd", "kubeProxy"]) {
      assert.deepEqual(await values(part), { enabled: false }, part);
    }
    assert.deepEqual(await values("defaultRules"), { create: false });
  });

  it("uses kubelet metrics, and runs no node-exporter", async () => {
    assert.deepEqual(await values("nodeExporter"), { enabled: false });
    assert.deepEqual(await values("kubelet"), {
      enabled: true,
      serviceMonitor: { resource: true, resourcePath: "/metrics/resource" },
    });
  });

  it("reports invalid arguments, all at once", async () => {
    const wrong = {
      ...args(),
      grafana: { ...args().grafana, url: "http://grafana/" },
      storage: { replicas: 1, retentionDays: 0, volumeGib: 1.5 },
      scrapeTargets: { app: "http://app:8000/metrics" },
    } as const;
    assert.equal(
      await refusal(() => new PrometheusStack("prometheus", wrong)),
      [
        'PrometheusStack "prometheus":',
        "  - grafana.url must be an https:// URL that does not end in /, got http://grafana/",
        "  - storage.retentionDays must be a whole number from 1, got 0",
        "  - storage.volumeGib must be a whole number from 1, got 1.5",
        "  - scrapeTargets.app must be a host and a port, got http://app:8000/metrics",
      ].join("\n"),
    );
  });
});
