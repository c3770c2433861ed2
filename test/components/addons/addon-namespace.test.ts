import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import { AddonNamespace } from "../../../components/addons/addon-namespace.ts";
import { at, deploy } from "../../harness.ts";
import { invalid } from "../../kubernetes/schemas.ts";

const { NetworkPolicy } = kubernetes.networking.v1;
const make = () => deploy(() => new AddonNamespace("velero", { namespace: "velero", ports: [8085] }));

describe("AddonNamespace", () => {
  it("AIV-EKS-02 enforces the restricted Pod Security Standard, a resource quota and limits on Services", async () => {
    const deployed = await make();
    assert.deepEqual(invalid(deployed.resources), []);
    const namespace = deployed.one(kubernetes.core.v1.Namespace);
    assert.equal(at(namespace, "metadata.name"), "velero");
    for (const mode of ["enforce", "audit", "warn"])
      assert.equal(
        (at(namespace, "metadata.labels") as Record<string, string>)[`pod-security.kubernetes.io/${mode}`],
        "restricted",
      );
    assert.deepEqual(at(deployed.one(kubernetes.core.v1.ResourceQuota), "spec.hard"), {
      pods: "50",
      "services.loadbalancers": "0",
      "services.nodeports": "0",
    });
    assert.deepEqual(at(deployed.one(kubernetes.core.v1.LimitRange), "spec.limits.0.default"), { memory: "256Mi" });
  });

  it("denies all egress but to DNS, HTTPS and the Pod Identity Agent, and excludes the instance metadata service", async () => {
    const { one } = await make();
    assert.deepEqual(at(one(NetworkPolicy, "velero-default-deny"), "spec"), {
      podSelector: {},
      policyTypes: ["Ingress", "Egress"],
    });
    const spec = at(one(NetworkPolicy, "velero"), "spec");
    assert.deepEqual(spec, {
      podSelector: {},
      policyTypes: ["Ingress", "Egress"],
      ingress: [{ from: [{ podSelector: {} }] }, { ports: [{ protocol: "TCP", port: 8085 }] }],
      egress: [
        { to: [{ podSelector: {} }] },
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
        { to: [{ ipBlock: { cidr: "169.254.170.23/32" } }], ports: [{ protocol: "TCP", port: 80 }] },
        {
          to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.169.254/32"] } }],
          ports: [{ protocol: "TCP", port: 443 }],
        },
      ],
    });
  });

  it("allows no ingress from outside the namespace without a port", async () => {
    const { one } = await deploy(() => new AddonNamespace("vault", { namespace: "vault", ports: [] }));
    assert.deepEqual(at(one(NetworkPolicy, "vault"), "spec.ingress"), [{ from: [{ podSelector: {} }] }]);
  });

  it("creates quota and policies before resources that depend on it", async () => {
    const { one, of } = await deploy(() => {
      const room = new AddonNamespace("velero", { namespace: "velero", ports: [] });
      new kubernetes.core.v1.ConfigMap("later", { metadata: { namespace: room.namespace } }, { dependsOn: room });
    });
    const later = one(kubernetes.core.v1.ConfigMap);
    assert.equal(at(later, "metadata.namespace"), "velero");
    for (const policy of of(NetworkPolicy)) assert.ok(later.dependencies.includes(policy.urn), policy.name);
    assert.ok(later.dependencies.includes(one(kubernetes.core.v1.ResourceQuota).urn));
  });
});
