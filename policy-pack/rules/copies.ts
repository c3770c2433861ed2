import { fail } from "../checks/conditions.ts";
import { example } from "../checks/example.ts";
import type { Graph } from "../checks/graph.ts";
import { means, podLabels, replicasOf, scalerOf, selects, together, workloadsOf } from "../checks/objects.ts";
import { deployment, podPath, statefulSet } from "../checks/pods.ts";
import { type Complaint, levels, type Props, type StackResource, type StackRule } from "../checks/rule.ts";
import { known, list, number, read, text, word } from "../checks/values.ts";

const budget = "kubernetes:policy/v1:PodDisruptionBudget";
const scaler = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";
const account = "kubernetes:core/v1:ServiceAccount";
const bindings = ["ClusterRoleBinding", "RoleBinding"].map((kind) => `kubernetes:rbac.authorization.k8s.io/v1:${kind}`);
const storageClass = "kubernetes:storage.k8s.io/v1:StorageClass";

const complain =
  (wrong: string) =>
  (resource: StackResource): Complaint => ({ resource, verdict: fail(wrong) });
const repeated = (graph: Graph) => graph.of(deployment, statefulSet);

/** Fewest replicas that a workload runs with: its autoscaler's minimum, or its own number. */
function fewest(graph: Graph, each: StackResource): number {
  const autoscaler = scalerOf(graph, each);
  if (autoscaler === undefined) return replicasOf(each);
  const least = read(autoscaler.props, "spec.minReplicas");
  return least.state === "absent" ? 1 : least.state === "known" ? number(least.value) : Number.NaN;
}

/** Workloads whose pods a budget covers, in its namespace. */
function covered(graph: Graph, each: StackResource): StackResource[] {
  const selector = known(each.props, "spec.selector.matchLabels");
  return repeated(graph).filter((of) => together(each, of) && selects(selector, podLabels(of)) === true);
}

/** Whether a budget lets no pod be taken away, ever. */
function blocks(graph: Graph, each: StackResource): boolean {
  const [most, least] = ["maxUnavailable", "minAvailable"].map((path) => read(each.props, `spec.${path}`));
  if (most?.state === "known" && /^0%?$/.test(word(most.value))) return true;
  if (least?.state !== "known") return false;
  if (word(least.value) === "100%") return true;
  const workloads = covered(graph, each);
  return workloads.length > 0 && workloads.every((of) => number(least.value) >= fewest(graph, of));
}

function unbudgeted(graph: Graph): Complaint[] {
  return repeated(graph)
    .filter((each) => fewest(graph, each) > 1)
    .filter((each) => {
      const labels = podLabels(each);
      return !graph
        .of(budget)
        .some((of) => together(of, each) && selects(known(of.props, "spec.selector.matchLabels"), labels) !== false);
    })
    .map(complain("may lose all its replicas when nodes are replaced"));
}

/** The program and the autoscaler both say how many replicas there are, unless the program ignores the number. */
function contended(graph: Graph): Complaint[] {
  return repeated(graph)
    .filter(({ props }) => read(props, "spec.replicas").state !== "absent")
    .filter(
      ({ options }) => !(options?.ignoreChanges ?? []).some((path) => ["spec.replicas", "spec", "*"].includes(path)),
    )
    .filter((each) => scalerOf(graph, each) !== undefined)
    .map(complain("sets the number of replicas that its autoscaler sets too"));
}

/** Whether a binding of the stack gives the workload's service account a role, which it cannot use without a token. */
function hasRole(graph: Graph, each: StackResource): boolean {
  const account = text(each.props, `${podPath(each.type)}.serviceAccountName`);
  return graph
    .of(...bindings)
    .flatMap(({ props }) => list(props, "subjects"))
    .some((subject) => text(subject, "kind") === "ServiceAccount" && text(subject, "name") === account);
}

/** A pod says it itself, or its service account does for it. */
function mounts(graph: Graph, each: StackResource): boolean {
  const path = podPath(each.type);
  const own = read(each.props, `${path}.automountServiceAccountToken`);
  if (own.state !== "absent") return own.state === "known" && own.value !== false;
  return !graph
    .of(account)
    .some(
      (of) =>
        means(each, `${path}.serviceAccountName`, of) && known(of.props, "automountServiceAccountToken") === false,
    );
}

/** Classes of the disks that stateful sets keep their data on. */
function fleeting(graph: Graph): Complaint[] {
  const names = graph
    .of(statefulSet)
    .flatMap(({ props }) => list(props, "spec.volumeClaimTemplates"))
    .map((claim) => text(claim, "spec.storageClassName"));
  return graph
    .of(storageClass)
    .filter(({ props }) => names.includes(text(props, "metadata.name") ?? "none"))
    .filter(({ props }) => known(props, "reclaimPolicy") !== "Retain")
    .map(complain("deletes the disks of stateful sets with their claims"));
}

const labels = { app: "api" };
const api = (replicas: number, spec: Props = {}) =>
  example(deployment, "api", {
    metadata: { name: "api" },
    spec: { replicas, template: { metadata: { labels }, spec } },
  });
const guard = (spec: Props) => example(budget, "api", { spec: { selector: { matchLabels: labels }, ...spec } });
const scaleTargetRef = { kind: "Deployment", name: "api" };
const scaled = example(scaler, "api", { spec: { scaleTargetRef, minReplicas: 2, maxReplicas: 6 } });
const memory = example(statefulSet, "memory", {
  spec: { volumeClaimTemplates: [{ spec: { storageClassName: "disk" } }] },
});
const disk = (reclaimPolicy: string) => example(storageClass, "disk", { metadata: { name: "disk" }, reclaimPolicy });

/** Copies of a workload, and what they keep. */
export const copies: readonly StackRule[] = [
  {
    name: "k8s-replicas-min",
    description: "A workload survives the loss of a node.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: [],
    fix: "set spec.replicas to 2 or more, or minReplicas of its autoscaler",
    check: (graph, environment) =>
      repeated(graph)
        .filter((each) => fewest(graph, each) < (environment === "prod" ? 2 : 1))
        .map(complain("has one replica")),
    ok: [api(2)],
    bad: [api(1)],
  },
  {
    name: "k8s-pdb-not-blocking",
    description: "A disruption budget lets one pod at a time be taken away.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set spec.maxUnavailable to 1 instead of minAvailable",
    check: (graph) =>
      graph
        .of(budget)
        .filter((each) => blocks(graph, each))
        .map(complain("lets no pod be taken away, so that no node can be replaced")),
    ok: [api(2), guard({ maxUnavailable: 1 })],
    bad: [api(2), guard({ minAvailable: 2 })],
  },
  {
    name: "stack-pdb-for-replicas",
    description: "A workload of several replicas has a disruption budget.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: [],
    fix: "declare a PodDisruptionBudget whose selector matches its pods",
    check: unbudgeted,
    ok: [api(2), guard({ maxUnavailable: 1 })],
    bad: [api(2)],
  },
  {
    name: "k8s-hpa-owns-replicas",
    description: "Where an autoscaler sets the number of replicas, the program does not.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "leave spec.replicas unset, or set the resource option ignoreChanges to spec.replicas",
    check: contended,
    ok: [{ ...api(2), options: { ignoreChanges: ["spec.replicas"] } }, scaled],
    bad: [api(2), scaled],
  },
  {
    name: "k8s-token-automount-off",
    description: "A pod that does not speak to the Kubernetes API has no token for it.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 4.1.6", "CKV_K8S_38"],
    fix: "set automountServiceAccountToken to false on the pod or on its service account",
    check: (graph) =>
      workloadsOf(graph)
        .filter((each) => mounts(graph, each) && !hasRole(graph, each))
        .map(complain("gives its pods a token of the Kubernetes API")),
    ok: [api(2, { automountServiceAccountToken: false })],
    bad: [api(2)],
  },
  {
    name: "storageclass-retain",
    description: "The disks of stateful sets outlive their claims.",
    severity: "medium",
    levels: levels("-/-/A"),
    controls: [],
    fix: "set reclaimPolicy to Retain",
    check: fleeting,
    ok: [memory, disk("Retain")],
    bad: [memory, disk("Delete")],
  },
];
