import { isWorld } from "../../checks/cidr.ts";
import { complain } from "../../checks/complaints.ts";
import { all, each, either, is, isNot, set, unset, value, when } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { memoOf } from "../../checks/links.ts";
import { means, namespaceOf, neighbours, podLabels, selects, together } from "../../checks/objects.ts";
import { annotation, workloads } from "../../checks/pods.ts";
import { type Complaint, type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import { known, list, read, text, unknown, word } from "../../checks/values.ts";

const services = ["kubernetes:core/v1:Service"];
const beta = "service.beta.kubernetes.io";
const networkPolicyType = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const release = "kubernetes:helm.sh/v3:Release";
const serviceType = "kubernetes:core/v1:Service";
const ingress = "kubernetes:networking.k8s.io/v1:Ingress";

const aws = `${beta}/aws-load-balancer`;

const hasNarrowRanges = all(
  set("spec.loadBalancerSourceRanges"),
  each(
    "spec.loadBalancerSourceRanges",
    value("", (range) => !isWorld(range), "pass"),
  ),
);

/** Internal by the annotations of AWS, Azure or Google Cloud. */
const isInternal = either(
  annotation(`${aws}-scheme`, /^internal$/),
  annotation(`${aws}-internal`, /^(?!false$)./),
  annotation(`${beta}/azure-load-balancer-internal`, /^true$/),
  annotation("networking.gke.io/load-balancer-type", /^internal$/i),
);

/** Groups of Kubernetes and of controllers that create no pods. */
const withoutPods =
  /^kubernetes:(?:core|apps|batch|policy|autoscaling|networking\.k8s\.io|rbac\.authorization\.k8s\.io|storage\.k8s\.io|scheduling\.k8s\.io|coordination\.k8s\.io|admissionregistration\.k8s\.io|apiextensions\.k8s\.io|external-secrets\.io|elbv2\.k8s\.aws)\//;

/** Helm releases and objects of operators. */
const podMakers = memoOf((graph: Graph) =>
  graph.resources.filter(({ type }) => type.startsWith("kubernetes:") && !withoutPods.test(type)),
);

/** Whether a namespace may have pods of Helm releases or operators, which are not resources of the stack. */
function mayHaveUnseenPods(graph: Graph, each: StackResource): boolean {
  return podMakers(graph).some((other) =>
    other.type === release
      ? [namespaceOf(each), unknown].includes(text(other.props, "namespace") ?? unknown)
      : together(each, other),
  );
}

/** Types with selectors of pods, and their paths. */
const selectors = [
  [serviceType, "spec.selector"],
  ["kubernetes:policy/v1:PodDisruptionBudget", "spec.selector.matchLabels"],
  [networkPolicyType, "spec.podSelector.matchLabels"],
] as const;

/** Names of the Services of an Ingress; actions of the load balancer are not Services. */
function backends({ props }: StackResource): string[] {
  const paths = list(props, "spec.rules").flatMap((rule) => list(rule, "http.paths"));
  const all = [...paths.map((each) => known(each, "backend.service")), known(props, "spec.defaultBackend.service")];
  return all.flatMap((each) => (text(each, "port.name") === "use-annotation" ? [] : (text(each, "name") ?? [])));
}

/** Ingresses with a backend that no Service of their namespace matches. */
function danglingBackends(graph: Graph): Complaint[] {
  return graph
    .of(ingress)
    .filter((each) => {
      const named = neighbours(graph, each, serviceType).map(({ props }) => text(props, "metadata.name"));
      return !named.includes(undefined) && backends(each).some((name) => !named.includes(name));
    })
    .filter((each) => !mayHaveUnseenPods(graph, each))
    .map(complain("refers to a Service that the stack does not have"));
}

function danglingSelectors(graph: Graph): Complaint[] {
  const idle = selectors.flatMap(([type, path]) =>
    graph
      .of(type)
      .filter(({ props }) => Object.keys(Object(known(props, path) ?? {})).length > 0)
      .filter(
        (each) =>
          !neighbours(graph, each, ...workloads).some(
            (of) => selects(known(each.props, path), podLabels(of)) !== false,
          ),
      )
      .filter((each) => !mayHaveUnseenPods(graph, each))
      .map(complain("selects no pods of the stack")),
  );
  const scalers = graph
    .of("kubernetes:autoscaling/v2:HorizontalPodAutoscaler")
    .filter(({ props }) => /^(?:Deployment|StatefulSet)$/.test(word(known(props, "spec.scaleTargetRef.kind"))))
    .filter((each) => !neighbours(graph, each, ...workloads).some((of) => means(each, "spec.scaleTargetRef.name", of)))
    .filter((each) => read(each.props, "spec.scaleTargetRef.name").state === "known" && !mayHaveUnseenPods(graph, each))
    .map(complain("refers to a workload that the stack does not have"));
  return [...idle, ...scalers, ...danglingBackends(graph)];
}

const inApp = { namespace: "app" };

const deploymentLabelled = (app: string) =>
  example("kubernetes:apps/v1:Deployment", "api", {
    metadata: inApp,
    spec: { template: { metadata: { labels: { app } } } },
  });

const apiService = example(serviceType, "api", { metadata: inApp, spec: { selector: { app: "api" } } });

export const kubernetesServices = service("Kubernetes networking", [
  {
    name: "svc-no-node-port",
    types: services,
    description: "Kubernetes Services do not use NodePort or externalIPs.",
    why: "NodePort opens a port on every node that bypasses the load balancer and its WAF, and externalIPs lets a Service intercept traffic meant for another address.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set spec.type to ClusterIP, and leave spec.externalIPs unset",
    check: all(isNot("spec.type", "NodePort"), unset("spec.externalIPs")),
    ok: { spec: { type: "ClusterIP" } },
    bad: { spec: { type: "NodePort" } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "svc-lb-internal",
    types: services,
    description: "Kubernetes LoadBalancer Services are internal or restrict source ranges.",
    why: "An internet-facing load balancer without source ranges exposes the pods behind it to scans and attacks from any address.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set the annotation service.beta.kubernetes.io/aws-load-balancer-scheme to internal, or spec.loadBalancerSourceRanges",
    check: when(is("spec.type", "LoadBalancer"), either(isInternal, hasNarrowRanges)),
    ok: { metadata: { annotations: { [`${aws}-scheme`]: "internal" } }, spec: { type: "LoadBalancer" } },
    bad: { metadata: { annotations: {} }, spec: { type: "LoadBalancer" } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "stack-k8s-selectors-resolve",
    description: "Services, PDBs, NetworkPolicies, HPAs and Ingresses refer to objects of the stack.",
    why: "A typing error in a selector or name deploys without an error, but the Service has no endpoints, the NetworkPolicy protects no pod or the Ingress returns errors.",
    severity: "medium",
    levels: levels("A/M/M"),
    ownOnly: true,
    controls: [],
    fix: "change the selector, the labels of the pods, scaleTargetRef or the backend service name",
    find: danglingSelectors,
    ok: [deploymentLabelled("api"), apiService],
    bad: [deploymentLabelled("apj"), apiService],
  },
]);
