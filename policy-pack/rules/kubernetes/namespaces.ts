import { complain } from "../../checks/complaints.ts";
import { all, each, either, fail, is, pass, set, undecided, value } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { deniesAll, denying, networkPolicy } from "../../checks/network-policies.ts";
import { inNamespace } from "../../checks/objects.ts";
import { entry } from "../../checks/pods.ts";
import { type Check, type Complaint, type Graph, levels, service } from "../../checks/rule.ts";
import { known, list, number, text, unknown, word } from "../../checks/values.ts";

const podSecurity = "pod-security.kubernetes.io";
const namespace = "kubernetes:core/v1:Namespace";
const enforceLabel = "pod-security.kubernetes.io/enforce";

const webhooks = ["Validating", "Mutating"].map(
  (kind) => `kubernetes:admissionregistration.k8s.io/v1:${kind}WebhookConfiguration`,
);

const podSecurityLabel = (mode: string, pattern: RegExp) =>
  entry("metadata.labels", `${podSecurity}/${mode}`, (level) => pattern.test(word(level)), "fail");

/** API groups with a dot whose objects the control plane and the nodes write. */
const controlPlaneGroups =
  /^(?:admissionregistration|apiextensions|apiregistration|authentication|authorization|certificates|coordination|discovery|events|flowcontrol\.apiserver|node|rbac\.authorization|resource|scheduling|storage)\.k8s\.io$/;

/** The webhook is for API groups of add-ons only, so an outage does not block the control plane. */
const ownGroupsOnly: Check = ({ value: webhook, path }) => {
  const groups = list(webhook, "rules").flatMap((rule) => (rule === unknown ? [unknown] : list(rule, "apiGroups")));
  if (groups.includes(unknown)) return undecided(`${path}.rules`);
  const own = groups.every((group) => /\./.test(word(group)) && !controlPlaneGroups.test(word(group)));
  return groups.length > 0 && own ? pass : fail(`has rules in ${path}.rules for API groups of Kubernetes`);
};

function incompleteNamespaces(graph: Graph): Complaint[] {
  return graph.of(namespace).flatMap((each): Complaint[] => {
    if (/^(?:kube-|default$)/.test(text(each.props, "metadata.name") ?? "")) return [];
    const labels = known(each.props, "metadata.labels");
    const missing = [
      ...(inNamespace(graph, each, networkPolicy).some((one) => deniesAll(one, "Ingress"))
        ? []
        : ["NetworkPolicy that denies all ingress"]),
      ...(inNamespace(graph, each, "kubernetes:core/v1:ResourceQuota").length > 0 ? [] : ["ResourceQuota"]),
      ...(inNamespace(graph, each, "kubernetes:core/v1:LimitRange").length > 0 ? [] : ["LimitRange"]),
      ...(typeof labels === "object" && labels !== null && enforceLabel in labels
        ? []
        : ["Pod Security Admission label"]),
    ];
    return missing.length === 0 ? [] : [complain(`has no ${missing.join(", no ")}`)(each)];
  });
}

const app = example(namespace, "app", { metadata: { name: "app", labels: { [enforceLabel]: "restricted" } } });
const here = { namespace: "app" };

const limits = ["ResourceQuota", "LimitRange"].map((kind) =>
  example(`kubernetes:core/v1:${kind}`, kind, { metadata: here }),
);

export const kubernetesNamespaces = service("Kubernetes namespaces, storage and admission", [
  {
    name: "k8s-namespace-psa-labels",
    types: ["kubernetes:core/v1:Namespace"],
    description: "Namespaces enforce restricted pod security, or baseline with restricted warn or audit.",
    why: "In a namespace without these labels, the API server admits privileged and host-network pods, from which an attacker can take over the node.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["PSS baseline", "PSS restricted", "CIS EKS 1.7 4.2"],
    fix: "set metadata.labels with pod-security.kubernetes.io/enforce restricted, or baseline and pod-security.kubernetes.io/warn restricted",
    check: either(
      podSecurityLabel("enforce", /^restricted$/),
      all(
        podSecurityLabel("enforce", /^baseline$/),
        either(podSecurityLabel("warn", /^restricted$/), podSecurityLabel("audit", /^restricted$/)),
      ),
    ),
    ok: { metadata: { labels: { [`${podSecurity}/enforce`]: "restricted" } } },
    bad: { metadata: { labels: { [`${podSecurity}/enforce`]: "privileged" } } },
    clauses: [
      { controls: ["PSS baseline"], bad: { metadata: { labels: { [`${podSecurity}/warn`]: "restricted" } } } },
      { controls: ["PSS restricted"], bad: { metadata: { labels: { [`${podSecurity}/enforce`]: "baseline" } } } },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "stack-namespace-complete",
    description: "Namespaces have a default-deny policy, ResourceQuota, LimitRange and PSA label.",
    why: "In a namespace without them, pods accept traffic from the whole cluster, can use up the capacity of the nodes and can run privileged beside other workloads.",
    severity: "medium",
    levels: levels("A/M/M"),
    ownOnly: true,
    controls: ["CIS EKS 1.7 4.3.2", "CIS EKS 1.7 4.5.1"],
    fix: "declare a NetworkPolicy for all pods without rules, a ResourceQuota and a LimitRange, and set the label pod-security.kubernetes.io/enforce",
    find: incompleteNamespaces,
    ok: [app, denying("Ingress", "Egress"), ...limits],
    bad: [app],
    clauses: [
      { controls: ["CIS EKS 1.7 4.3.2"], ok: [app, denying("Ingress", "Egress"), ...limits], bad: [app, ...limits] },
      {
        controls: ["CIS EKS 1.7 4.5.1"],
        ok: [app, denying("Ingress", "Egress"), ...limits],
        bad: [app, denying("Ingress", "Egress")],
      },
    ],
  },
  {
    name: "webhook-safe",
    types: webhooks,
    description: "Admission webhooks fail open or are selective, and time out within 10 seconds.",
    why: "If the pods behind a webhook are down, the API server rejects or delays every matching request, including the one that would restart those pods.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set failurePolicy to Ignore, or namespaceSelector, objectSelector or matchConditions, and timeoutSeconds to at most 10, in webhooks",
    check: each(
      "webhooks",
      either(
        all(
          either(
            is("failurePolicy", "Ignore"),
            set("namespaceSelector"),
            set("objectSelector"),
            set("matchConditions"),
          ),
          value("timeoutSeconds", (seconds) => number(seconds) <= 10, "pass"),
        ),
        ownGroupsOnly,
      ),
    ),
    ok: { webhooks: [{ name: "check.example.com", failurePolicy: "Ignore", timeoutSeconds: 5 }] },
    bad: { webhooks: [{ name: "check.example.com", failurePolicy: "Fail" }] },
    absent: "pass",
    unknown: "undecided",
  },
]);
