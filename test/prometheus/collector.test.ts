import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import {
  type CollectorConfig,
  type CollectorSettings,
  collectorConfig,
} from "../../components/telemetry/collector-config.ts";
import { validate } from "../validators.ts";

const auterity: CollectorSettings = {
  traces: { kind: "jaeger", endpoints: ["jaeger.monitoring.svc:4317"] },
  metrics: { kind: "prometheus" },
  logs: { kind: "loki", url: "http://loki.monitoring.svc:3100" },
  sampling: { kind: "all" },
  attributes: { environment: "production", "service.namespace": "auterity" },
};
const xray: CollectorSettings = {
  ...auterity,
  traces: { kind: "xray", region: "us-west-2" },
  sampling: { kind: "tail", slowMilliseconds: 1000, percent: 5 },
};
const domain = {
  kind: "openSearch",
  region: "us-east-1",
  endpoint: "https://vpc-agents-telemetry.us-east-1.es.amazonaws.com",
} as const;
const agents: CollectorSettings = {
  ...xray,
  metrics: {
    kind: "cloudWatch",
    region: "us-east-1",
    namespace: "agents",
    logGroupName: "/metrics/agents",
    retentionDays: 30,
  },
  logs: domain,
};

/** The configuration as JSON. */
function config(settings: CollectorSettings, peers?: string): Promise<CollectorConfig> {
  return new Promise((resolve) => pulumi.output(collectorConfig(settings, peers)).apply((each) => resolve(each)));
}

describe("the collector's configuration", function () {
  this.timeout(900_000);
  let directory: string;
  before(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), "collector-"));
  });
  after(() => fs.rmSync(directory, { recursive: true }));

  /** Validates a configuration with the collector: unknown components, keys and pipelines are errors. */
  function valid(told: CollectorConfig): Promise<string> {
    const file = path.join(directory, "collector.json");
    fs.writeFileSync(file, JSON.stringify(told));
    return validate("collector", "validate", `--config=file:${file}`);
  }

  it("is valid with Jaeger and with X-Ray", async () => {
    await valid(await config(auterity));
    await valid(await config(xray));
  });

  it("is invalid with removed exporters", async () => {
    const { exporters, ...rest } = await config(auterity);
    const old = { ...rest, exporters: { ...exporters, jaeger: { endpoint: "jaeger:14250" }, loki: {} } };
    await assert.rejects(valid(old), /unknown type: "(jaeger|loki)"/);
  });

  it("AGT-OBS-03 sends traces to X-Ray, metrics to CloudWatch and logs to OpenSearch, signed with its role", async () => {
    const { exporters, extensions, service } = await config(agents);
    assert.deepEqual(exporters["opensearch"], {
      http: {
        endpoint: "https://vpc-agents-telemetry.us-east-1.es.amazonaws.com",
        auth: { authenticator: "sigv4auth/opensearch" },
      },
    });
    assert.deepEqual(exporters["awsemf"], {
      region: "us-east-1",
      namespace: "agents",
      log_group_name: "/metrics/agents",
      log_retention: 30,
    });
    assert.deepEqual(extensions["sigv4auth/opensearch"], { region: "us-east-1", service: "es" });
    assert.deepEqual(service.extensions, ["health_check", "sigv4auth/xray", "sigv4auth/opensearch"]);
    assert.deepEqual(
      Object.values(service.pipelines).map((each) => each.exporters),
      [["otlp_http/xray"], ["awsemf"], ["opensearch"]],
    );
  });

  it("is valid with OpenSearch and CloudWatch, except for two exporters that the validator lacks", async () => {
    const { exporters, service, ...rest } = await config(agents);
    const { opensearch, awsemf, ...others } = exporters;
    assert.ok(opensearch && awsemf);
    const { traces, metrics, logs } = service.pipelines;
    const instead = { exporters: ["otlp_http/instead"] };
    const pipelines = { traces, metrics: { ...metrics, ...instead }, logs: { ...logs, ...instead } };
    const known = { ...others, "otlp_http/instead": { endpoint: "http://instead:4318" } };
    await valid({ ...rest, exporters: known, service: { ...service, pipelines } });
  });

  it("AUT-OBS-04 receives OTLP over gRPC on 4317 and over HTTP on 4318", async () => {
    assert.deepEqual((await config(auterity)).receivers, {
      otlp: { protocols: { grpc: { endpoint: "0.0.0.0:4317" }, http: { endpoint: "0.0.0.0:4318" } } },
    });
  });

  it("AUT-OBS-05 batches 1024 items or one second, limits memory to 1000 MiB, and adds two attributes", async () => {
    assert.deepEqual((await config(auterity)).processors, {
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

  it("AUT-OBS-06 exports traces to Jaeger's OTLP port, metrics on 8889, logs to Loki's OTLP path", async () => {
    assert.deepEqual((await config(auterity)).exporters, {
      "otlp_grpc/jaeger": { endpoint: "jaeger.monitoring.svc:4317", tls: { insecure: true } },
      prometheus: { endpoint: "0.0.0.0:8889", resource_to_telemetry_conversion: { enabled: true } },
      "otlp_http/loki": { endpoint: "http://loki.monitoring.svc:3100/otlp" },
    });
  });

  it("AUT-OBS-07 has a pipeline for traces, metrics and logs, with the processors in this order", async () => {
    const processors = ["memory_limiter", "batch", "resource"];
    assert.deepEqual((await config(auterity)).service.pipelines, {
      traces: { receivers: ["otlp"], processors, exporters: ["otlp_grpc/jaeger"] },
      metrics: { receivers: ["otlp"], processors, exporters: ["prometheus"] },
      logs: { receivers: ["otlp"], processors, exporters: ["otlp_http/loki"] },
    });
  });

  it("samples whole traces before batching: errors, slow ones, and a percentage of the others", async () => {
    const { processors, service } = await config(xray);
    assert.deepEqual(service.pipelines.traces.processors, ["memory_limiter", "tail_sampling", "batch", "resource"]);
    assert.deepEqual(service.pipelines.logs.processors, ["memory_limiter", "batch", "resource"]);
    assert.deepEqual(processors["tail_sampling"], {
      decision_wait: "10s",
      num_traces: 50000,
      policies: [
        { name: "errors", type: "status_code", status_code: { status_codes: ["ERROR"] } },
        { name: "slow", type: "latency", latency: { threshold_ms: 1000 } },
        { name: "share", type: "probabilistic", probabilistic: { sampling_percentage: 5 } },
      ],
    });
  });

  it("sends every span to the pod of its trace before sampling, with several pods", async () => {
    const { receivers, exporters, service, ...rest } = await config(xray, "collector-peers.monitoring.svc");
    assert.deepEqual(receivers["otlp/peers"], { protocols: { grpc: { endpoint: "0.0.0.0:4319" } } });
    assert.deepEqual(service.pipelines["traces/shared"], {
      receivers: ["otlp"],
      processors: ["memory_limiter", "batch"],
      exporters: ["load_balancing"],
    });
    assert.deepEqual(service.pipelines.traces, {
      receivers: ["otlp/peers"],
      processors: ["memory_limiter", "tail_sampling", "batch", "resource"],
      exporters: ["otlp_http/xray"],
    });
    assert.deepEqual(service.pipelines.metrics.receivers, ["otlp"]);
    const { load_balancing, ...others } = exporters;
    assert.deepEqual(load_balancing, {
      routing_key: "traceID",
      protocol: { otlp: { tls: { insecure: true } } },
      resolver: { dns: { hostname: "collector-peers.monitoring.svc", port: "4319" } },
    });
    // The validator lacks this exporter, so another replaces it.
    const shared = { receivers: ["otlp"], processors: ["memory_limiter", "batch"], exporters: ["otlp_grpc/instead"] };
    const known = { ...others, "otlp_grpc/instead": { endpoint: "instead:4319", tls: { insecure: true } } };
    const pipelines = { ...service.pipelines, "traces/shared": shared };
    await valid({ ...rest, receivers, exporters: known, service: { ...service, pipelines } });
  });

  it("sends every trace to each of two Jaegers", async () => {
    const endpoints = ["jaeger-0.jaeger.monitoring.svc:4317", "jaeger-1.jaeger.monitoring.svc:4317"];
    const told = await config({ ...auterity, traces: { kind: "jaeger", endpoints } });
    await valid(told);
    assert.deepEqual(told.service.pipelines.traces.exporters, ["otlp_grpc/jaeger-0", "otlp_grpc/jaeger-1"]);
    assert.deepEqual(told.exporters["otlp_grpc/jaeger-1"], {
      endpoint: "jaeger-1.jaeger.monitoring.svc:4317",
      tls: { insecure: true },
    });
  });

  it("signs requests to X-Ray", async () => {
    const { exporters, extensions, service } = await config(xray);
    assert.deepEqual(exporters["otlp_http/xray"], {
      traces_endpoint: "https://xray.us-west-2.amazonaws.com/v1/traces",
      auth: { authenticator: "sigv4auth/xray" },
    });
    assert.deepEqual(extensions["sigv4auth/xray"], { region: "us-west-2", service: "xray" });
    assert.deepEqual(service.extensions, ["health_check", "sigv4auth/xray"]);
  });
});
