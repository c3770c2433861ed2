import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import type { StackDefinition } from "../../layers/definition.ts";
import { prometheusCrds, telemetry } from "../../layers/telemetry/index.ts";
import { settings } from "../../stacks/settings.ts";
import { at, type Deployed, deploy } from "../harness.ts";
import { invalid } from "../kubernetes/schemas.ts";
import { configOf } from "../stacks/stack-settings.ts";
import { upToWorkloads } from "./parts.ts";

/** Whether a stack keeps the telemetry of its definition. */
type Telemetry = "as defined" | "left out";

/** What a stack registers up to its telemetry. */
function deployed(name: string, telemetryIs: Telemetry = "as defined"): Promise<Deployed> {
  const program = async () => {
    const { config, definition } = settings();
    const { telemetry: _, ...without } = definition;
    const given: StackDefinition = telemetryIs === "as defined" ? definition : without;
    const { context, stack } = await upToWorkloads(config, definition);
    const crds = prometheusCrds(context, given, stack);
    telemetry(context, given, stack, { prometheusCrds: crds, secretStore: "secrets-manager", ready: [] });
  };
  return deploy(program, { stack: name, config: configOf(name) });
}

const collectorType = "kubernetes:opentelemetry.io/v1beta1:OpenTelemetryCollector";
const rulesType = "kubernetes:monitoring.coreos.com/v1:PrometheusRule";

const stack = kubernetes.helm.v3.Release;

describe("the layer telemetry", function () {
  this.timeout(120_000);

  it("is Prometheus, Loki, Alloy, Jaeger and the collector where a stack asks for all of it", async () => {
    const { of, one } = await deployed("auterity");
    const charts = of(kubernetes.helm.v3.Release).map(({ inputs }) => String(inputs["chart"]));
    assert.deepEqual(charts.toSorted(), ["alloy", "kube-prometheus-stack", "loki", "prometheus-operator-crds"]);
    assert.equal(one(kubernetes.apps.v1.StatefulSet).name, "jaeger");
    assert.equal(one(kubernetes.apps.v1.Deployment).name, "collector");
    const config = JSON.parse(
      String(Reflect.get(one(kubernetes.core.v1.ConfigMap, "collector").inputs["data"] as object, "collector.yaml")),
    );
    assert.deepEqual(config.exporters["otlp_http/loki"], { endpoint: "http://loki.monitoring.svc:3100/otlp" });
    assert.deepEqual(config.exporters["otlp_grpc/jaeger-1"].endpoint, "jaeger-1.jaeger.monitoring.svc:4317");
  });

  it("AUT-OBS-01 AUT-OBS-09 has alerts that lead to the dashboard of the same stack, with the limits of its alarms", async () => {
    const { of, one } = await deployed("auterity");
    const rule = at(one(rulesType, "prometheus-rules-services"), "spec.groups.0.rules.0") as {
      expr: string;
      annotations: Record<string, string>;
    };
    assert.match(rule.expr, /> 0\.01$/);
    assert.equal(rule.annotations["dashboard"], "https://grafana.example.com/d/abc123/service-overview");
    const dashboards = of(kubernetes.core.v1.ConfigMap).map((each) => String(at(each, "metadata.name")));
    for (const name of [
      "abc123",
      "workload-autmatrix",
      "workload-relaycore",
      "workload-neuroweaver",
      "database-main",
    ]) {
      assert.ok(dashboards.includes(`dashboard-${name}`), name);
    }
  });

  it("creates custom resources after their CRDs", async () => {
    const { one, resources } = await deployed("auterity");
    const crds = one(kubernetes.helm.v3.Release, "prometheus-crds").urn;
    // What a component waits for, its children wait for.
    for (const component of ["TelemetryNamespace", "Collector", "Jaeger"]) {
      assert.ok(one(`platform:telemetry:${component}`).dependencies.includes(crds), component);
    }
    // A child waits for what its component waits for.
    const byUrn = new Map(resources.map((each) => [each.urn, each]));
    const waits = (urn: string): boolean => {
      const { dependencies = [], parent = "" } = byUrn.get(urn) ?? {};
      return dependencies.includes(crds) || [...dependencies, parent].some((each) => each !== "" && waits(each));
    };
    for (const chart of ["prometheus", "loki", "alloy"])
      assert.ok(waits(one(kubernetes.helm.v3.Release, chart).urn), chart);
    assert.ok(one("platform:telemetry:PrometheusRules").dependencies.includes(one(stack, "prometheus").urn));
  });

  it("AGT-OBS-03 is ADOT's collector alone where metrics go to CloudWatch, traces to X-Ray and logs to OpenSearch", async () => {
    const { of, one } = await deployed("agents");
    assert.deepEqual(of(kubernetes.helm.v3.Release), []);
    const collector = one(collectorType);
    assert.equal(at(collector, "spec.serviceAccount"), "otel-collector-sa");
    assert.equal(at(collector, "metadata.namespace"), "observability");
    const pipelines = at(collector, "spec.config.service.pipelines") as Record<string, { exporters: string[] }>;
    assert.deepEqual(
      [pipelines["traces"]?.exporters, pipelines["metrics"]?.exporters, pipelines["logs"]?.exporters],
      [["otlp_http/xray"], ["awsemf"], ["opensearch"]],
    );
    assert.match(
      String(at(collector, "spec.config.exporters.opensearch.http.endpoint")),
      /^https:\/\/vpc-agents-telemetry/,
    );
  });

  it("registers only objects that match their schemas", async () => {
    for (const name of ["auterity", "agents"]) assert.deepEqual(invalid((await deployed(name)).resources), [], name);
  });

  it("makes nothing where a stack has no telemetry", async () => {
    const { of } = await deployed("auterity", "left out");
    assert.deepEqual(of(kubernetes.helm.v3.Release), []);
  });
});
