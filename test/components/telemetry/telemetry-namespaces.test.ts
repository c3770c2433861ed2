import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import { TelemetryNamespaces } from "../../../components/telemetry/telemetry-namespaces.ts";
import { at, deploy } from "../../harness.ts";
import { invalid } from "../../kubernetes/schemas.ts";

const program = () => {
  const { main, agents } = new TelemetryNamespaces("telemetry", {
    namespaceName: "monitoring",
    agents: true,
    nodeCidr: "10.0.0.0/16",
  });
  return { main, agents };
};
const { NetworkPolicy } = kubernetes.networking.v1;

describe("TelemetryNamespaces", () => {
  it("holds all but what reads files of the nodes to the restricted standard", async () => {
    const { of, outputs } = await deploy(program);
    const enforced = of(kubernetes.core.v1.Namespace).map(({ inputs }) => {
      const { name, labels } = inputs["metadata"] as { name: string; labels: Record<string, string> };
      return [name, labels["pod-security.kubernetes.io/enforce"]];
    });
    assert.deepEqual(enforced.toSorted(), [
      ["monitoring", "restricted"],
      ["node-agents", "privileged"],
    ]);
    assert.deepEqual(outputs, { main: "monitoring", agents: "node-agents" });
  });

  it("closes both namespaces to all but what is opened", async () => {
    const { of } = await deploy(program);
    const closed = of(NetworkPolicy).filter((each) => at(each, "metadata.name") === "default-deny");
    assert.deepEqual(closed.map((each) => String(at(each, "metadata.namespace"))).toSorted(), [
      "monitoring",
      "node-agents",
    ]);
  });

  it("lets Prometheus scrape every pod, and the nodes", async () => {
    const { one } = await deploy(program);
    const policy = one(NetworkPolicy, "telemetry-prometheus-scrapes");
    assert.deepEqual(at(policy, "spec.podSelector.matchLabels"), { "app.kubernetes.io/name": "prometheus" });
    assert.deepEqual(at(policy, "spec.egress"), [
      { to: [{ namespaceSelector: {} }] },
      {
        to: [{ ipBlock: { cidr: "10.0.0.0/16" } }],
        ports: [
          { protocol: "TCP", port: 9100 },
          { protocol: "TCP", port: 10249 },
          { protocol: "TCP", port: 10250 },
        ],
      },
    ]);
  });

  it("AUT-OBS-04 lets every namespace send OTLP to the collector, and only OTLP", async () => {
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

  it("lets Alloy write to Loki", async () => {
    const { one } = await deploy(program);
    const from = [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "node-agents" } } }];
    assert.deepEqual(at(one(NetworkPolicy, "telemetry-loki-takes"), "spec.ingress"), [
      { from, ports: [{ protocol: "TCP", port: 3100 }] },
    ]);
  });

  it("makes no namespace for agents that are not there", async () => {
    const alone = { namespaceName: "observability", agents: false, nodeCidr: "10.0.0.0/16" };
    const { of } = await deploy(() => new TelemetryNamespaces("telemetry", alone));
    assert.deepEqual(
      of(kubernetes.core.v1.Namespace).map((each) => at(each, "metadata.name")),
      ["observability"],
    );
  });

  it("registers nothing that its schemas refuse", async () => {
    const { resources } = await deploy(program);
    assert.deepEqual(invalid(resources), []);
  });
});
