import { complain } from "../../checks/complaints.ts";
import { deploymentOf, example } from "../../checks/example.ts";
import { neighbours, podLabels, replicasOf, scalerOf, selects } from "../../checks/objects.ts";
import { deployment, statefulSet } from "../../checks/pods.ts";
import { type Complaint, type Graph, levels, type Props, type StackResource, service } from "../../checks/rule.ts";
import { known, number, read, word } from "../../checks/values.ts";

const budget = "kubernetes:policy/v1:PodDisruptionBudget";
const horizontalPodAutoscaler = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";

const replicated = (graph: Graph) => graph.of(deployment, statefulSet);

/** The minimum of a workload's autoscaler, or its number of replicas. */
function minimumReplicas(graph: Graph, each: StackResource): number {
  const autoscaler = scalerOf(graph, each);
  if (autoscaler === undefined) return replicasOf(each);
  const least = read(autoscaler.props, "spec.minReplicas");
  return least.state === "absent" ? 1 : least.state === "known" ? number(least.value) : Number.NaN;
}

/** Workloads whose pods a PodDisruptionBudget selects. */
function coveredWorkloads(graph: Graph, each: StackResource): StackResource[] {
  const selector = known(each.props, "spec.selector.matchLabels");
  return neighbours(graph, each, deployment, statefulSet).filter((of) => selects(selector, podLabels(of)) === true);
}

/** Whether a PodDisruptionBudget does not allow any eviction. */
function blocksEviction(graph: Graph, each: StackResource): boolean {
  const [most, least] = ["maxUnavailable", "minAvailable"].map((path) => read(each.props, `spec.${path}`));
  if (most?.state === "known" && /^0%?$/.test(word(most.value))) return true;
  if (least?.state !== "known") return false;
  if (word(least.value) === "100%") return true;
  const workloads = coveredWorkloads(graph, each);
  return workloads.length > 0 && workloads.every((of) => number(least.value) >= minimumReplicas(graph, of));
}

function withoutBudget(graph: Graph): Complaint[] {
  return replicated(graph)
    .filter((each) => minimumReplicas(graph, each) > 1)
    .filter((each) => {
      const labels = podLabels(each);
      return !neighbours(graph, each, budget).some(
        (of) => selects(known(of.props, "spec.selector.matchLabels"), labels) !== false,
      );
    })
    .map(complain("has no PodDisruptionBudget"));
}

/** Workloads that set spec.replicas although an autoscaler does, without ignoreChanges. */
function replicasSetTwice(graph: Graph): Complaint[] {
  return replicated(graph)
    .filter(({ props }) => read(props, "spec.replicas").state !== "absent")
    .filter(
      ({ options }) => !(options?.ignoreChanges ?? []).some((path) => ["spec.replicas", "spec", "*"].includes(path)),
    )
    .filter((each) => scalerOf(graph, each) !== undefined)
    .map(complain("sets spec.replicas, which its HorizontalPodAutoscaler also sets"));
}

const budgetOf = (spec: Props) =>
  example(budget, "api", { spec: { selector: { matchLabels: { app: "api" } }, ...spec } });
const scaleTargetRef = { kind: "Deployment", name: "api" };
const autoscaler = example(horizontalPodAutoscaler, "api", {
  spec: { scaleTargetRef, minReplicas: 2, maxReplicas: 6 },
});

export const kubernetesReplicas = service("Kubernetes workloads", [
  {
    name: "k8s-replicas-min",
    description: "Deployments and StatefulSets run at least two replicas in prod.",
    why: "With a single replica, draining or losing one node interrupts the service until a new pod is scheduled and ready.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: [],
    fix: "set spec.replicas, or spec.minReplicas of the HorizontalPodAutoscaler, to at least 2",
    find: (graph, environment) =>
      replicated(graph)
        .filter((each) => minimumReplicas(graph, each) < (environment === "prod" ? 2 : 1))
        .map(complain("has one replica")),
    ok: [deploymentOf(2)],
    bad: [deploymentOf(1)],
  },
  {
    name: "k8s-pdb-not-blocking",
    description: "PodDisruptionBudgets allow at least one pod to be evicted.",
    why: "A budget that permits no eviction blocks node drains, so node upgrades and security patches stall until the drain is forced.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set spec.maxUnavailable to 1 instead of spec.minAvailable",
    find: (graph) =>
      graph
        .of(budget)
        .filter((each) => blocksEviction(graph, each))
        .map(complain("does not allow any pod to be evicted")),
    ok: [deploymentOf(2), budgetOf({ maxUnavailable: 1 })],
    bad: [deploymentOf(2), budgetOf({ minAvailable: 2 })],
  },
  {
    name: "stack-pdb-for-replicas",
    description: "Deployments and StatefulSets with several replicas have a PodDisruptionBudget.",
    why: "Without a budget, draining several nodes at once can evict all replicas together, and the service is down although it runs more than one pod.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: [],
    fix: "declare a PodDisruptionBudget whose selector matches the labels of the pods",
    find: withoutBudget,
    ok: [deploymentOf(2), budgetOf({ maxUnavailable: 1 })],
    bad: [deploymentOf(2)],
  },
  {
    name: "k8s-hpa-owns-replicas",
    description: "HorizontalPodAutoscaler targets do not set spec.replicas, or ignore changes to it.",
    why: "An update that writes spec.replicas overrides the count that the autoscaler chose and can remove pods while they are under load.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "leave spec.replicas unset, or set the resource option ignoreChanges to spec.replicas",
    find: replicasSetTwice,
    ok: [{ ...deploymentOf(2), options: { ignoreChanges: ["spec.replicas"] } }, autoscaler],
    bad: [deploymentOf(2), autoscaler],
  },
]);
