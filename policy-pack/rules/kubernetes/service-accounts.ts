import { complain } from "../../checks/complaints.ts";
import { all, either, is, isNot, set } from "../../checks/conditions.ts";
import { deploymentOf } from "../../checks/example.ts";
import { memoOf } from "../../checks/links.ts";
import { means, neighbours, workloadsOf } from "../../checks/objects.ts";
import { pod, podPath, workloads } from "../../checks/pods.ts";
import { type Check, type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import { known, list, read, text } from "../../checks/values.ts";

const serviceAccount = "kubernetes:core/v1:ServiceAccount";

const ownAccount: Check = (scope) =>
  scope.resource.type === serviceAccount
    ? either(isNot("metadata.name", "default"), is("automountServiceAccountToken", false))(scope)
    : pod(all(set("serviceAccountName"), isNot("serviceAccountName", "default")))(scope);

const bindings = ["ClusterRoleBinding", "RoleBinding"].map((kind) => `kubernetes:rbac.authorization.k8s.io/v1:${kind}`);

/** The names of the service accounts that bindings of the stack name. */
const boundAccounts = memoOf(
  (graph: Graph) =>
    new Set(
      graph
        .of(...bindings)
        .flatMap(({ props }) => list(props, "subjects"))
        .flatMap((subject) => (text(subject, "kind") === "ServiceAccount" ? (text(subject, "name") ?? []) : [])),
    ),
);

/** Whether a binding of the stack names the workload's service account, which then needs a token. */
function hasRole(graph: Graph, each: StackResource): boolean {
  const account = text(each.props, `${podPath(each.type)}.serviceAccountName`);
  return account === undefined ? false : boundAccounts(graph).has(account);
}

/** Service accounts that say that their pods mount a token, without a role. */
function needlessTokens(graph: Graph): StackResource[] {
  return graph
    .of(serviceAccount)
    .filter(({ props }) => known(props, "automountServiceAccountToken") === true)
    .filter(({ props }) => !boundAccounts(graph).has(text(props, "metadata.name") ?? ""));
}

/** Whether pods mount a token, by their own setting or that of their service account. */
function mountsToken(graph: Graph, each: StackResource): boolean {
  const path = podPath(each.type);
  const own = read(each.props, `${path}.automountServiceAccountToken`);
  if (own.state !== "absent") return own.state === "known" && own.value !== false;
  return !neighbours(graph, each, serviceAccount).some(
    (of) => means(each, `${path}.serviceAccountName`, of) && known(of.props, "automountServiceAccountToken") === false,
  );
}

export const kubernetesServiceAccounts = service("Kubernetes Secrets and service accounts", [
  {
    name: "k8s-own-service-account",
    types: [...workloads, serviceAccount],
    description: "Pods set a non-default serviceAccountName; default ServiceAccounts mount no token.",
    why: "Pods that share the default ServiceAccount also share its RBAC permissions, so a role granted to it for one workload can be used by all others in the namespace.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 4.1.5", "CKV_K8S_41"],
    fix: "set serviceAccountName, and automountServiceAccountToken of a default ServiceAccount to false",
    check: ownAccount,
    ok: { spec: { serviceAccountName: "api" } },
    bad: { spec: { serviceAccountName: "default" } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "k8s-token-automount-off",
    description: "Pods do not mount a service account token unless a role is bound to the account.",
    why: "An attacker in the container can read the mounted token and call the Kubernetes API with it, although the workload never does.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 4.1.6", "CKV_K8S_38"],
    fix: "set automountServiceAccountToken to false on the pod or on its ServiceAccount",
    find: (graph) =>
      [
        ...workloadsOf(graph).filter((each) => mountsToken(graph, each) && !hasRole(graph, each)),
        ...needlessTokens(graph),
      ].map(complain("mounts a service account token in pods without a role")),
    ok: [deploymentOf(2, { automountServiceAccountToken: false })],
    bad: [deploymentOf(2)],
  },
]);
