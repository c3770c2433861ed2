import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import { at, type Deployed } from "../../harness.ts";
import { deployStack, origins } from "../origins.ts";
import { configOf } from "../stack-settings.ts";

const rulesType = "kubernetes:monitoring.coreos.com/v1:PrometheusRule";
const externalSecret = "kubernetes:external-secrets.io/v1:ExternalSecret";

/** What production and staging differ in: how long they keep what, and on how much room. */
const sizes = {
  prod: { metrics: ["30d", "160GiB", "200Gi"], logs: ["720h", "20Gi"], traces: ["168h", "50Gi"], domain: "" },
  staging: {
    metrics: ["15d", "80GiB", "100Gi"],
    logs: ["336h", "10Gi"],
    traces: ["72h", "20Gi"],
    domain: "staging.",
  },
} as const;

interface Receiver {
  name: string;
  [kind: string]: unknown;
}
interface Route {
  matchers: string[];
  receiver: string;
  group_wait: string;
  repeat_interval?: string;
}

for (const [stack, size] of Object.entries(sizes)) {
  describe(`telemetry of the cluster of ${stack}`, () => {
    let deployed: Deployed;
    before(async () => {
      deployed = await deployStack(stack);
    });
    const values = (chart: string, path: string) =>
      at(deployed.one(kubernetes.helm.v3.Release, chart), `values.${path}`);
    const stackValues = (path: string) => values("prometheus", path);
    const config = () => {
      const { data } = deployed.one(kubernetes.core.v1.ConfigMap, "collector").inputs as {
        data: Record<string, string>;
      };
      return JSON.parse(String(data["collector.yaml"]));
    };
    const image = (type: string, name: string) => at(deployed.one(type, name), "spec.template.spec.containers.0.image");

    it("runs two replicas of Prometheus, scraping every 15 seconds, with a volume for its retention", () => {
      const [retention, retentionSize, storage] = size.metrics;
      const spec = stackValues("prometheus.prometheusSpec") as Record<string, unknown>;
      assert.deepEqual(
        [spec["replicas"], spec["scrapeInterval"], spec["retention"], spec["retentionSize"], spec["podAntiAffinity"]],
        [2, "15s", retention, retentionSize, "hard"],
      );
      const claim = "prometheus.prometheusSpec.storageSpec.volumeClaimTemplate.spec";
      assert.equal(stackValues(`${claim}.storageClassName`), "gp3");
      assert.equal(stackValues(`${claim}.resources.requests.storage`), storage);
      assert.deepEqual(spec["externalLabels"], { cluster: `platform-${stack}`, environment: stack });
    });

    it("pages for critical alerts, posts warnings to the channel, and sends a heartbeat", () => {
      const { receivers, route } = stackValues("alertmanager.config") as {
        receivers: Receiver[];
        route: { receiver: string; routes: Route[] };
      };
      assert.deepEqual(
        route.routes.map((each) => [each.matchers[0], each.receiver, each.group_wait]),
        [
          ['alertname="Watchdog"', "heartbeat", "0s"],
          ['severity="critical"', "on-call", "30s"],
          ['severity="critical"', "channel", "30s"],
          ['severity="critical"', "incidents", "30s"],
          ['severity="warning"', "channel", "30s"],
          ['severity="warning"', "mail", "1800s"],
        ],
      );
      assert.equal(route.receiver, "channel");
      assert.equal(route.routes[0]?.repeat_interval, "1m");
      assert.deepEqual(
        receivers.map(({ name, ...integration }) => [name, ...Object.keys(integration)]),
        [
          ["on-call", "pagerduty_configs"],
          ["channel", "slack_configs"],
          ["mail", "email_configs"],
          ["incidents", "webhook_configs"],
          ["heartbeat", "webhook_configs"],
        ],
      );
      const files = [...JSON.stringify(receivers).matchAll(/_file":"([^"]+)"/g)].map(([, file]) => file);
      assert.deepEqual(
        files,
        ["on-call", "channel", "mail", "incidents", "heartbeat"].map(
          (name) => `/etc/alertmanager/secrets/alert-receivers/${name}`,
        ),
      );
      assert.equal(stackValues("alertmanager.alertmanagerSpec.replicas"), 2);
    });

    it("reads receivers and Grafana's administrator only from Secrets Manager", () => {
      for (const name of ["alert-receivers", "grafana-admin"]) {
        const copied = deployed.one(externalSecret, `prometheus-${name}`);
        assert.equal(at(copied, "metadata.namespace"), "monitoring");
        assert.deepEqual(origins(copied, "spec", "aws:secretsmanager/secret:Secret"), [`secret-${name}`]);
      }
      assert.deepEqual(stackValues("grafana.admin"), {
        existingSecret: "grafana-admin",
        userKey: "username",
        passwordKey: "password",
      });
      const store = deployed.one("kubernetes:external-secrets.io/v1:ClusterSecretStore");
      assert.deepEqual(at(store, "spec.conditions"), [{ namespaces: ["application", "monitoring"] }]);
    });

    it("shows metrics, logs and traces in Grafana, with a dashboard for each workload and store", () => {
      const sources = stackValues("grafana.additionalDataSources") as { type: string }[];
      assert.deepEqual(
        sources.map(({ type }) => type),
        ["cloudwatch", "loki", "jaeger"],
      );
      const { "grafana.ini": ini } = stackValues("grafana") as { "grafana.ini": { server: { root_url: string } } };
      assert.equal(ini.server.root_url, `https://grafana.${size.domain}example.com`);
      const dashboards = deployed
        .of(kubernetes.core.v1.ConfigMap)
        .map((each) => String(at(each, "metadata.name")))
        .filter((name) => name.startsWith("dashboard-"))
        .map((name) => name.replace("dashboard-", ""));
      assert.deepEqual(dashboards.toSorted(), [
        "auroracluster-events",
        "broker-main",
        "cache-main",
        "cluster-main",
        "database-main",
        "gateway-main",
        "kong",
        "natgateway-a",
        "natgateway-b",
        "natgateway-d",
        "nodes",
        "queue-documents",
        "search-content",
        "service-documents",
        "service-worker",
        "services",
        "telemetry",
        "workload-api",
      ]);
    });

    it("scrapes the API and Kong by the annotations of their pods", () => {
      const scraped = (name: string) => {
        const annotations = at(deployed.one(kubernetes.apps.v1.Deployment, name), "spec.template.metadata.annotations");
        const { "platform/environment": _, ...scraping } = annotations as Record<string, string>;
        return Object.values(scraping);
      };
      assert.deepEqual(scraped("deployment-api").toSorted(), ["/metrics", "8000", "true"]);
      assert.deepEqual(scraped("kong").toSorted(), ["/metrics", "8100", "true"]);
    });

    it("stores logs in S3, in three replicas until they are flushed, and reads them from the API server", () => {
      const [retention, storage] = size.logs;
      assert.equal(values("loki", "singleBinary.replicas"), 3);
      assert.equal(values("loki", "loki.commonConfig.replication_factor"), 3);
      assert.equal(values("loki", "loki.limits_config.retention_period"), retention);
      assert.equal(values("loki", "singleBinary.persistence.size"), storage);
      assert.deepEqual(origins(deployed.one(kubernetes.helm.v3.Release, "loki"), "values", "aws:s3/bucket:Bucket"), [
        "loki",
      ]);
      const rights = JSON.stringify(at(deployed.one(aws.iam.RolePolicy, "loki"), "policy"));
      assert.doesNotMatch(rights, /s3:\*/);
      assert.equal(values("alloy", "alloy.mounts.varlog"), false);
      assert.match(String(values("alloy", "alloy.configMap.content")), /http:\/\/loki\.monitoring\.svc:3100/);
    });

    it("keeps traces with errors, slow traces, and a tenth of the others, complete and in two replicas", () => {
      const { exporters, processors, service } = config();
      assert.deepEqual(processors.tail_sampling.policies, [
        { name: "errors", type: "status_code", status_code: { status_codes: ["ERROR"] } },
        { name: "slow", type: "latency", latency: { threshold_ms: 1000 } },
        { name: "share", type: "probabilistic", probabilistic: { sampling_percentage: 10 } },
      ]);
      assert.deepEqual(
        Object.entries<{ receivers: string[]; exporters: string[] }>(service.pipelines).map(([name, each]) => [
          name,
          each.receivers,
          each.exporters,
        ]),
        [
          ["traces/shared", ["otlp"], ["load_balancing"]],
          ["traces", ["otlp/peers"], ["otlp_grpc/jaeger-0", "otlp_grpc/jaeger-1"]],
          ["metrics", ["otlp"], ["prometheus"]],
          ["logs", ["otlp"], ["otlp_http/loki"]],
        ],
      );
      assert.equal(exporters.load_balancing.resolver.dns.hostname, "otel-collector-peers.monitoring.svc");
      assert.equal(at(deployed.one(kubernetes.apps.v1.Deployment, "collector"), "spec.replicas"), 2);
      const jaeger = deployed.one(kubernetes.apps.v1.StatefulSet, "jaeger");
      assert.equal(at(jaeger, "spec.replicas"), 2);
      const [retention, storage] = size.traces;
      assert.equal(at(jaeger, "spec.volumeClaimTemplates.0.spec.resources.requests.storage"), storage);
      const { data } = deployed.one(kubernetes.core.v1.ConfigMap, "jaeger").inputs as { data: Record<string, string> };
      assert.match(String(data["jaeger.yaml"]), new RegExp(`"ttl":{"spans":"${retention}"`));
    });

    it("runs copies of images from registries that are not allowed", () => {
      const registry = `${configOf(stack)["platform:accountId"]}.dkr.ecr.us-east-1.amazonaws.com/platform-${stack}`;
      assert.equal(image("kubernetes:apps/v1:Deployment", "collector"), `${registry}/opentelemetry-collector:0.155.0`);
      assert.equal(image("kubernetes:apps/v1:StatefulSet", "jaeger"), `${registry}/jaeger:2.20.0`);
    });

    it("has objectives for the API: 99.9 % without errors, and 99 % within half a second", () => {
      const [availability, latency, ...others] = at(
        deployed.one(rulesType, "prometheus-rules-objectives"),
        "spec.groups",
      ) as { name: string; rules: { alert?: string; expr: string; labels: Record<string, string> }[] }[];
      assert.deepEqual(others, []);
      assert.deepEqual(
        [availability, latency].map((group) => [
          group?.name,
          ...(group?.rules ?? []).flatMap(({ alert, labels }) => (alert ? [[alert, labels["severity"]]] : [])),
        ]),
        ["objective-api-availability", "objective-api-latency"].map((name) => [
          name,
          ["ErrorBudgetBurnFast", "critical"],
          ["ErrorBudgetBurnMedium", "critical"],
          ["ErrorBudgetBurnSlow", "warning"],
        ]),
      );
      const expr = (rules: { alert?: string; expr: string }[] = []) =>
        rules.find(({ alert }) => alert === "ErrorBudgetBurnFast")?.expr ?? "";
      assert.match(expr(availability?.rules), /> 0\.0144 and .*http_requests_total\{job="api"\}\[1h\]\)\) >= 100$/);
      assert.match(
        expr(latency?.rules),
        /> 0\.144 and .*http_request_duration_seconds_count\{job="api"\}\[1h\]\)\) >= 100$/,
      );
      assert.match(latency?.rules[0]?.expr ?? "", /le="0\.5"/);
    });
  });
}
