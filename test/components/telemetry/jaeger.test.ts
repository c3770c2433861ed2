import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import { Jaeger, type JaegerArgs } from "../../../components/telemetry/jaeger.ts";
import { at, deploy, refusal } from "../../harness.ts";
import { invalid } from "../../kubernetes/schemas.ts";

const args: JaegerArgs = {
  namespace: "monitoring",
  replicas: 1,
  retentionDays: 7,
  volumeGib: 50,
  deletionProtection: false,
};

describe("Jaeger", () => {
  it("AUT-OBS-09 is Jaeger v2 with OTLP on 4317, and traces on a volume with the given retention", async () => {
    const { one, outputs } = await deploy(() => {
      const { endpoints, queryUrl } = new Jaeger("jaeger", args);
      return { endpoints, queryUrl };
    });
    const set = one(kubernetes.apps.v1.StatefulSet);
    assert.equal(at(set, "spec.template.spec.containers.0.image"), "docker.io/jaegertracing/jaeger:2.20.0");
    assert.deepEqual(at(set, "spec.volumeClaimTemplates.0.spec"), {
      accessModes: ["ReadWriteOnce"],
      storageClassName: "gp3",
      resources: { requests: { storage: "50Gi" } },
    });
    const data = one(kubernetes.core.v1.ConfigMap).inputs["data"] as object;
    const { extensions, exporters, service } = JSON.parse(String(Reflect.get(data, "jaeger.yaml")));
    assert.equal(extensions.jaeger_storage.backends.main.badger.ttl.spans, "168h");
    assert.equal(extensions.jaeger_storage.backends.main.badger.ephemeral, false);
    assert.deepEqual(exporters, { jaeger_storage_exporter: { trace_storage: "main" } });
    assert.deepEqual(service.pipelines.traces.receivers, ["otlp"]);
    assert.deepEqual(outputs, {
      endpoints: ["jaeger.monitoring.svc:4317"],
      queryUrl: "http://jaeger.monitoring.svc:16686",
    });
  });

  it("mounts its writable directories, with a read-only root file system", async () => {
    const { one } = await deploy(() => new Jaeger("jaeger", args));
    const set = one(kubernetes.apps.v1.StatefulSet);
    assert.equal(at(set, "spec.template.spec.containers.0.securityContext.readOnlyRootFilesystem"), true);
    assert.deepEqual(at(set, "spec.template.spec.containers.0.volumeMounts.1"), {
      name: "traces",
      mountPath: "/var/jaeger",
    });
    assert.equal(at(set, "spec.template.spec.automountServiceAccountToken"), false);
  });

  it("has two pods with separate DNS names for high availability", async () => {
    const { one, outputs } = await deploy(() => ({
      endpoints: new Jaeger("jaeger", { ...args, replicas: 2 }).endpoints,
    }));
    assert.deepEqual(outputs["endpoints"], [
      "jaeger-0.jaeger.monitoring.svc:4317",
      "jaeger-1.jaeger.monitoring.svc:4317",
    ]);
    assert.equal(at(one(kubernetes.core.v1.Service), "spec.clusterIP"), "None");
    assert.equal(at(one(kubernetes.policy.v1.PodDisruptionBudget), "spec.maxUnavailable"), 1);
  });

  it("has a claim of the stack for each pod, under the name that the StatefulSet looks for", async () => {
    const { of, one } = await deploy(() => new Jaeger("jaeger", { ...args, replicas: 2 }));
    const claims = of(kubernetes.core.v1.PersistentVolumeClaim);
    const set = one(kubernetes.apps.v1.StatefulSet);
    const [template, owner] = [at(set, "spec.volumeClaimTemplates.0.metadata.name"), at(set, "metadata.name")];
    assert.deepEqual(
      claims.map((claim) => at(claim, "metadata.name")),
      [0, 1].map((ordinal) => `${template}-${owner}-${ordinal}`),
    );
    for (const claim of claims) assert.deepEqual(at(claim, "spec"), at(set, "spec.volumeClaimTemplates.0.spec"));
    assert.deepEqual(at(set, "spec.persistentVolumeClaimRetentionPolicy"), {
      whenDeleted: "Retain",
      whenScaled: "Retain",
    });
  });

  it("registers only valid Kubernetes objects", async () => {
    const { resources } = await deploy(() => new Jaeger("jaeger", args));
    assert.deepEqual(invalid(resources), []);
  });

  it("refuses invalid retention and sizes", async () => {
    assert.equal(
      await refusal(() => new Jaeger("jaeger", { ...args, retentionDays: 0, volumeGib: 0.5 })),
      'Jaeger "jaeger":\n  - retentionDays must be a whole number from 1, got 0\n  - volumeGib must be a whole number from 1, got 0.5',
    );
  });
});
