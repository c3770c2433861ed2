import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import { at, type Deployed } from "../../harness.ts";
import { origins } from "../origins.ts";
import { aivoEnvironments, inputs } from "./environments.ts";

const { Release } = kubernetes.helm.v3;
const rule = "kubernetes:monitoring.coreos.com/v1:PrometheusRule";

interface Rule {
  alert?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

describe("telemetry of aivo", () => {
  let aivo: Deployed;
  let staging: Deployed;
  let development: Deployed;
  let all: readonly Deployed[];
  before(async () => {
    ({ aivo, staging, development, all } = await aivoEnvironments());
  });
  const alerts = (deployed: Deployed) =>
    deployed
      .of(rule)
      .flatMap((each) => at(each, "spec.groups") as { rules: Rule[] }[])
      .flatMap(({ rules }) => rules)
      .filter(({ alert }) => alert !== undefined);

  it("AIV-OBS-01: is Prometheus and Grafana of the environment's size, and CloudWatch", () => {
    for (const [deployed, replicas, retention, storage, url] of [
      [aivo, 2, "15d", "100Gi", "https://grafana.aivo.example.com"],
      [staging, 2, "7d", "50Gi", "https://grafana.staging.aivo.example.com"],
      [development, 1, "3d", "20Gi", "https://grafana.development.aivo.example.com"],
    ] as const) {
      const stack = deployed.one(Release, "prometheus");
      assert.deepEqual(inputs(stack, "chart", "namespace"), ["kube-prometheus-stack", "monitoring"]);
      const spec = "values.prometheus.prometheusSpec";
      const claim = `${spec}.storageSpec.volumeClaimTemplate.spec.resources.requests.storage`;
      assert.deepEqual(inputs(stack, `${spec}.replicas`, `${spec}.retention`, claim), [replicas, retention, storage]);
      const { enabled, additionalDataSources, ...grafana } = at(stack, "values.grafana") as {
        enabled: boolean;
        additionalDataSources: { uid: string }[];
        "grafana.ini": { server: { root_url: string } };
      };
      assert.equal(enabled, true);
      assert.deepEqual(
        additionalDataSources.map(({ uid }) => uid),
        ["cloudwatch", "loki"],
      );
      assert.equal(grafana["grafana.ini"].server.root_url, url);
    }
  });

  it("AIV-OBS-01: scrapes both services", () => {
    for (const deployed of all) {
      for (const name of ["auth", "content"]) {
        const found = deployed.one(kubernetes.apps.v1.Deployment, `deployment-${name}`);
        const annotations = at(found, "spec.template.metadata.annotations") as Record<string, string>;
        const scraping = ["scrape", "path", "port"].map((key) => annotations[`prometheus.io/${key}`]);
        assert.deepEqual(scraping, ["true", "/metrics", "8080"]);
      }
    }
  });

  it("AIV-EKS-07: has rules of Prometheus that name team, dashboard and runbook, and dashboards of every part", () => {
    for (const deployed of all) {
      const concerns = deployed.of(rule).map((each) => at(each, "metadata.name"));
      assert.deepEqual(concerns.sort(), [
        "platform-nodes",
        "platform-objectives",
        "platform-recordings",
        "platform-services",
        "platform-telemetry",
        "platform-workloads",
      ]);
      for (const { alert, labels, annotations } of alerts(deployed)) {
        assert.equal(labels?.["team"], "platform-infrastructure", alert);
        assert.match(annotations?.["dashboard"] ?? "", /^https:\/\/grafana\.[\w.]*aivo\.example\.com\/d\//, alert);
        assert.match(annotations?.["runbook"] ?? "", /^https:\/\/runbooks\.example\.com\//, alert);
      }
      const dashboards = deployed
        .of(kubernetes.core.v1.ConfigMap)
        .filter((each) => each.name.startsWith("dashboards-"))
        .map((each) => each.name.replace("dashboards-", ""));
      for (const shown of ["services", "nodes", "workload-auth", "workload-content", "database-main", "cache-main"]) {
        assert.ok(dashboards.includes(shown), `${shown} is not among ${dashboards.join(", ")}`);
      }
    }
  });

  it("AIV-OBS-02: collects logs of pods with Alloy, and stores them in Loki's bucket", () => {
    for (const [deployed, replicas, retention] of [
      [aivo, 3, "2160h"],
      [staging, 1, "720h"],
      [development, 1, "336h"],
    ] as const) {
      const loki = deployed.one(Release, "loki");
      const kept = "values.loki.limits_config.retention_period";
      assert.deepEqual(inputs(loki, "chart", "namespace", "values.singleBinary.replicas", kept), [
        "loki",
        "monitoring",
        replicas,
        retention,
      ]);
      assert.deepEqual(origins(loki, "values", "aws:s3/bucket:Bucket"), ["loki"]);
      const association = deployed.one(aws.eks.PodIdentityAssociation, "loki");
      assert.deepEqual(inputs(association, "namespace", "serviceAccount"), ["monitoring", "loki"]);
      const alloy = deployed.one(Release, "alloy");
      assert.match(String(at(alloy, "values.alloy.configMap.content")), /"http:\/\/loki\.monitoring\.svc:3100\//);
    }
  });

  it("AIV-ALR-01: pages PagerDuty, posts to Slack, and e-mails the team after a quarter of an hour", () => {
    for (const deployed of all) {
      const config = at(deployed.one(Release, "prometheus"), "values.alertmanager.config") as {
        route: { receiver: string; routes: { matchers: string[]; receiver: string; group_wait: string }[] };
        receivers: Record<string, unknown>[];
      };
      const told = config.route.routes.map(
        ({ matchers, receiver, group_wait }) => `${matchers} ${receiver} ${group_wait}`,
      );
      assert.deepEqual(told, [
        'alertname="Watchdog" heartbeat 0s',
        'severity="critical" pagerduty-platform-on-call 30s',
        'severity="critical" slack-platform-infrastructure 30s',
        'severity="critical" email-platform 900s',
        'severity="warning" slack-platform-infrastructure 30s',
      ]);
      const file = (name: string) => `/etc/alertmanager/secrets/alert-receivers/${name}`;
      const [pagerduty, slack, email, heartbeat] = config.receivers.map(({ name: _, ...kinds }) => {
        const [[kind, [settings = {}] = []] = ["", []]] = Object.entries(kinds) as [
          string,
          Record<string, unknown>[],
        ][];
        return { kind, ...settings } as Record<string, unknown>;
      });
      assert.deepEqual(
        [pagerduty?.["kind"], pagerduty?.["routing_key_file"]],
        ["pagerduty_configs", file("pagerduty-platform-on-call")],
      );
      assert.deepEqual(
        [slack?.["kind"], slack?.["api_url_file"], slack?.["channel"]],
        ["slack_configs", file("slack-platform-infrastructure"), "#platform-infrastructure"],
      );
      assert.deepEqual(
        [email?.["kind"], email?.["auth_password_file"], email?.["to"]],
        ["email_configs", file("email-platform"), "platform@aivo.edu"],
      );
      assert.deepEqual([heartbeat?.["kind"], heartbeat?.["url_file"]], ["webhook_configs", file("heartbeat")]);
    }
  });
});
