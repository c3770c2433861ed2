import assert from "node:assert/strict";
import type { Props } from "../../policy-pack/checks/rule.ts";
import { everyFinding, everyStackFinding } from "../../policy-pack/engine/evaluate.ts";

const privileged = { containers: [{ securityContext: { privileged: true } }] };
const findings = (type: string, props: Props) =>
  everyFinding({ type: `kubernetes:${type}`, name: "x", urn: "x", props }, "prod").filter(
    ({ verdict }) => verdict === "fail",
  );
const says = (rule: string, type: string, props: Props) => findings(type, props).some((each) => each.rule === rule);

describe("type tokens of Kubernetes", () => {
  it("are evaluated alike in every version", () => {
    const template = { spec: { template: { spec: privileged } } };
    for (const type of [
      "apps/v1:Deployment",
      "apps/v1beta1:Deployment",
      "apps/v1beta2:DaemonSet",
      "extensions/v1beta1:Deployment",
      "extensions/v1beta1:ReplicaSet",
    ])
      assert.ok(says("k8s-no-privileged", type, template), type);
    assert.ok(says("k8s-no-privileged", "batch/v1beta1:CronJob", { spec: { jobTemplate: template } }));
    assert.ok(!says("k8s-no-privileged", "batch/v1beta1:CronJob", { spec: {} }));
    assert.ok(says("ingress-tls", "extensions/v1beta1:Ingress", {}));
    assert.ok(says("k8s-hpa-bounds", "autoscaling/v2beta2:HorizontalPodAutoscaler", {}));
    const rules = [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }];
    assert.ok(says("rbac-no-wildcards", "rbac.authorization.k8s.io/v1beta1:ClusterRole", { rules }));
  });

  it("are related alike in every version", () => {
    const made = (type: string, props: Props) => ({ type: `kubernetes:${type}`, name: type, urn: type, props });
    const old = made("apps/v1beta2:Deployment", { metadata: { name: "api" }, spec: { replicas: 2 } });
    const scaler = made("autoscaling/v2beta2:HorizontalPodAutoscaler", {
      spec: { scaleTargetRef: { kind: "Deployment", name: "api" } },
    });
    const rules = everyStackFinding([old, scaler], "prod").map(({ rule }) => rule);
    assert.ok(rules.includes("k8s-hpa-owns-replicas"), rules.join(", "));
    assert.ok(!rules.includes("stack-k8s-selectors-resolve"), rules.join(", "));
  });

  it("of custom resources are not changed", () => {
    assert.deepEqual(findings("keda.sh/v1alpha1:ScaledObject", {}), []);
  });

  it("of lists stand for each object", () => {
    const items = [{ spec: { containers: [{}] } }, { spec: privileged }];
    const found = findings("core/v1:PodList", { items }).filter(({ rule }) => rule === "k8s-no-privileged");
    assert.equal(found.length, 1);
    assert.match(found[0]?.message ?? "", /"x\.items\[1\]"/);
    assert.deepEqual(findings("core/v1:PodList", { items: [] }), []);
  });

  it("of patches are evaluated by the properties that they set", () => {
    const patch = (spec: Props) => findings("apps/v1:DeploymentPatch", { spec: { template: { spec } } });
    assert.deepEqual(
      patch(privileged).map(({ rule }) => rule),
      ["k8s-no-privileged"],
    );
    assert.deepEqual(patch({ containers: [{ name: "api", imagePullPolicy: "Always" }] }), []);
    assert.ok(says("svc-no-node-port", "core/v1:ServicePatch", { spec: { type: "NodePort" } }));
    assert.deepEqual(findings("core/v1:NamespacePatch", { metadata: { name: "app" } }), []);
  });
});
