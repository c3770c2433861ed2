import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import { scraper, TelemetryNamespace } from "../../../components/telemetry/telemetry-namespace.ts";
import { at, deploy } from "../../harness.ts";
import { invalid } from "../../kubernetes/schemas.ts";

const args = { namespaceName: "monitoring", nodeCidr: "10.0.0.0/16" };
const program = () => {
  const { namespace } = new TelemetryNamespace("telemetry", args);
  return { namespace };
};
const { NetworkPolicy } = kubernetes.networking.v1;

describe("TelemetryNamespace", () => {
  it("enforces the restricted Pod Security Standard", async () => {
    const { one, outputs } = await deploy(program);
    const { name, labels } = one(kubernetes.core.v1.Namespace).inputs["metadata"] as {
      name: string;
      labels: Record<string, string>;
    };
    assert.deepEqual([name, labels["pod-security.kubernetes.io/enforce"]], ["monitoring", "restricted"]);
    assert.deepEqual(outputs, { namespace: "monitoring" });
  });

  it("denies all other traffic", async () => {
    const { one } = await deploy(program);
    assert.deepEqual(at(one(NetworkPolicy, "telemetry-default-deny"), "spec"), {
      podSelector: {},
      policyTypes: ["Ingress", "Egress"],
    });
  });

  it("lets Prometheus scrape every pod, and the kubelets", async () => {
    const { one } = await deploy(program);
    const policy = one(NetworkPolicy, "telemetry-prometheus-scrapes");
    assert.deepEqual(at(policy, "spec.podSelector.matchLabels"), { "app.kubernetes.io/name": "prometheus" });
    assert.deepEqual(at(policy, "spec.egress"), [
      { to: [{ namespaceSelector: {} }] },
      { to: [{ ipBlock: { cidr: "10.0.0.0/16" } }], ports: [{ protocol: "TCP", port: 10250 }] },
    ]);
    assert.deepEqual(scraper("monitoring"), {
      kind: "pods",
      namespace: "monitoring",
      labels: { "app.kubernetes.io/name": "prometheus" },
    });
  });

  it("AUT-OBS-04 allows OTLP from every namespace to the collector, and no other port", async () => {
    const { one } = await deploy(program);
    assert.deepEqual(at(one(NetworkPolicy, "telemetry-collector-takes"), "spec.ingress"), [
      {
        from: [{ namespaceSelector: {} }],
        ports: [
          { protocol: "TCP", port: 4317 },
          { protocol: "TCP", port: 4318 },
        ],
      },
    ]);
  });

  it("allows SMTP for Alertmanager only", async () => {
    const { of, one } = await deploy(program);
    const policy = one(NetworkPolicy, "telemetry-alertmanager-mails");
    assert.deepEqual(at(policy, "spec.podSelector.matchLabels"), { "app.kubernetes.io/name": "alertmanager" });
    assert.equal(of(NetworkPolicy).filter((each) => JSON.stringify(each.inputs).includes("587")).length, 1);
  });

  it("registers only valid Kubernetes objects", async () => {
    const { resources } = await deploy(program);
    assert.deepEqual(invalid(resources), []);
  });
});
