import { fail, isNot, pass, undecided } from "../../checks/conditions.ts";
import { type Grant, grants, permits } from "../../checks/rbac.ts";
import { type Check, levels, type Props, service } from "../../checks/rule.ts";
import { hasUnknown, known, read } from "../../checks/values.ts";

const group = "kubernetes:rbac.authorization.k8s.io/v1";
const clusterRole = [`${group}:ClusterRole`];
const roles = [...clusterRole, `${group}:Role`];
const change = ["create", "update", "patch"];

const inGroup = ({ groups }: Grant, wanted: readonly string[]) =>
  groups.some((each) => each === "*" || wanted.includes(each));

/** No rule allows one of the verbs on one of the resources of these API groups, unless resourceNames limits it. */
const forbids = (
  groups: readonly string[],
  resources: readonly string[],
  verbs: readonly string[],
  wrong: string,
): Check =>
  grants((grant) => {
    // No resourceNames can limit create.
    const asked = grant.names.length > 0 ? verbs.filter((verb) => verb === "create") : verbs;
    return inGroup(grant, groups) && permits(grant, resources, asked) ? wrong : undefined;
  });

const workloadKinds = [
  "daemonsets",
  "deployments",
  "replicasets",
  "statefulsets",
  "jobs",
  "cronjobs",
  "replicationcontrollers",
];

/** Labels that add the rules of a role to admin and edit, which namespaces give to their users. */
const aggregates: Check = ({ value: props }) => {
  const labels = read(props, "metadata.labels");
  if (labels.state === "unknown") return undecided("metadata.labels");
  const held = Object(known(props, "metadata.labels") ?? {});
  const found = ["admin", "edit"].find((role) => held[`rbac.authorization.k8s.io/aggregate-to-${role}`] === "true");
  if (found !== undefined) return fail(`adds its rules to the ClusterRole ${found}`);
  return hasUnknown(held) ? undecided("metadata.labels") : pass;
};

export const kubernetesRbacWrites = service("Kubernetes RBAC", [
  {
    name: "rbac-no-workload-change",
    types: clusterRole,
    description: "ClusterRoles do not create or change Deployments, DaemonSets, Jobs and the like.",
    why: "A subject that changes a workload of any namespace can add a container to it, and so runs commands with the service account and Secrets of that workload.",
    severity: "medium",
    levels: levels("A/A/A"),
    controls: [],
    fix: "remove create, update and patch on workloads from rules, or declare a Role in the namespace",
    check: forbids(["", "apps", "batch", "extensions"], workloadKinds, change, "allows changing workloads"),
    ok: role({ apiGroups: ["apps"], resources: ["deployments"], verbs: ["get", "list"] }),
    bad: role({ apiGroups: ["apps"], resources: ["daemonsets"], verbs: ["patch"] }),
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "rbac-no-volume-create",
    types: roles,
    // CIS Kubernetes Benchmark 5.1.9; the benchmark for EKS has no such item.
    description: "RBAC roles do not allow creating PersistentVolumes.",
    why: "A PersistentVolume can name a path of the node, so a subject that creates one reads and writes files of the node, past the Pod Security Standard of its namespace.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "remove create on persistentvolumes from rules",
    check: forbids([""], ["persistentvolumes"], ["create"], "allows creating PersistentVolumes"),
    ok: role({ apiGroups: [""], resources: ["persistentvolumeclaims"], verbs: ["create"] }),
    bad: role({ apiGroups: [""], resources: ["persistentvolumes"], verbs: ["create"] }),
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "rbac-no-endpoint-change",
    types: roles,
    description: "RBAC roles do not allow changing Endpoints or EndpointSlices.",
    why: "A subject that writes the addresses of a Service can send its traffic to a pod of another namespace or to any host that the proxy can reach (CVE-2021-25740).",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "remove create, update and patch on endpoints and endpointslices from rules, or set resourceNames",
    check: forbids(
      ["", "discovery.k8s.io"],
      ["endpoints", "endpointslices"],
      change,
      "allows changing the addresses of Services",
    ),
    ok: role({ apiGroups: [""], resources: ["endpoints"], verbs: ["get", "watch"] }),
    bad: role({ apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["update"] }),
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "rbac-no-aggregation",
    types: clusterRole,
    description: "ClusterRoles do not add their rules to the built-in roles admin and edit.",
    why: "Each user that has admin or edit in a namespace gets the added permissions at once, without a change of a binding that a review could see.",
    severity: "medium",
    levels: levels("A/A/A"),
    controls: [],
    fix: "remove the labels rbac.authorization.k8s.io/aggregate-to-admin and aggregate-to-edit",
    check: aggregates,
    ok: { metadata: { labels: { "rbac.authorization.k8s.io/aggregate-to-view": "true" } } },
    bad: { metadata: { labels: { "rbac.authorization.k8s.io/aggregate-to-edit": "true" } } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "k8s-secret-no-token",
    types: ["kubernetes:core/v1:Secret"],
    description: "Secrets are not of type service-account-token.",
    why: "Such a Secret has a token of the service account that never expires and is bound to no pod, so a copy of it works until the Secret is deleted.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "remove the Secret, and let clients ask for a token with the TokenRequest API or a projected volume",
    check: isNot("type", "kubernetes.io/service-account-token"),
    ok: { type: "Opaque" },
    bad: { type: "kubernetes.io/service-account-token" },
    absent: "pass",
    unknown: "undecided",
  },
]);

function role(rule: Props): Props {
  return { rules: [rule] };
}
