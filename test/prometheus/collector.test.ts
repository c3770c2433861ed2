import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import {
  type CollectorConfig,
  type CollectorSettings,
  collectorConfig,
} from "../../components/telemetry/collector-config.ts";
import { validate } from "../validators.ts";

const auterity: CollectorSettings = {
  tracing: { kind: "jaeger", endpoint: "jaeger.monitoring.svc:4317" },
  sampling: { kind: "all" },
  lokiUrl: "http://loki.monitoring.svc:3100",
  attributes: { environment: "production", "service.namespace": "auterity" },
};
const xray: CollectorSettings = {
  ...auterity,
  tracing: { kind: "xray", region: "us-west-2" },
  sampling: { kind: "tail", slowMilliseconds: 1000, percent: 5 },
};
const openSearch: CollectorSettings = {
  ...auterity,
  tracing: { kind: "openSearch", region: "us-east-1", endpoint: "https://vpc-traces.us-east-1.es.amazonaws.com" },
};

describe("the collector's configuration", function () {
  this.timeout(900_000);
  let directory: string;
  before(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), "collector-"));
  });
  after(() => fs.rmSync(directory, { recursive: true }));

  /** Lets the collector itself read a configuration: unknown components, keys and pipelines are errors. */
  function valid(config: CollectorConfig): Promise<string> {
    const file = path.join(directory, "collector.json");
    fs.writeFileSync(file, JSON.stringify(config));
    return validate("collector", "validate", `--config=file:${file}`);
  }

  it("is accepted by the collector, with Jaeger and with X-Ray behind it", async () => {
    await valid(collectorConfig(auterity));
    await valid(collectorConfig(xray));
  });

  it("would be refused with the exporters that are gone", async () => {
    const { exporters, ...rest } = collectorConfig(auterity);
    const old = { ...rest, exporters: { ...exporters, jaeger: { endpoint: "jaeger:14250" }, loki: {} } };
    await assert.rejects(valid(old), /unknown type: "(jaeger|loki)"/);
  });

  it("AGT-OBS-03 writes to OpenSearch, signed; all but that exporter, which the validator does not have, is accepted", async () => {
    const config = collectorConfig(openSearch);
    assert.deepEqual(config.exporters["opensearch"], {
      http: { endpoint: "https://vpc-traces.us-east-1.es.amazonaws.com", auth: { authenticator: "sigv4auth" } },
    });
    const { opensearch, ...others } = config.exporters;
    assert.ok(opensearch);
    const { traces, ...pipelines } = config.service.pipelines;
    const told = { ...traces, exporters: ["otlp_http/loki"] };
    await valid({
      ...config,
      exporters: others,
      service: { ...config.service, pipelines: { ...pipelines, traces: told } },
    });
  });

  it("AUT-OBS-04 takes OTLP over gRPC on 4317 and over HTTP on 4318", () => {
    assert.deepEqual(collectorConfig(auterity).receivers, {
      otlp: { protocols: { grpc: { endpoint: "0.0.0.0:4317" }, http: { endpoint: "0.0.0.0:4318" } } },
    });
  });

  it("AUT-OBS-05 batches 1024 a second at most, limits memory to 1000 MiB, and adds two attributes", () => {
    assert.deepEqual(collectorConfig(auterity).processors, {
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

  it("AUT-OBS-06 exports traces to Jaeger's OTLP port, metrics on 8889, logs to Loki's OTLP path", () => {
    assert.deepEqual(collectorConfig(auterity).exporters, {
      "otlp_grpc/jaeger": { endpoint: "jaeger.monitoring.svc:4317", tls: { insecure: true } },
      prometheus: { endpoint: "0.0.0.0:8889", resource_to_telemetry_conversion: { enabled: true } },
      "otlp_http/loki": { endpoint: "http://loki.monitoring.svc:3100/otlp" },
    });
  });

  it("AUT-OBS-07 has a pipeline for traces, metrics and logs, each with the processors in this order", () => {
    const processors = ["memory_limiter", "batch", "resource"];
    assert.deepEqual(collectorConfig(auterity).service.pipelines, {
      traces: { receivers: ["otlp"], processors, exporters: ["otlp_grpc/jaeger"] },
      metrics: { receivers: ["otlp"], processors, exporters: ["prometheus"] },
      logs: { receivers: ["otlp"], processors, exporters: ["otlp_http/loki"] },
    });
  });

  it("judges whole traces before it cuts them into batches: errors, slow ones, and a share of the others", () => {
    const { processors, service } = collectorConfig(xray);
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

  it("signs what goes to X-Ray", () => {
    const { exporters, extensions, service } = collectorConfig(xray);
    assert.deepEqual(exporters["otlp_http/xray"], {
      traces_endpoint: "https://xray.us-west-2.amazonaws.com/v1/traces",
      auth: { authenticator: "sigv4auth" },
    });
    assert.deepEqual(extensions["sigv4auth"], { region: "us-west-2", service: "xray" });
    assert.deepEqual(service.extensions, ["health_check", "sigv4auth"]);
  });
});
