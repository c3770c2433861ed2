import type { Refusal, Step } from "../refusal.ts";
import type { Values } from "../thing.ts";
import { stringsAt, valueAt } from "../values.ts";

const binding = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding";
const claim = "kubernetes:core/v1:PersistentVolumeClaim";
const deployment = "kubernetes:apps/v1:Deployment";

const webhook =
  "aws-load-balancer-controller, webhooks/elbv2/targetgroupbinding_validator.go https://github.com/kubernetes-sigs/aws-load-balancer-controller";

const bound = (name: string, targetGroupARN: string): Step => ({
  create: binding,
  as: name,
  inputs: { metadata: { name, namespace: "shop" }, spec: { serviceRef: { name: "orders" }, targetGroupARN } },
});

const groupOf = (inputs: Values) => valueAt(inputs, "spec.targetGroupARN");

/** The controller's webhook refuses another target group for a binding. */
const keepsGroup: Refusal = {
  name: "k8s-binding-keeps-target-group",
  types: [binding],
  on: ["update"],
  code: "Forbidden",
  source: webhook,
  check: ({ inputs, old }) => {
    const [before, after] = [groupOf(old?.inputs ?? {}), groupOf(inputs)];
    const changes = typeof before === "string" && typeof after === "string" && before !== after;
    return changes
      ? 'admission webhook "vtargetgroupbinding.elbv2.k8s.aws" denied the request: TargetGroupBinding update may not change these fields: spec.targetGroupARN'
      : undefined;
  },
  passes: {
    before: [bound("orders", "one")],
    judged: { update: "orders", inputs: { spec: { serviceRef: { name: "orders", port: 80 }, targetGroupARN: "one" } } },
  },
  refused: {
    before: [bound("orders", "one")],
    judged: { update: "orders", inputs: { spec: { serviceRef: { name: "orders" }, targetGroupARN: "other" } } },
  },
};

/** The webhook also refuses a second binding of a target group. */
const ownGroup: Refusal = {
  name: "k8s-binding-shares-target-group",
  types: [binding],
  on: ["create"],
  code: "Forbidden",
  source: webhook,
  check: ({ inputs, place, urn }, account) => {
    const group = groupOf(inputs);
    const other = account
      .all(binding, place)
      .find((each) => typeof group === "string" && each.urn !== urn && groupOf(each.inputs) === group);
    return other && `TargetGroup ${group} is already bound to TargetGroupBinding ${other.name}`;
  },
  passes: { before: [bound("orders", "one")], judged: bound("bills", "other") },
  refused: { before: [bound("orders", "one")], judged: bound("bills", "one") },
};

const claimed: Step = { create: claim, as: "models", inputs: { metadata: { name: "models", namespace: "shop" } } };
const mounting = (claimName: string): Step => ({
  create: deployment,
  as: "orders",
  inputs: {
    metadata: { name: "orders", namespace: "shop" },
    spec: { template: { spec: { volumes: [{ name: "models", persistentVolumeClaim: { claimName } }] } } },
  },
});

/** Kubernetes deletes a claim only after the last pod that mounts it: whoever waits for that waits for ever. */
const mounted: Refusal = {
  name: "k8s-claim-in-use",
  types: [claim],
  on: ["delete"],
  code: "Timeout",
  source:
    "Persistent Volumes: Storage Object in Use Protection https://kubernetes.io/docs/concepts/storage/persistent-volumes/",
  check: ({ old, place }, account) => {
    const [name, namespace] = ["name", "namespace"].map((key) => valueAt(old?.inputs ?? {}, `metadata.${key}`));
    const user = account
      .all(deployment, place)
      .find(
        ({ inputs }) =>
          valueAt(inputs, "metadata.namespace") === namespace &&
          stringsAt(inputs, "spec.template.spec.volumes.persistentVolumeClaim.claimName").includes(String(name)),
      );
    return user && `the claim ${String(name)} stays until the pods of Deployment ${user.name} are gone`;
  },
  passes: { before: [claimed, mounting("others")], judged: { delete: "models" } },
  refused: { before: [claimed, mounting("models")], judged: { delete: "models" } },
};

const namespace = "kubernetes:core/v1:Namespace";
const named = (as: string, name: string): Step => ({ create: namespace, as, inputs: { metadata: { name } } });

/** The API server refuses a second namespace of a name; server-side apply never asks it to make one. */
const exists: Refusal = {
  name: "k8s-namespace-exists",
  types: [namespace],
  on: ["create"],
  code: "AlreadyExists",
  source:
    "pulumi-kubernetes, provider/pkg/await/await.go https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/await/await.go",
  check: ({ inputs, place, urn, takesOver = false }, account) => {
    const name = valueAt(inputs, "metadata.name");
    const other = account
      .all(namespace, place)
      .find((each) => each.urn !== urn && valueAt(each.inputs, "metadata.name") === name);
    return takesOver || typeof name !== "string" || other === undefined
      ? undefined
      : `namespaces "${name}" already exists`;
  },
  passes: { before: [named("one", "shop")], judged: named("other", "bank") },
  refused: { before: [named("one", "shop")], judged: named("other", "shop") },
};

/** What the API server of a cluster and its webhooks refuse. */
export const kubernetes: readonly Refusal[] = [keepsGroup, ownGroup, mounted, exists];
