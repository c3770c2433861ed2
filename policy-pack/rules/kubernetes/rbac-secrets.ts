import { type Grant, grants, permits } from "../../checks/rbac.ts";
import { levels, type Props, service } from "../../checks/rule.ts";

const group = "kubernetes:rbac.authorization.k8s.io/v1";
const clusterRole = [`${group}:ClusterRole`];
const read = ["get", "list", "watch"];
const write = ["create", "update", "patch", "delete", "deletecollection"];

function isCoreGroup({ groups }: Grant): boolean {
  return groups.some((each) => each === "" || each === "*");
}

function role(rule: Props): Props {
  return { rules: [rule] };
}

export const kubernetesRbacSecrets = service("Kubernetes RBAC", [
  {
    name: "rbac-no-secret-read",
    types: clusterRole,
    description: "ClusterRoles do not read or change Secrets unless resourceNames limits them.",
    why: "Bound cluster-wide, such a role discloses every database password, TLS key and API token in the cluster to the holder of one stolen credential.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 4.1.2", "CKV2_K8S_5"],
    fix: "set resourceNames for secrets in rules, or declare a Role in the namespace",
    check: grants((grant) =>
      grant.names.length === 0 && permits(grant, ["secrets"], [...read, ...write]) && isCoreGroup(grant)
        ? "allows reading or changing Secrets in every namespace"
        : undefined,
    ),
    ok: role({ apiGroups: [""], resources: ["secrets"], verbs: ["get"], resourceNames: ["tls"] }),
    bad: role({ apiGroups: [""], resources: ["secrets"], verbs: ["list"] }),
    clauses: [
      {
        controls: ["CIS EKS 1.7 4.1.2", "CKV2_K8S_5"],
        bad: role({ apiGroups: [""], resources: ["secrets"], verbs: ["watch"] }),
      },
      {
        controls: ["CIS EKS 1.7 4.1.2"],
        bad: role({ apiGroups: [""], resources: ["secrets"], verbs: ["deletecollection"] }),
      },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "rbac-role-secrets-named",
    types: [`${group}:Role`],
    description: "Roles read and change Secrets only under resourceNames.",
    why: "A pod with such a Role can read the passwords and certificates of every other application in its namespace, not only those that it was given.",
    severity: "medium",
    levels: levels("-/A/A"),
    controls: ["CIS EKS 1.7 4.1.2", "CKV2_K8S_5"],
    fix: "set resourceNames for secrets in rules",
    // No resourceNames can limit create.
    check: grants((grant) =>
      grant.names.length === 0 && permits(grant, ["secrets"], [...read, ...write.slice(1)]) && isCoreGroup(grant)
        ? "allows reading or changing every Secret of the namespace"
        : undefined,
    ),
    ok: role({ apiGroups: [""], resources: ["secrets"], verbs: ["get"], resourceNames: ["tls"] }),
    bad: role({ apiGroups: [""], resources: ["secrets"], verbs: ["list"] }),
    absent: "pass",
    unknown: "undecided",
  },
]);
