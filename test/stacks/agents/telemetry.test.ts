import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import { at, type Deployed } from "../../harness.ts";
import { deployStack, origins } from "../origins.ts";

const collectorType = "kubernetes:opentelemetry.io/v1beta1:OpenTelemetryCollector";

describe("agents: telemetry", () => {
  let deployed: Deployed;
  before(async () => {
    deployed = await deployStack("agents");
  });

  it("AGT-OBS-03, AGT-APP-01: has ADOT's operator run two collectors, as the account that their role trusts", () => {
    const collector = deployed.one(collectorType);
    assert.equal(at(collector, "metadata.namespace"), "observability");
    assert.equal(at(collector, "spec.serviceAccount"), "otel-collector-sa");
    assert.equal(at(collector, "spec.replicas"), 2);
    assert.match(String(at(collector, "spec.image")), /\/agents\/otel-collector:\d+\.\d+\.\d+$/);
    assert.deepEqual(origins(collector, "spec", "aws:ecr/repository:Repository"), ["repository-otel-collector"]);
    assert.deepEqual(
      at(deployed.one(kubernetes.core.v1.ServiceAccount, "collector"), "metadata.namespace"),
      "observability",
    );
  });

  it("AGT-OBS-03: creates the collector after the operator, and deletes it before", () => {
    const { dependencies } = deployed.one("platform:telemetry:Collector");
    for (const [type, name] of [
      [aws.eks.Addon, "add-ons-adot"],
      [aws.eks.PodIdentityAssociation, "identity-collector"],
    ] as const)
      assert.ok(dependencies.includes(deployed.one(type, name).urn), name);
  });

  it("AGT-OBS-03, AGT-APP-01: sends traces to X-Ray, metrics to CloudWatch and logs to OpenSearch, signed", () => {
    const collector = deployed.one(collectorType);
    const config = at(collector, "spec.config") as {
      exporters: Record<string, object>;
      service: { pipelines: Record<string, { receivers: string[]; exporters: string[] }> };
    };
    for (const [kind, exporter] of Object.entries({
      traces: "otlp_http/xray",
      metrics: "awsemf",
      logs: "opensearch",
    })) {
      assert.deepEqual(config.service.pipelines[kind]?.receivers, ["otlp"], kind);
      assert.deepEqual(config.service.pipelines[kind]?.exporters, [exporter], kind);
    }
    assert.deepEqual(config.exporters["otlp_http/xray"], {
      traces_endpoint: "https://xray.us-west-2.amazonaws.com/v1/traces",
      auth: { authenticator: "sigv4auth/xray" },
    });
    assert.deepEqual(config.exporters["awsemf"], {
      region: "us-west-2",
      namespace: "agents",
      log_group_name: "/metrics/agents",
      log_retention: 365,
    });
    assert.deepEqual(origins(collector, "spec", "aws:opensearch/domain:Domain"), ["search-telemetry"]);
  });

  it("AGT-OBS-03: enables the X-Ray endpoint that the collector sends traces to", () => {
    assert.equal(at(deployed.one(aws.xray.TraceSegmentDestination), "destination"), "CloudWatchLogs");
  });

  it("AGT-OBS-03: admits telemetry from every gateway", () => {
    for (const name of ["llm-gateway", "memory-gateway", "retrieval-gateway"]) {
      const map = deployed.one(kubernetes.core.v1.ConfigMap, `deployment-${name}`);
      // The operator calls a collector's Service by the collector's name and its own ending.
      assert.equal(at(map, "data.OTEL_EXPORTER_OTLP_ENDPOINT"), "http://otel-collector.observability.svc:4318");
    }
    assert.equal(at(deployed.one(collectorType), "metadata.name"), "otel");
    const admits = deployed.one(kubernetes.networking.v1.NetworkPolicy, "telemetry-collector-takes");
    assert.deepEqual(at(admits, "spec.podSelector.matchLabels"), { "app.kubernetes.io/name": "otel-collector" });
    assert.deepEqual(at(admits, "spec.ingress.0.ports"), [
      { protocol: "TCP", port: 4317 },
      { protocol: "TCP", port: 4318 },
    ]);
  });
});
