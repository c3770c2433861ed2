import { all, either, fail, not, oneOf, pass, set, some, value, when } from "../../checks/conditions.ts";
import { deployment, entry, pod, podType, statefulSet, workloads } from "../../checks/pods.ts";
import { type Check, levels, type Scope, service } from "../../checks/rule.ts";
import { matchesGlob } from "../../checks/settings.ts";
import { number, text, word } from "../../checks/values.ts";

const hasReplicas = not(oneOf("spec.replicas", [0, 1]), "has one replica");
const labels = ["name", "instance", "version", "part-of"].map((label) => `app.kubernetes.io/${label}`);

/** One replica, or a volume for one pod, which cannot use a rolling update. */
const hasOneReplica = either(oneOf("spec.replicas", [0, 1]), pod(some("volumes", set("persistentVolumeClaim"))));

/** At most 25 percent or one replica is unavailable. */
const isRolling = value(
  "spec.strategy.rollingUpdate.maxUnavailable",
  (share) => (typeof share === "string" && share.endsWith("%") ? Number.parseFloat(share) <= 25 : number(share) <= 1),
  "pass",
);

/** Namespaced objects that belong to a workload; in kube-* namespaces they may also serve the control plane. */
const parts = [
  "kubernetes:core/v1:ConfigMap",
  "kubernetes:core/v1:Secret",
  "kubernetes:core/v1:Service",
  "kubernetes:core/v1:ServiceAccount",
  "kubernetes:networking.k8s.io/v1:Ingress",
  "kubernetes:rbac.authorization.k8s.io/v1:Role",
  "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
];

/** Whether an object may be in a namespace: a workload not in kube-*, and all in default only if listed. */
const isAllowedNamespace = (namespace: string, { resource, settings }: Scope) =>
  namespace === "default"
    ? settings.defaultNamespace.some((glob) => matchesGlob(glob, resource.urn))
    : parts.includes(resource.type) || !namespace.startsWith("kube-");

/** The Service and the ServiceAccount that Kubernetes makes in the default namespace. */
const builtIn = ["Service kubernetes", "ServiceAccount default"];
const isBuiltIn: Check = ({ resource: { type, props } }) =>
  builtIn.includes(`${type.split(":").at(-1)} ${text(props, "metadata.name")}`)
    ? pass
    : fail("is not made by Kubernetes");

export const kubernetesWorkloads = service("Kubernetes workloads", [
  {
    name: "k8s-spread",
    types: [deployment, statefulSet],
    description: "Deployments and StatefulSets, unless single, set topology spread or pod anti-affinity.",
    why: "The scheduler may place all replicas on one node or in one Availability Zone, and its failure then stops the whole workload.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: [],
    fix: "set topologySpreadConstraints by topology.kubernetes.io/zone, or affinity.podAntiAffinity",
    check: when(hasReplicas, pod(either(set("topologySpreadConstraints"), set("affinity.podAntiAffinity")))),
    ok: {
      spec: {
        replicas: 3,
        template: { spec: { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: "topology.kubernetes.io/zone" }] } },
      },
    },
    bad: { spec: { replicas: 3, template: { spec: { containers: [] } } } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "k8s-rolling-strategy",
    types: [deployment],
    description: "Deployments, except single or PVC ones, roll with maxUnavailable of at most 25% or 1.",
    why: "With Recreate, or with many pods unavailable at once, each release stops all or much of the serving capacity until the new pods are ready.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set spec.strategy.type to RollingUpdate and rollingUpdate.maxUnavailable to at most 25%",
    check: all(either(oneOf("spec.strategy.type", ["RollingUpdate"], "pass"), hasOneReplica), isRolling),
    ok: { spec: { strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0 } } } },
    bad: { spec: { strategy: { type: "Recreate" } } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "k8s-no-bare-pod",
    types: [podType],
    description: "Pods are created by a controller such as a Deployment, not declared directly.",
    why: "A pod without a controller is not replaced when its node fails or is drained, so the workload stays down until the next deployment.",
    severity: "low",
    levels: levels("M/M/M"),
    controls: [],
    fix: "declare a Deployment instead of a Pod",
    check: () => fail("has no controller that replaces it after its node fails"),
    ok: null,
    bad: { spec: { containers: [] } },
    absent: "fail",
    unknown: "fail",
  },
  {
    name: "k8s-namespace-explicit",
    types: [...workloads, ...parts],
    description: "Kubernetes objects set a namespace: workloads not kube-*, and only listed ones default.",
    why: "In default or kube-* a workload escapes the NetworkPolicies, quotas and Pod Security level of application namespaces, and shares RBAC permissions with unrelated pods.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["CIS EKS 1.7 4.5.2", "CKV_K8S_21"],
    fix: "set metadata.namespace to an application namespace, or add the URN to defaultNamespace in the pack's settings",
    check: either(
      all(
        set("metadata.namespace"),
        value("metadata.namespace", (name, scope) => isAllowedNamespace(word(name), scope), "pass"),
      ),
      isBuiltIn,
    ),
    ok: { metadata: { namespace: "app" } },
    bad: { metadata: { namespace: "default" } },
    clauses: [
      {
        controls: ["CIS EKS 1.7 4.5.2", "CKV_K8S_21"],
        type: "kubernetes:core/v1:Service",
        ok: { metadata: { namespace: "app" } },
        bad: { metadata: { namespace: "default" } },
      },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "k8s-recommended-labels",
    types: workloads,
    description: "Kubernetes workloads have the labels name, instance, version and part-of.",
    why: "Dashboards, log queries and selectors cannot group pods by application or version, so the faulty release is harder to find during an incident.",
    severity: "low",
    levels: levels("A/A/M"),
    ownOnly: true,
    controls: [],
    fix: "set metadata.labels with app.kubernetes.io/name, app.kubernetes.io/instance, app.kubernetes.io/version, app.kubernetes.io/part-of",
    check: all(...labels.map((label) => entry("metadata.labels", label, () => true, "fail"))),
    ok: { metadata: { labels: Object.fromEntries(labels.map((label) => [label, "api"])) } },
    bad: { metadata: { labels: { app: "api" } } },
    absent: "fail",
    unknown: "undecided",
  },
]);
