import assert from "node:assert/strict";
import fs from "node:fs";
import * as kubernetes from "@pulumi/kubernetes";
import { Collector, type CollectorArgs } from "../../../components/telemetry/collector.ts";
import { at, deploy, refusal } from "../../harness.ts";
import { invalid } from "../../kubernetes/schemas.ts";

const args: CollectorArgs = {
  namespace: "monitoring",
  runBy: "deployment",
  serviceAccount: "otel-collector",
  replicas: 2,
  traces: { kind: "jaeger", endpoints: ["jaeger.monitoring.svc:4317"] },
  metrics: { kind: "prometheus" },
  sampling: { kind: "all" },
  logs: { kind: "loki", url: "http://loki.monitoring.svc:3100" },
  attributes: { environment: "production", "service.namespace": "auterity" },
};
const operated: CollectorArgs = {
  ...args,
  runBy: "operator",
  traces: { kind: "xray", region: "us-east-1" },
  metrics: {
    kind: "cloudWatch",
    region: "us-east-1",
    namespace: "agents",
    logGroupName: "/metrics/agents",
    retentionDays: 30,
  },
};

/** Custom resources of a kind. */
async function kinds(each: CollectorArgs, kind: string) {
  const { resources } = await deploy(() => new Collector("collector", each));
  return resources.filter(({ inputs }) => inputs["kind"] === kind);
}

describe("Collector", () => {
  it("AUT-OBS-04 listens on 4317 and 4318 behind a Service, with its configuration in a ConfigMap", async () => {
    const { one, outputs } = await deploy(() => ({ host: new Collector("collector", args).host }));
    assert.deepEqual(at(one(kubernetes.core.v1.Service), "spec.ports"), [
      { name: "otlp-grpc", port: 4317, targetPort: "otlp-grpc" },
      { name: "otlp-http", port: 4318, targetPort: "otlp-http" },
      { name: "prometheus", port: 8889, targetPort: "prometheus" },
      { name: "metrics", port: 8888, targetPort: "metrics" },
    ]);
    const config = JSON.parse(
      String(Reflect.get(one(kubernetes.core.v1.ConfigMap).inputs["data"] as object, "collector.yaml")),
    );
    assert.deepEqual(Object.keys(config.service.pipelines), ["traces", "metrics", "logs"]);
    const [container] = at(one(kubernetes.apps.v1.Deployment), "spec.template.spec.containers") as { image: string }[];
    assert.equal(container?.image, "docker.io/otel/opentelemetry-collector-contrib:0.155.0");
    assert.equal(outputs["host"], "otel-collector.monitoring.svc");
  });

  it("meets the restricted Pod Security Standard, and stays available during drains and rollouts", async () => {
    const { one } = await deploy(() => new Collector("collector", args));
    const deployment = one(kubernetes.apps.v1.Deployment);
    assert.deepEqual(at(deployment, "spec.template.spec.securityContext"), {
      runAsNonRoot: true,
      runAsUser: 10001,
      runAsGroup: 10001,
      fsGroup: 10001,
      seccompProfile: { type: "RuntimeDefault" },
    });
    assert.deepEqual(at(deployment, "spec.template.spec.containers.0.securityContext"), {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    assert.deepEqual(at(deployment, "spec.strategy.rollingUpdate"), { maxSurge: 1, maxUnavailable: 0 });
    assert.equal(at(one(kubernetes.policy.v1.PodDisruptionBudget), "spec.maxUnavailable"), 1);
  });

  it("creates new pods when its configuration changes", async () => {
    const checksum = async (each: CollectorArgs) => {
      const { one } = await deploy(() => new Collector("collector", each));
      return at(one(kubernetes.apps.v1.Deployment), "spec.template.metadata.annotations");
    };
    assert.deepEqual(await checksum(args), await checksum(args));
    assert.notDeepEqual(
      await checksum(args),
      await checksum({ ...args, logs: { kind: "loki", url: "http://other:3100" } }),
    );
  });

  it("uses a copy of the image where there is one, at the same version", async () => {
    const imageRepository = "111122223333.dkr.ecr.us-west-2.amazonaws.com/otel-collector";
    const { one } = await deploy(() => new Collector("collector", { ...args, imageRepository }));
    assert.equal(
      at(one(kubernetes.apps.v1.Deployment), "spec.template.spec.containers.0.image"),
      "111122223333.dkr.ecr.us-west-2.amazonaws.com/otel-collector:0.155.0",
    );
  });

  it("has the version that its configurations are validated with", async () => {
    const { one } = await deploy(() => new Collector("collector", args));
    const labels = at(one(kubernetes.apps.v1.Deployment), "metadata.labels") as Record<string, string>;
    const pinned = fs.readFileSync("tools/collector/go.mod", "utf8");
    assert.match(pinned, new RegExp(`go.opentelemetry.io/collector/otelcol v${labels["app.kubernetes.io/version"]}\n`));
  });

  it("has no PodDisruptionBudget with one pod", async () => {
    const { of } = await deploy(() => new Collector("collector", { ...args, replicas: 1 }));
    assert.equal(of(kubernetes.policy.v1.PodDisruptionBudget).length, 0);
  });

  it("has ServiceMonitors for exported and internal metrics", async () => {
    const [monitor] = await kinds(args, "ServiceMonitor");
    assert.ok(monitor);
    assert.deepEqual(at(monitor, "spec.endpoints"), [{ port: "prometheus", honorLabels: true }, { port: "metrics" }]);
  });

  it("AGT-OBS-03 is an OpenTelemetryCollector with ADOT's operator, with a service account for a role", async () => {
    const deployed = await deploy(() => new Collector("collector", operated));
    const collector = deployed.one("kubernetes:opentelemetry.io/v1beta1:OpenTelemetryCollector");
    assert.equal(collector.inputs["apiVersion"], "opentelemetry.io/v1beta1");
    assert.equal(at(collector, "spec.serviceAccount"), "otel-collector");
    assert.deepEqual(at(collector, "spec.config.service.pipelines.traces.exporters"), ["otlp_http/xray"]);
    // Without Prometheus the CRD of ServiceMonitor does not exist.
    assert.deepEqual(at(collector, "spec.observability"), { metrics: { enableMetrics: false } });
    assert.equal(deployed.of(kubernetes.apps.v1.Deployment).length, 0);
  });

  it("sends all spans of a trace to one pod through a headless Service, with several pods", async () => {
    const sampling = { kind: "tail", slowMilliseconds: 1000, percent: 10 } as const;
    const { one, of } = await deploy(() => new Collector("collector", { ...args, sampling }));
    const peers = one(kubernetes.core.v1.Service, "collector-peers");
    assert.deepEqual(at(peers, "spec"), {
      clusterIP: "None",
      selector: { "app.kubernetes.io/name": "otel-collector", "app.kubernetes.io/instance": "otel-collector" },
      ports: [{ name: "otlp-peers", port: 4319, targetPort: 4319 }],
    });
    const config = JSON.parse(
      String(Reflect.get(one(kubernetes.core.v1.ConfigMap).inputs["data"] as object, "collector.yaml")),
    );
    assert.deepEqual(config.exporters.load_balancing.resolver, {
      dns: { hostname: "otel-collector-peers.monitoring.svc", port: "4319" },
    });
    // Only tail sampling with several pods needs to exchange spans.
    assert.equal(of(kubernetes.core.v1.Service).length, 2);
    for (const alone of [args, { ...args, sampling, replicas: 1 }]) {
      const { of } = await deploy(() => new Collector("collector", alone));
      assert.equal(of(kubernetes.core.v1.Service).length, 1);
    }
  });

  it("registers only valid Kubernetes objects", async () => {
    const sampled = { ...args, sampling: { kind: "tail", slowMilliseconds: 1000, percent: 10 } } as const;
    for (const each of [args, operated, sampled]) {
      const { resources } = await deploy(() => new Collector("collector", each));
      assert.deepEqual(invalid(resources), []);
      assert.ok(resources.length > 2);
    }
  });

  it("reports invalid combinations, all at once", async () => {
    const sampling = { kind: "tail", slowMilliseconds: 1000, percent: 101 } as const;
    const traces = { kind: "jaeger", endpoints: [] } as const;
    const wrong = {
      ...args,
      traces,
      sampling,
      logs: { kind: "loki", url: "http://loki:3100/loki/api/v1/push" } as const,
      attributes: {},
    };
    assert.equal(
      await refusal(() => new Collector("collector", wrong)),
      [
        'Collector "collector":',
        "  - sampling.percent must be 0 to 100, got 101",
        "  - traces.endpoints must name at least one Jaeger, got none",
        "  - logs.url must be a URL without a path, got http://loki:3100/loki/api/v1/push",
        "  - attributes must have at least one, got none",
      ].join("\n"),
    );
    const judging = { ...operated, sampling: { ...sampling, percent: 10 } };
    assert.equal(
      await refusal(() => new Collector("collector", judging)),
      'Collector "collector": replicas must be 1 with tail sampling where the operator runs it, got 2',
    );
    assert.equal(
      await refusal(() => new Collector("collector", { ...args, replicas: 0 })),
      'Collector "collector": replicas must be a whole number from 1, got 0',
    );
  });
});
