import assert from "node:assert/strict";
import { validate } from "./schemas.ts";

const service = (spec: object) => ({ apiVersion: "v1", kind: "Service", metadata: { name: "api" }, spec });

describe("schemas of Kubernetes objects", () => {
  it("accept objects of Kubernetes, of a package and of a project without one", () => {
    assert.deepEqual(validate(service({ selector: { app: "api" }, ports: [{ port: 80, targetPort: "http" }] })), []);
    const secret = { secretStoreRef: { name: "store" }, data: [{ secretKey: "url", remoteRef: { key: "api" } }] };
    assert.deepEqual(
      validate({ apiVersion: "external-secrets.io/v1", kind: "ExternalSecret", metadata: {}, spec: secret }),
      [],
    );
    const binding = { serviceRef: { name: "api", port: 80 }, targetGroupARN: "arn", targetType: "ip" };
    const metadata = { name: "api", namespace: "shop" };
    assert.deepEqual(
      validate({ apiVersion: "elbv2.k8s.aws/v1beta1", kind: "TargetGroupBinding", metadata, spec: binding }),
      [],
    );
  });

  it("refuse a wrong type and a missing field", () => {
    assert.match(String(validate(service({ ports: [{ port: "80" }] }))), /\/spec\/ports\/0\/port/);
    assert.match(String(validate({ apiVersion: "apps/v1", kind: "Deployment", spec: {} })), /selector/);
  });

  it("refuse a field that the schema does not have, at any depth", () => {
    assert.deepEqual(validate(service({ ports: [{ port: 80, targetport: 80 }] })), [
      "/spec/ports/0/targetport is not a field",
    ]);
    const binding = { serviceRef: { name: "api", port: 80 }, targetGroupArn: "arn" };
    const metadata = { name: "api", namespace: "shop" };
    const faults = validate({
      apiVersion: "elbv2.k8s.aws/v1beta1",
      kind: "TargetGroupBinding",
      metadata,
      spec: binding,
    });
    assert.match(String(faults), /targetGroupARN/);
    assert.match(String(faults), /targetGroupArn/);
  });

  it("refuse an unknown kind", () => {
    assert.deepEqual(validate({ apiVersion: "velero.io/v0", kind: "Schedule" }), [
      "velero.io/v0 Schedule has no schema",
    ]);
    assert.deepEqual(validate({ kind: "Service" }), ["has no apiVersion and kind"]);
  });
});
