import { fail } from "../checks/conditions.ts";
import { example } from "../checks/example.ts";
import type { Graph } from "../checks/graph.ts";
import { namespaceOf, together } from "../checks/objects.ts";
import { type Complaint, levels, type StackResource, type StackRule } from "../checks/rule.ts";
import { known, list, read, text } from "../checks/values.ts";

const addon = "aws:eks/addon:Addon";
const cluster = "aws:eks/cluster:Cluster";
const namespace = "kubernetes:core/v1:Namespace";
const policy = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const release = "kubernetes:helm.sh/v3:Release";
const psa = "pod-security.kubernetes.io/enforce";

const complain =
  (wrong: string) =>
  (resource: StackResource): Complaint => ({ resource, verdict: fail(wrong) });

/** What a cluster needs to run pods with disks and with roles of their own. */
const parts = ["vpc-cni", "coredns", "kube-proxy", "aws-ebs-csi-driver"];

function incomplete(graph: Graph): Complaint[] {
  return graph.of(cluster).flatMap((each): Complaint[] => {
    if (known(each.props, "computeConfig.enabled") === true) return [];
    const names = graph.referrers(each, "clusterName", addon).map(({ props }) => text(props, "addonName"));
    const identity =
      names.includes("eks-pod-identity-agent") ||
      graph.of("aws:iam/openIdConnectProvider:OpenIdConnectProvider").length > 0;
    const missing = [...parts.filter((part) => !names.includes(part)), ...(identity ? [] : ["eks-pod-identity-agent"])];
    return missing.length === 0 ? [] : [complain(`has no add-on ${missing.join(", ")}`)(each)];
  });
}

/** A policy of no rules for every pod of its namespace. */
const deniesAll = (each: StackResource, direction: "Ingress" | "Egress") =>
  Object.keys(Object(known(each.props, "spec.podSelector") ?? {})).every(
    (key) => list(each.props, `spec.podSelector.${key}`).length === 0,
  ) &&
  (list(each.props, "spec.policyTypes").includes(direction) ||
    (direction === "Ingress" && read(each.props, "spec.policyTypes").state === "absent")) &&
  list(each.props, `spec.${direction.toLowerCase()}`).length === 0;

/** Objects of a type in a namespace that the stack declares: by its name, or by a dependency on it. */
function inside(graph: Graph, of: StackResource, type: string): StackResource[] {
  return graph.of(type).filter((each) => {
    const linked = (each.propertyDependencies?.["metadata"] ?? []).includes(of.urn);
    const name = text(of.props, "metadata.name");
    return linked || (name !== undefined && namespaceOf(each) === name);
  });
}

function bare(graph: Graph): Complaint[] {
  return graph.of(namespace).flatMap((each): Complaint[] => {
    if (/^(?:kube-|default$)/.test(text(each.props, "metadata.name") ?? "")) return [];
    const labels = known(each.props, "metadata.labels");
    const missing = [
      ...(inside(graph, each, policy).some((one) => deniesAll(one, "Ingress"))
        ? []
        : ["network policy that denies the rest"]),
      ...(inside(graph, each, "kubernetes:core/v1:ResourceQuota").length > 0 ? [] : ["resource quota"]),
      ...(inside(graph, each, "kubernetes:core/v1:LimitRange").length > 0 ? [] : ["limit range"]),
      ...(typeof labels === "object" && labels !== null && psa in labels ? [] : ["level of pod security"]),
    ];
    return missing.length === 0 ? [] : [complain(`has no ${missing.join(", no ")}`)(each)];
  });
}

/** A namespace where ingress is denied and what leaves is not. */
function halfDenied(graph: Graph): Complaint[] {
  const all = graph.of(policy);
  return all
    .filter((each) => deniesAll(each, "Ingress"))
    .filter((each) => !all.some((other) => deniesAll(other, "Egress") && together(each, other)))
    .map(complain("denies what comes in, and nothing in its namespace denies what goes out"));
}

/** What a release installs is seen by no rule: at least its namespace has to hold it. */
function unheld(graph: Graph): Complaint[] {
  return graph
    .of(release)
    .filter(({ props }) => {
      const place = read(props, "namespace");
      if (place.state === "absent" || (place.state === "known" && place.value === "default")) return true;
      const own = graph
        .of(namespace)
        .find((each) => place.state === "known" && text(each.props, "metadata.name") === place.value);
      const labels = own === undefined ? undefined : known(own.props, "metadata.labels");
      return own !== undefined && !(typeof labels === "object" && labels !== null && psa in labels);
    })
    .map(complain("installs what no rule sees, into a namespace that admits every pod"));
}

const main = example(cluster, "main", {});
const addons = [...parts, "eks-pod-identity-agent"].map((addonName) =>
  example(addon, addonName, { addonName }, { clusterName: main }),
);
const app = example(namespace, "app", { metadata: { name: "app", labels: { [psa]: "restricted" } } });
const here = { namespace: "app" };
const deny = (...policyTypes: string[]) =>
  example(policy, "deny", { metadata: here, spec: { podSelector: {}, policyTypes } });
const kinds = ["ResourceQuota", "LimitRange"].map((kind) =>
  example(`kubernetes:core/v1:${kind}`, kind, { metadata: here }),
);
const install = (into: string) => example(release, "karpenter", { chart: "karpenter", namespace: into });

/** What belongs together in a cluster. */
export const clusterParts: readonly StackRule[] = [
  {
    name: "stack-eks-complete",
    description: "A cluster has the add-ons without which pods get no address, no name, no disk and no role.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: `declare an Addon for each of ${parts.join(", ")} and eks-pod-identity-agent`,
    check: incomplete,
    ok: [main, ...addons],
    bad: [main, ...addons.slice(0, 2)],
  },
  {
    name: "stack-namespace-complete",
    description:
      "A namespace denies traffic that nobody asked for, has an end to what it takes, and holds pods to a level.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 4.3.2", "CIS EKS 1.7 4.5.1", "CKV2_K8S_6"],
    fix: "declare a NetworkPolicy for all pods without rules, a ResourceQuota and a LimitRange, and set the label",
    check: bare,
    ok: [app, deny("Ingress", "Egress"), ...kinds],
    bad: [app],
  },
  {
    name: "netpol-both-directions",
    description: "Where nothing comes in unasked, nothing goes out unasked.",
    severity: "medium",
    levels: levels("A/A/M"),
    controls: ["CIS EKS 1.7 4.3.2"],
    fix: "add Egress to spec.policyTypes",
    check: halfDenied,
    ok: [deny("Ingress", "Egress")],
    bad: [deny("Ingress")],
  },
  {
    name: "helm-release-opaque",
    description: "A release, whose objects no rule sees, is in a namespace that holds its pods to a level.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set namespace to one with the label pod-security.kubernetes.io/enforce, or declare a helm.sh/v4 Chart",
    check: unheld,
    ok: [app, install("app")],
    bad: [install("default")],
  },
];
