import { all, each, either, is, isNot, matches, not, oneOf, onType, when } from "../../checks/conditions.ts";
import { type Check, levels, type Props, service } from "../../checks/rule.ts";

const group = "kubernetes:rbac.authorization.k8s.io/v1";
const clusterBinding = [`${group}:ClusterRoleBinding`];
const bindings = [...clusterBinding, `${group}:RoleBinding`];

/** The groups of every authenticated user and every service account. */
const everyUser = oneOf("name", ["system:authenticated", "system:serviceaccounts"]);

/** A service account outside kube-system. */
const applicationAccount = all(is("kind", "ServiceAccount"), isNot("namespace", "kube-system"));

export const kubernetesRbacBindings = service("Kubernetes RBAC", [
  {
    name: "rbac-cluster-admin-limited",
    types: bindings,
    description: "ClusterRoleBindings and RoleBindings grant cluster-admin to groups only.",
    why: "If a service account or a single user has cluster-admin, one stolen pod token or client key controls the namespace or, with a ClusterRoleBinding, the whole cluster.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["CIS EKS 1.7 4.1.1"],
    fix: "set roleRef to a role with only the permissions needed, or subjects to a Group",
    check: when(
      is("roleRef.name", "cluster-admin"),
      each("subjects", all(is("kind", "Group"), not(systemGroup(), "binds a system group"))),
    ),
    ok: bind("cluster-admin", { kind: "Group", name: "operators" }),
    bad: bind("cluster-admin", { kind: "ServiceAccount", name: "api", namespace: "app" }),
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "rbac-no-default-sa-or-anonymous",
    types: bindings,
    description: "RBAC bindings name no default service account, anonymous subject or system:masters.",
    why: "Every pod without a serviceAccountName runs as default, and anonymous requests carry no identity, so permissions bound to them reach unintended callers.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["CIS EKS 1.7 4.1.5", "CKV_K8S_42"],
    fix: "set subjects to a dedicated ServiceAccount or a specific Group",
    check: all(
      each(
        "subjects",
        all(
          not(defaultAccount(), "binds the default service account"),
          not(systemGroup(), "binds anonymous users or system:masters"),
        ),
      ),
      onType(
        clusterBinding,
        either(matches("roleRef.name", /^system:/), each("subjects", not(everyUser, "binds every authenticated user"))),
      ),
    ),
    ok: bind("view", { kind: "ServiceAccount", name: "api", namespace: "app" }),
    bad: bind("view", { kind: "Group", name: "system:unauthenticated" }),
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "rbac-prefer-namespaced",
    types: clusterBinding,
    description: "ClusterRoleBindings name no service account outside kube-system.",
    why: "A compromised pod of one application can use its token on the objects of every namespace instead of a single one.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: [],
    fix: "declare a RoleBinding in the namespace instead of a ClusterRoleBinding",
    check: each("subjects", not(applicationAccount, "binds a service account in every namespace")),
    ok: bind("view", { kind: "Group", name: "operators" }),
    bad: bind("view", { kind: "ServiceAccount", name: "api", namespace: "app" }),
    absent: "pass",
    unknown: "undecided",
  },
]);

function defaultAccount(): Check {
  return all(is("kind", "ServiceAccount"), is("name", "default"));
}

function systemGroup(): Check {
  return either(...["system:anonymous", "system:unauthenticated", "system:masters"].map((name) => is("name", name)));
}

function bind(name: string, subject: Props): Props {
  return { roleRef: { kind: "ClusterRole", name }, subjects: [subject] };
}
