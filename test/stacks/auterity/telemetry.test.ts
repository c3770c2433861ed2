import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import { at, type Deployed } from "../../harness.ts";
import { deployStack, origins } from "../origins.ts";

const rules = "kubernetes:monitoring.coreos.com/v1:PrometheusRule";
const externalSecret = "kubernetes:external-secrets.io/v1:ExternalSecret";

interface Collector {
  receivers: object;
  processors: Record<string, object>;
  exporters: Record<string, { endpoint: string }>;
  service: { pipelines: object };
}

describe("telemetry of auterity", () => {
  let deployed: Deployed;
  before(async () => {
    deployed = await deployStack("auterity");
  });
  const release = (name: string) => deployed.one(kubernetes.helm.v3.Release, name);
  const container = (name: string) =>
    at(deployed.one(kubernetes.apps.v1.Deployment, name), "spec.template.spec.containers.0") as Record<string, unknown>;
  const alerts = () => at(deployed.one(rules, "prometheus-rules-services"), "spec.groups") as object[];
  const collector = (): Collector =>
    JSON.parse(
      (at(deployed.one(kubernetes.core.v1.ConfigMap, "collector"), "data") as Record<string, string>)[
        "collector.yaml"
      ] ?? "",
    );

  it("AUT-OBS-01, AUT-OBS-02, AUT-OBS-03: alerts on 1 % of errors and on half a second of latency, by job", () => {
    const dashboard = "https://grafana.example.com/d/abc123/service-overview";
    assert.deepEqual(alerts(), [
      {
        name: "system_alerts",
        rules: [
          {
            alert: "HighErrorRate",
            expr: 'sum by (job) (rate(http_requests_total{status=~"5.."}[5m])) / sum by (job) (rate(http_requests_total[5m])) > 0.01',
            for: "2m",
            labels: { severity: "critical", team: "platform" },
            annotations: {
              summary: "High error rate of {{ $labels.job }}",
              description:
                "{{ $labels.job }} answers {{ $value | humanizePercentage }} of its requests with a 5xx status, above the 1% error rate that is allowed.",
              dashboard,
              runbook: "https://wiki.example.com/runbooks/high-error-rate",
            },
          },
          {
            alert: "APILatencyHigh",
            expr: 'histogram_quantile(0.95, sum by (le, handler) (rate(http_request_duration_seconds_bucket{handler!="metrics"}[5m]))) > 0.5',
            for: "5m",
            labels: { severity: "warning", team: "platform" },
            annotations: {
              summary: "Slow answers of {{ $labels.handler }}",
              description:
                "The 95th percentile of {{ $labels.handler }} is {{ $value | humanizeDuration }}, above the 500ms that are allowed.",
              dashboard,
              runbook: "https://wiki.example.com/runbooks/high-latency",
            },
          },
        ],
      },
    ]);
  });

  it("AUT-OBS-04: accepts OTLP on 4317 and 4318, from pods of every namespace", () => {
    assert.deepEqual(collector().receivers, {
      otlp: { protocols: { grpc: { endpoint: "0.0.0.0:4317" }, http: { endpoint: "0.0.0.0:4318" } } },
    });
    const service = deployed.one(kubernetes.core.v1.Service, "collector");
    const ports = at(service, "spec.ports") as { name: string; port: number }[];
    assert.deepEqual(
      ports.filter(({ name }) => name.startsWith("otlp")).map(({ port }) => port),
      [4317, 4318],
    );
    const admits = deployed.one(kubernetes.networking.v1.NetworkPolicy, "telemetry-collector-takes");
    assert.deepEqual(at(admits, "spec.ingress"), [
      {
        from: [{ namespaceSelector: {} }],
        ports: [
          { protocol: "TCP", port: 4317 },
          { protocol: "TCP", port: 4318 },
        ],
      },
    ]);
  });

  it("AUT-OBS-04: is the endpoint of the backends, which may connect to it", () => {
    for (const [name, service] of [
      ["autmatrix", "autmatrix-backend"],
      ["relaycore", "relaycore"],
      ["neuroweaver", "neuroweaver-backend"],
    ] as const) {
      const environment = at(deployed.one(kubernetes.core.v1.ConfigMap, `deployment-${name}`), "data") as Record<
        string,
        string
      >;
      assert.equal(environment["OTEL_SERVICE_NAME"], service);
      const url = "http://otel-collector.monitoring.svc.cluster.local:4318";
      assert.equal(environment["OTEL_EXPORTER_OTLP_ENDPOINT"], url);
      const policy = deployed.one(kubernetes.networking.v1.NetworkPolicy, `deployment-${name}`);
      const egress = at(policy, "spec.egress") as { to: object[]; ports: { port: number }[] }[];
      const [opened] = egress.filter(({ to }) => JSON.stringify(to).includes("otel-collector"));
      assert.equal(opened?.ports[0]?.port, 4318);
    }
    assert.equal(at(deployed.one(kubernetes.core.v1.Service, "collector"), "metadata.name"), "otel-collector");
  });

  it("AUT-OBS-05: limits memory, batches, and adds the system's attributes to all data", () => {
    assert.deepEqual(collector().processors, {
      memory_limiter: { check_interval: "1s", limit_mib: 1000 },
      batch: { timeout: "1s", send_batch_size: 1024 },
      resource: {
        attributes: [
          { key: "environment", value: "production", action: "upsert" },
          { key: "service.namespace", value: "auterity", action: "upsert" },
        ],
      },
    });
  });

  it("AUT-OBS-06, OOD-09, OOD-10: exports traces to Jaeger and logs to Loki over OTLP, and metrics to Prometheus on 8889", () => {
    const exporters = Object.entries(collector().exporters).map(([id, { endpoint }]) => [id, endpoint]);
    assert.deepEqual(exporters, [
      ["otlp_grpc/jaeger-0", "jaeger-0.jaeger.monitoring.svc:4317"],
      ["otlp_grpc/jaeger-1", "jaeger-1.jaeger.monitoring.svc:4317"],
      ["prometheus", "0.0.0.0:8889"],
      ["otlp_http/loki", "http://loki.monitoring.svc:3100/otlp"],
    ]);
  });

  it("AUT-OBS-07: has a pipeline each for traces, metrics and logs", () => {
    const steps = { receivers: ["otlp"], processors: ["memory_limiter", "batch", "resource"] };
    assert.deepEqual(collector().service.pipelines, {
      traces: { ...steps, exporters: ["otlp_grpc/jaeger-0", "otlp_grpc/jaeger-1"] },
      metrics: { ...steps, exporters: ["prometheus"] },
      logs: { ...steps, exporters: ["otlp_http/loki"] },
    });
  });

  it("AUT-OBS-08: scrapes pods at the endpoint of their annotations", () => {
    const [pods] = at(release("prometheus"), "values.prometheus.prometheusSpec.additionalScrapeConfigs") as {
      kubernetes_sd_configs: object[];
      relabel_configs: { source_labels: string[]; action?: string; target_label?: string }[];
    }[];
    assert.deepEqual(pods?.kubernetes_sd_configs, [{ role: "pod" }]);
    const read = (annotation: string) =>
      pods?.relabel_configs.find(({ source_labels }) => source_labels.at(-1)?.endsWith(`prometheus_io_${annotation}`));
    assert.equal(read("scrape")?.action, "keep");
    assert.equal(read("path")?.target_label, "__metrics_path__");
    assert.equal(read("port")?.target_label, "__address__");
  });

  it("AUT-OBS-09: has Prometheus, Grafana and Jaeger 2, with a dashboard for each backend and each store", () => {
    assert.equal(at(release("prometheus"), "chart"), "kube-prometheus-stack");
    assert.equal(at(release("prometheus"), "values.grafana.enabled"), true);
    const jaeger = deployed.one(kubernetes.apps.v1.StatefulSet, "jaeger");
    assert.match(String(at(jaeger, "spec.template.spec.containers.0.image")), /\/jaeger:2\.\d+\.\d+$/);
    const sources = at(release("prometheus"), "values.grafana.additionalDataSources") as { type: string }[];
    assert.deepEqual(
      sources.map(({ type }) => type),
      ["cloudwatch", "loki", "jaeger"],
    );
    const maps = deployed.of(kubernetes.core.v1.ConfigMap).map(({ name }) => name);
    assert.deepEqual(maps.filter((name) => name.startsWith("dashboards-")).toSorted(), [
      "dashboards-abc123",
      "dashboards-cache-main",
      "dashboards-cluster-main",
      "dashboards-database-main",
      "dashboards-gateway-main",
      "dashboards-natgateway-a",
      "dashboards-natgateway-b",
      "dashboards-natgateway-c",
      "dashboards-nodes",
      "dashboards-telemetry",
      "dashboards-workload-autmatrix",
      "dashboards-workload-neuroweaver",
      "dashboards-workload-neuroweaver-frontend",
      "dashboards-workload-relaycore",
    ]);
  });

  it("runs copies of two images from its own registry", () => {
    assert.match(String(container("collector")["image"]), /^601122334455\.dkr\.ecr\.us-west-2\..+\/otel-collector:0\./);
    const jaeger = deployed.one(kubernetes.apps.v1.StatefulSet, "jaeger");
    assert.match(
      String(at(jaeger, "spec.template.spec.containers.0.image")),
      /^601122334455\.dkr\.ecr\.us-west-2\..+\/jaeger:2\./,
    );
  });

  it("reads the receivers and the administrator of Grafana from secrets", () => {
    const read = deployed.of(externalSecret).filter((each) => at(each, "metadata.namespace") === "monitoring");
    assert.deepEqual(
      read.map((each) => [at(each, "spec.target.name"), origins(each, "spec", "aws:secretsmanager/secret:Secret")]),
      [
        ["alert-receivers", ["secret-alert-receivers"]],
        ["grafana-admin", ["secret-grafana"]],
      ],
    );
    assert.equal(at(release("prometheus"), "values.alertmanager.config.route.receiver"), "web.hook");
    const store = deployed.one("kubernetes:external-secrets.io/v1:ClusterSecretStore");
    assert.match(JSON.stringify(at(store, "spec.conditions")), /"monitoring"/);
  });
});
