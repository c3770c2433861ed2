import type { Refusal, Step } from "../refusal.ts";
import type { Place, Values } from "../thing.ts";
import { valueAt } from "../values.ts";
import type { View } from "../view.ts";

const namespace = "kubernetes:core/v1:Namespace";
const release = "kubernetes:helm.sh/v3:Release";
const account = "kubernetes:core/v1:ServiceAccount";

/** Namespaces that every cluster has. */
const initial = ["default", "kube-node-lease", "kube-public", "kube-system"];

/** The namespace that a release or an object is for; none for what has no namespace. */
function namespaceOf(type: string, inputs: Values): string | undefined {
  const name = valueAt(inputs, type === release ? "namespace" : "metadata.namespace");
  return typeof name === "string" ? name : undefined;
}

/** Namespaces of a cluster that stacks made, by themselves or by a release. */
function namespacesIn(place: Place, view: View): unknown[] {
  const objects = view.all(namespace, place).map(({ inputs }) => valueAt(inputs, "metadata.name"));
  const releases = view.all(release, place).filter(({ inputs }) => inputs["createNamespace"] === true);
  return [...initial, ...objects, ...releases.map(({ inputs }) => inputs["namespace"])];
}

/** Whether a cluster is none of a stack's: what runs there is not known. */
function isForeign({ cluster }: Place, view: View): boolean {
  const clusters = view.everywhere("aws:eks/cluster:Cluster").map(({ outputs }) => outputs["endpoint"]);
  return cluster !== undefined && !clusters.includes(cluster);
}

const named = (name: string): Step => ({ create: namespace, as: name, inputs: { metadata: { name } } });
const inside = (name: string): Step => ({
  create: account,
  as: "orders",
  inputs: { metadata: { name: "orders", namespace: name } },
});

/** An object needs its namespace when it is made. */
const found: Refusal = {
  name: "k8s-namespace-not-found",
  types: ["kubernetes:*"],
  on: ["create"],
  code: "NotFound",
  source:
    "NamespaceLifecycle in the Kubernetes documentation https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/",
  check: ({ type, inputs, place }, view) => {
    const name = namespaceOf(type, inputs);
    if (name === undefined || inputs["createNamespace"] === true || isForeign(place, view)) return undefined;
    return namespacesIn(place, view).includes(name) ? undefined : `namespaces "${name}" not found`;
  },
  passes: { before: [named("shop")], judged: inside("shop") },
  refused: { before: [named("bank")], judged: inside("shop") },
};

/** What a cluster refuses of objects in namespaces. */
export const kubernetesNamespaces: readonly Refusal[] = [found];
