import { fail } from "../checks/conditions.ts";
import { example } from "../checks/example.ts";
import type { Graph } from "../checks/graph.ts";
import { means, namespaceOf, podLabels, selects, together, workloadsOf } from "../checks/objects.ts";
import { type Complaint, levels, type StackResource, type StackRule } from "../checks/rule.ts";
import { known, list, read, text, unknown, word } from "../checks/values.ts";

const policy = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const release = "kubernetes:helm.sh/v3:Release";
const service = "kubernetes:core/v1:Service";
const ingress = "kubernetes:networking.k8s.io/v1:Ingress";

const complain =
  (wrong: string) =>
  (resource: StackResource): Complaint => ({ resource, verdict: fail(wrong) });

/** Releases and operators make pods that nobody sees: what is in their namespace may select those. */
function isOpaque(graph: Graph, each: StackResource): boolean {
  const own =
    /^kubernetes:(?:core|apps|batch|policy|autoscaling|networking\.k8s\.io|rbac\.authorization\.k8s\.io|storage\.k8s\.io|scheduling\.k8s\.io|coordination\.k8s\.io|admissionregistration\.k8s\.io|apiextensions\.k8s\.io|external-secrets\.io|elbv2\.k8s\.aws)\//;
  return graph.resources.some(
    (other) =>
      other.type.startsWith("kubernetes:") &&
      !own.test(other.type) &&
      (other.type === release
        ? [namespaceOf(each), unknown].includes(text(other.props, "namespace") ?? unknown)
        : together(each, other)),
  );
}

/** Where selectors of pods are. */
const selectors = [
  [service, "spec.selector"],
  ["kubernetes:policy/v1:PodDisruptionBudget", "spec.selector.matchLabels"],
  [policy, "spec.podSelector.matchLabels"],
] as const;

/** Names of the services that an ingress sends to; the load balancer's own actions are none. */
function backends({ props }: StackResource): string[] {
  const paths = list(props, "spec.rules").flatMap((rule) => list(rule, "http.paths"));
  const all = [...paths.map((each) => known(each, "backend.service")), known(props, "spec.defaultBackend.service")];
  return all.flatMap((each) => (text(each, "port.name") === "use-annotation" ? [] : (text(each, "name") ?? [])));
}

/** Ingresses that send to a service of a known name which no service of their namespace has or may come to have. */
function lost(graph: Graph): Complaint[] {
  return graph
    .of(ingress)
    .filter((each) => {
      const near = graph.of(service).filter((of) => together(each, of));
      const named = near.map(({ props }) => text(props, "metadata.name"));
      return !named.includes(undefined) && backends(each).some((name) => !named.includes(name));
    })
    .filter((each) => !isOpaque(graph, each))
    .map(complain("sends to a service that the stack does not have"));
}

function dangling(graph: Graph): Complaint[] {
  const workloads = workloadsOf(graph);
  const idle = selectors.flatMap(([type, path]) =>
    graph
      .of(type)
      .filter(({ props }) => Object.keys(Object(known(props, path) ?? {})).length > 0)
      .filter(
        (each) =>
          !workloads.some((of) => together(each, of) && selects(known(each.props, path), podLabels(of)) !== false),
      )
      .filter((each) => !isOpaque(graph, each))
      .map(complain("selects no pod of the stack")),
  );
  const scalers = graph
    .of("kubernetes:autoscaling/v2:HorizontalPodAutoscaler")
    .filter(({ props }) => /^(?:Deployment|StatefulSet)$/.test(word(known(props, "spec.scaleTargetRef.kind"))))
    .filter((each) => !workloads.some((of) => means(each, "spec.scaleTargetRef.name", of)))
    .filter((each) => read(each.props, "spec.scaleTargetRef.name").state === "known" && !isOpaque(graph, each))
    .map(complain("scales nothing of the stack"));
  return [...idle, ...scalers, ...lost(graph)];
}

const here = { namespace: "app" };
const api = (app: string) =>
  example("kubernetes:apps/v1:Deployment", "api", {
    metadata: here,
    spec: { template: { metadata: { labels: { app } } } },
  });
const front = example(service, "api", { metadata: here, spec: { selector: { app: "api" } } });

/** Selectors of pods. */
export const podSelectors: readonly StackRule[] = [
  {
    name: "stack-k8s-selectors-resolve",
    description: "What selects pods finds some, and what sends to a service finds it.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "change the selector or the labels of the pods, or the name of the service",
    check: dangling,
    ok: [api("api"), front],
    bad: [api("apj"), front],
  },
];
