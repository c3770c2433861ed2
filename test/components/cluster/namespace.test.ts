import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import { Namespace, type NamespaceArgs } from "../../../components/cluster/namespace.ts";
import { at, deploy, refusal } from "../../harness.ts";
import { invalid } from "../../kubernetes/schemas.ts";

const { Namespace: CoreNamespace, NamespacePatch, LimitRange, ResourceQuota } = kubernetes.core.v1;
const { NetworkPolicy } = kubernetes.networking.v1;

const args: NamespaceArgs = {
  namespaceName: "aivo",
  podSecurity: { level: "restricted" },
  quota: { cpu: { request: 8, limit: 16 }, memory: { request: 16384, limit: 32768 }, pods: 50 },
};
const make = (change: Partial<NamespaceArgs> = {}) => deploy(() => new Namespace("aivo", { ...args, ...change }));

describe("Namespace", () => {
  it("AIV-EKS-02: enforces the restricted Pod Security Standard", async () => {
    const { one } = await make();
    assert.deepEqual(at(one(CoreNamespace), "metadata"), {
      name: "aivo",
      labels: {
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/enforce-version": "latest",
        "pod-security.kubernetes.io/warn": "restricted",
        "pod-security.kubernetes.io/warn-version": "latest",
        "pod-security.kubernetes.io/audit": "restricted",
        "pod-security.kubernetes.io/audit-version": "latest",
        "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled",
      },
    });
  });

  it("enforces a less strict standard with a reason, and warns of violations of restricted", async () => {
    const { one } = await make({
      namespaceName: "monitoring",
      podSecurity: { level: "privileged", reason: "node-exporter reads the host's /proc and /sys" },
    });
    const namespace = one(CoreNamespace);
    const labels = new Map(Object.entries(at(namespace, "metadata.labels") ?? {}));
    assert.equal(labels.get("pod-security.kubernetes.io/enforce"), "privileged");
    assert.equal(labels.get("pod-security.kubernetes.io/warn"), "restricted");
    assert.deepEqual(at(namespace, "metadata.annotations"), {
      "platform/pod-security-reason": "node-exporter reads the host's /proc and /sys",
    });
  });

  it("AUI-NET-02 AIV-NET-06: denies all ingress and egress of pods but to the cluster's DNS", async () => {
    const { of, one } = await make();
    assert.equal(of(NetworkPolicy).length, 2);
    assert.deepEqual(one(NetworkPolicy, "aivo-default-deny").inputs.spec, {
      podSelector: {},
      policyTypes: ["Ingress", "Egress"],
    });
    assert.deepEqual(one(NetworkPolicy, "aivo-allow-dns").inputs.spec, {
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
              podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
            },
          ],
          ports: [
            { protocol: "UDP", port: 53 },
            { protocol: "TCP", port: 53 },
          ],
        },
      ],
    });
  });

  it("allows the given traffic, except to the instance metadata service", async () => {
    const { one, resources } = await make({
      openings: {
        webhook: { direction: "in", from: { kind: "addresses", cidrBlocks: ["10.0.1.0/24"] }, port: 10250 },
        neighbours: { direction: "in", from: { kind: "pods", namespace: "aivo", labels: {} }, port: 8080 },
        "aws-apis": { direction: "out", to: { kind: "https" } },
      },
    });
    assert.deepEqual(one(NetworkPolicy, "aivo-allow-webhook").inputs.spec, {
      podSelector: {},
      policyTypes: ["Ingress"],
      ingress: [{ from: [{ ipBlock: { cidr: "10.0.1.0/24" } }], ports: [{ protocol: "TCP", port: 10250 }] }],
    });
    assert.deepEqual(at(one(NetworkPolicy, "aivo-allow-neighbours"), "spec.ingress.0.from"), [
      {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "aivo" } },
        podSelector: { matchLabels: {} },
      },
    ]);
    assert.deepEqual(one(NetworkPolicy, "aivo-allow-aws-apis").inputs.spec, {
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [
        {
          to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.169.254/32"] } }],
          ports: [{ protocol: "TCP", port: 443 }],
        },
      ],
    });
    assert.deepEqual(invalid(resources), []);
  });

  it("sets a resource quota, and allows no load balancer Services", async () => {
    const { one } = await make();
    assert.deepEqual(at(one(ResourceQuota), "spec.hard"), {
      "requests.cpu": "8",
      "limits.cpu": "16",
      "requests.memory": "16Gi",
      "limits.memory": "32Gi",
      pods: "50",
      "services.loadbalancers": "0",
      "services.nodeports": "0",
    });
    assert.deepEqual(at(one(LimitRange), "spec.limits"), [
      {
        type: "Container",
        defaultRequest: { cpu: "100m", memory: "128Mi" },
        default: { cpu: "500m", memory: "256Mi" },
      },
    ]);
  });

  it("outputs its name after quota, limits and network policies", async () => {
    const { one, of } = await deploy(() => {
      const { namespaceName } = new Namespace("aivo", args);
      new kubernetes.core.v1.ServiceAccount("later", { metadata: { namespace: namespaceName } });
    });
    const waitsFor = one(kubernetes.core.v1.ServiceAccount).dependencies;
    for (const { urn } of [...of(ResourceQuota), ...of(LimitRange), ...of(NetworkPolicy)])
      assert.ok(waitsFor.includes(urn), urn);
    for (const each of [...of(ResourceQuota), ...of(LimitRange), ...of(NetworkPolicy)])
      assert.ok(each.dependencies.includes(one(CoreNamespace).urn), each.name);
  });

  it("AGT-APP-02: updates the namespace default, which exists in every cluster", async () => {
    const { of, one, resources } = await make({ namespaceName: "default" });
    assert.equal(of(CoreNamespace).length, 0);
    assert.equal(at(one(NamespacePatch), "metadata.name"), "default");
    assert.deepEqual(invalid(resources), []);
  });

  it("reports every fault of its arguments at once", async () => {
    const faulty: NamespaceArgs = {
      namespaceName: "Aivo",
      podSecurity: { level: "baseline", reason: " " },
      quota: { cpu: { request: 4, limit: 2 }, memory: { request: 0, limit: 1024 }, pods: 0 },
      openings: { dns: { direction: "out", to: { kind: "https" } } },
    };
    assert.equal(
      await refusal(() => new Namespace("aivo", faulty)),
      [
        'Namespace "aivo":',
        '  - namespaceName must be 1 to 63 lower-case letters, digits and hyphens, got "Aivo"',
        "  - podSecurity.reason must say why baseline is needed, got nothing",
        "  - quota.cpu.request must be above 0 and at most quota.cpu.limit 2, got 4",
        "  - quota.memory.request must be above 0 and at most quota.memory.limit 1024, got 0",
        "  - quota.pods must be 1 or more, got 0",
        "  - openings must not be named dns, which every namespace has, got dns",
      ].join("\n"),
    );
  });
});
