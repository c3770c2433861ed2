import { all, each, either, is, isNot, matches, not, oneOf, onType, when } from "../checks/conditions.ts";
import { type Check, levels, type Props, type ResourceRule } from "../checks/rule.ts";

const group = "kubernetes:rbac.authorization.k8s.io/v1";
const clusterBinding = [`${group}:ClusterRoleBinding`];
const bindings = [...clusterBinding, `${group}:RoleBinding`];

/** Everybody who signed in, and every pod. */
const crowd = oneOf("name", ["system:authenticated", "system:serviceaccounts"]);

/** A service account of the cluster's own parts is not an application's. */
const application = all(is("kind", "ServiceAccount"), isNot("namespace", "kube-system"));

/** Kubernetes RBAC: to whom roles are given. */
export const clusterBindings: readonly ResourceRule[] = [
  {
    name: "rbac-cluster-admin-limited",
    types: bindings,
    description: "Nobody administers the cluster but groups of people.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["CIS EKS 1.7 4.1.1"],
    fix: "set roleRef to a role with what is needed",
    check: when(
      is("roleRef.name", "cluster-admin"),
      each("subjects", all(is("kind", "Group"), not(systemGroup(), "is one of the cluster's own groups"))),
    ),
    ok: bind("cluster-admin", { kind: "Group", name: "operators" }),
    bad: bind("cluster-admin", { kind: "ServiceAccount", name: "api", namespace: "app" }),
  },
  {
    name: "rbac-no-default-sa-or-anonymous",
    types: bindings,
    description: "Rights belong to somebody: not to the default service account, nor to whoever asks.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["CIS EKS 1.7 4.1.5", "CKV_K8S_42"],
    fix: "set subjects to a service account of the workload's own",
    check: all(
      each(
        "subjects",
        all(not(defaultAccount(), "admits the default service account"), not(systemGroup(), "admits whoever asks")),
      ),
      onType(
        clusterBinding,
        either(matches("roleRef.name", /^system:/), each("subjects", not(crowd, "admits everybody"))),
      ),
    ),
    ok: bind("view", { kind: "ServiceAccount", name: "api", namespace: "app" }),
    bad: bind("view", { kind: "Group", name: "system:unauthenticated" }),
  },
  {
    name: "rbac-prefer-namespaced",
    types: clusterBinding,
    description: "A workload has rights in its own namespace.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: [],
    fix: "declare a RoleBinding in the namespace instead of a ClusterRoleBinding",
    check: each("subjects", not(application, "has rights in every namespace")),
    ok: bind("view", { kind: "Group", name: "operators" }),
    bad: bind("view", { kind: "ServiceAccount", name: "api", namespace: "app" }),
  },
];

function defaultAccount(): Check {
  return all(is("kind", "ServiceAccount"), is("name", "default"));
}

function systemGroup(): Check {
  return either(...["system:anonymous", "system:unauthenticated", "system:masters"].map((name) => is("name", name)));
}

function bind(name: string, subject: Props): Props {
  return { roleRef: { kind: "ClusterRole", name }, subjects: [subject] };
}
