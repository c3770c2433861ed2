import { all } from "../../checks/conditions.ts";
import { type Grant, grants, permits } from "../../checks/rbac.ts";
import { levels, type Props, service } from "../../checks/rule.ts";

const group = "kubernetes:rbac.authorization.k8s.io/v1";
const clusterRole = [`${group}:ClusterRole`];
const roles = [...clusterRole, `${group}:Role`];
const write = ["create", "update", "patch", "delete", "deletecollection"];
const webhooks = ["validatingwebhookconfigurations", "mutatingwebhookconfigurations"];

const forbids = (resources: readonly string[], verbs: readonly string[], wrong: string) =>
  grants((grant) => (permits(grant, resources, verbs) ? wrong : undefined));

/** Names with unlimited permissions, which do not limit a rule. */
const unlimitedNames = ["cluster-admin", "system:masters"];
const isNamed = ({ names }: Grant) => names.length > 0 && !names.some((name) => unlimitedNames.includes(name));

/** Resources that have the verbs escalate and bind, and those that have impersonate. */
const roleKinds = ["roles", "clusterroles"];
const identities = ["users", "groups", "serviceaccounts", "uids", "userextras", "userextras/scopes"];

/** The verb of a rule that allows privilege escalation; resourceNames limit bind and impersonate, not escalate. */
const escalation = (grant: Grant) => {
  const verbs = ["escalate", ...(isNamed(grant) ? [] : ["bind", "impersonate"])];
  const allowed = (verb: string) => permits(grant, verb === "impersonate" ? identities : roleKinds, [verb]);
  const found = grant.verbs.find((each) =>
    each === "*" ? verbs.some(allowed) : verbs.includes(each) && allowed(each),
  );
  return found === undefined ? undefined : `allows ${found} on ${grant.resources.join(", ")}`;
};

/** Approval of certificate signing requests for signers of kubernetes.io or for every signer. */
const approvesCertificates = (grant: Grant) => {
  const cluster = grant.groups.some((each) => ["*", "certificates.k8s.io"].includes(each));
  const named = grant.names.length > 0 && !grant.names.some((name) => /^(?:\*|kubernetes\.io\/)/.test(name));
  return cluster && !named && permits(grant, ["signers"], ["approve"])
    ? "allows approving certificate signing requests"
    : undefined;
};

export const kubernetesRbacRoles = service("Kubernetes RBAC", [
  {
    name: "rbac-no-wildcards",
    types: roles,
    description: "RBAC roles do not use * in verbs, resources or apiGroups.",
    why: "A wildcard also covers resources and verbs that upgrades and custom resource definitions add later, so the permissions of its subjects grow without review.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CIS EKS 1.7 4.1.3", "CKV_K8S_49"],
    fix: "set verbs, resources and apiGroups in rules without *",
    check: grants(({ groups, resources, verbs }) =>
      [...groups, ...resources, ...verbs].includes("*") ? "has a wildcard in apiGroups, resources or verbs" : undefined,
    ),
    ok: role({ apiGroups: [""], resources: ["pods"], verbs: ["get"] }),
    bad: role({ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }),
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "rbac-no-secret-read",
    types: clusterRole,
    description: "ClusterRoles do not read Secrets unless resourceNames limits them.",
    why: "Bound cluster-wide, such a role discloses every database password, TLS key and API token in the cluster to the holder of one stolen credential.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 4.1.2", "CKV2_K8S_5"],
    fix: "set resourceNames for secrets in rules, or declare a Role in the namespace",
    check: grants((grant) =>
      grant.names.length === 0 && permits(grant, ["secrets"], ["get", "list", "watch"]) && isCoreGroup(grant)
        ? "allows reading Secrets in every namespace"
        : undefined,
    ),
    ok: role({ apiGroups: [""], resources: ["secrets"], verbs: ["get"], resourceNames: ["tls"] }),
    bad: role({ apiGroups: [""], resources: ["secrets"], verbs: ["list"] }),
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "rbac-no-pod-create",
    types: roles,
    description: "RBAC roles do not allow creating pods.",
    why: "A subject that creates pods can run them with any service account and mount any Secret of the namespace, and so gains permissions that its role does not list.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 4.1.4"],
    fix: "remove create on pods from rules",
    check: grants((grant) =>
      isCoreGroup(grant) && permits(grant, ["pods"], ["create"]) ? "allows creating pods" : undefined,
    ),
    ok: role({ apiGroups: [""], resources: ["pods"], verbs: ["get", "list"] }),
    bad: role({ apiGroups: [""], resources: ["pods"], verbs: ["create"] }),
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "rbac-no-escalation-verbs",
    types: roles,
    description: "RBAC roles do not allow escalate, nor bind, impersonate or tokens without resourceNames.",
    why: "With these permissions, a subject can grant itself any role, act as another user or issue tokens for service accounts, and so become cluster administrator.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CIS EKS 1.7 4.1.8", "CKV_K8S_157", "CKV_K8S_158", "CKV2_K8S_1", "CKV2_K8S_3"],
    fix: "remove escalate from rules, and set resourceNames where bind, impersonate, or create on serviceaccounts/token is needed",
    check: all(
      grants(escalation),
      grants((grant) =>
        grant.names.length === 0 && permits(grant, ["serviceaccounts/token"], ["create"])
          ? "allows creating service account tokens"
          : undefined,
      ),
    ),
    ok: role({ apiGroups: ["rbac.authorization.k8s.io"], resources: ["roles"], verbs: ["get"] }),
    bad: role({ apiGroups: ["rbac.authorization.k8s.io"], resources: ["clusterroles"], verbs: ["escalate"] }),
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "rbac-no-exec-proxy",
    types: roles,
    description: "RBAC roles do not allow exec, ephemeral containers, node proxy or Service status.",
    why: "A subject with these permissions can run commands in containers, bypass audit logging through the kubelet, or redirect traffic sent to a Service.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CKV2_K8S_2", "CKV2_K8S_4"],
    fix: "remove pods/exec, pods/attach, pods/ephemeralcontainers, nodes/proxy and update and patch on services/status from rules",
    check: all(
      forbids(["pods/exec", "pods/attach"], ["create", "get"], "allows pods/exec or pods/attach"),
      forbids(["pods/ephemeralcontainers"], ["update", "patch"], "allows adding ephemeral containers"),
      forbids(["nodes/proxy"], ["get", ...write], "allows nodes/proxy"),
      forbids(["services/status"], ["update", "patch"], "allows changing the status of Services"),
    ),
    ok: role({ apiGroups: [""], resources: ["pods/log"], verbs: ["get"] }),
    bad: role({ apiGroups: [""], resources: ["pods/exec"], verbs: ["create"] }),
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "rbac-no-control-plane-verbs",
    types: clusterRole,
    description: "ClusterRoles do not allow changing webhooks or approving certificates.",
    why: "A subject that changes webhook configurations can read or alter objects of the whole cluster on admission, and an approver can obtain a certificate for another identity.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CKV_K8S_155", "CKV_K8S_156"],
    fix: "remove write verbs on webhook configurations, update and patch on certificatesigningrequests/approval, and approve on signers from rules",
    check: all(
      forbids(webhooks, write, "allows changing webhook configurations"),
      forbids(
        ["certificatesigningrequests/approval"],
        ["update", "patch"],
        "allows approving certificate signing requests",
      ),
      grants(approvesCertificates),
    ),
    ok: role({ apiGroups: ["admissionregistration.k8s.io"], resources: webhooks, verbs: ["get"] }),
    bad: role({ apiGroups: ["admissionregistration.k8s.io"], resources: webhooks, verbs: ["update"] }),
    absent: "pass",
    unknown: "undecided",
  },
]);

function isCoreGroup({ groups }: Grant): boolean {
  return groups.some((each) => each === "" || each === "*");
}

function role(rule: Props): Props {
  return { rules: [rule] };
}
