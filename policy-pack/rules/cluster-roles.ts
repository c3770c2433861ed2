import { all } from "../checks/conditions.ts";
import { type Grant, grants, permits } from "../checks/rbac.ts";
import { levels, type Props, type ResourceRule } from "../checks/rule.ts";

const group = "kubernetes:rbac.authorization.k8s.io/v1";
const clusterRole = [`${group}:ClusterRole`];
const roles = [...clusterRole, `${group}:Role`];
const write = ["create", "update", "patch", "delete", "deletecollection"];
const webhooks = ["validatingwebhookconfigurations", "mutatingwebhookconfigurations"];

const forbids = (resources: readonly string[], verbs: readonly string[], wrong: string) =>
  grants((grant) => (permits(grant, resources, verbs) ? wrong : undefined));

/** Roles and groups with which one has every right, so that naming them confines nothing. */
const almighty = ["cluster-admin", "system:masters"];
const confined = ({ names }: Grant) => names.length > 0 && !names.some((name) => almighty.includes(name));

/** Whoever may bind named roles, or take named identities, has no more than those; whoever may change a role has whatever it can say. */
const escalation = (grant: Grant) => {
  const verbs = ["*", "escalate", ...(confined(grant) ? [] : ["bind", "impersonate"])];
  const found = grant.verbs.find((verb) => verbs.includes(verb));
  return found === undefined ? undefined : `allows ${found} on ${grant.resources.join(", ")}`;
};

/** Signers of others' own API groups approve requests of their own kind; those of the cluster's are confined by their domain. */
const approvesCertificates = (grant: Grant) => {
  const cluster = grant.groups.some((each) => ["*", "certificates.k8s.io"].includes(each));
  const named = grant.names.length > 0 && !grant.names.some((name) => /^(?:\*|kubernetes\.io\/)/.test(name));
  return cluster && !named && permits(grant, ["signers"], ["approve"]) ? "approves certificates" : undefined;
};

/** Kubernetes RBAC: what roles allow. */
export const clusterRoles: readonly ResourceRule[] = [
  {
    name: "rbac-no-wildcards",
    types: roles,
    description: "A role names what it allows.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CIS EKS 1.7 4.1.3", "CKV_K8S_49"],
    fix: "set verbs, resources and apiGroups in rules without *",
    check: grants(({ groups, resources, verbs }) =>
      [...groups, ...resources, ...verbs].includes("*") ? "allows everything of a kind" : undefined,
    ),
    ok: role({ apiGroups: [""], resources: ["pods"], verbs: ["get"] }),
    bad: role({ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }),
  },
  {
    name: "rbac-no-secret-read",
    types: clusterRole,
    description: "Nobody reads the secrets of every namespace.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 4.1.2", "CKV2_K8S_5"],
    fix: "set resourceNames, or declare a Role in the namespace",
    check: grants((grant) =>
      grant.names.length === 0 && permits(grant, ["secrets"], ["get", "list", "watch"]) && core(grant)
        ? "reads the secrets of every namespace"
        : undefined,
    ),
    ok: role({ apiGroups: [""], resources: ["secrets"], verbs: ["get"], resourceNames: ["tls"] }),
    bad: role({ apiGroups: [""], resources: ["secrets"], verbs: ["list"] }),
  },
  {
    name: "rbac-no-pod-create",
    types: roles,
    description: "Nobody makes pods, and with them whatever pods may do, but through a workload.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 4.1.4"],
    fix: "remove create on pods from rules",
    check: grants((grant) => (core(grant) && permits(grant, ["pods"], ["create"]) ? "creates pods" : undefined)),
    ok: role({ apiGroups: [""], resources: ["pods"], verbs: ["get", "list"] }),
    bad: role({ apiGroups: [""], resources: ["pods"], verbs: ["create"] }),
  },
  {
    name: "rbac-no-escalation-verbs",
    types: roles,
    description: "Nobody gives rights that they do not have, takes another's name or makes another's tokens.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CIS EKS 1.7 4.1.8", "CKV_K8S_157", "CKV_K8S_158", "CKV2_K8S_1", "CKV2_K8S_3"],
    fix: "remove escalate from rules, and set resourceNames where bind, impersonate, or create on serviceaccounts/token is needed",
    check: all(
      grants(escalation),
      grants((grant) =>
        grant.names.length === 0 && permits(grant, ["serviceaccounts/token"], ["create"])
          ? "makes tokens of service accounts"
          : undefined,
      ),
    ),
    ok: role({ apiGroups: ["rbac.authorization.k8s.io"], resources: ["roles"], verbs: ["get"] }),
    bad: role({ apiGroups: ["rbac.authorization.k8s.io"], resources: ["clusterroles"], verbs: ["escalate"] }),
  },
  {
    name: "rbac-no-exec-proxy",
    types: roles,
    description: "Nobody opens shells in containers, or goes past the API server to them.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CKV2_K8S_2", "CKV2_K8S_4"],
    fix: "remove pods/exec, pods/attach, pods/ephemeralcontainers, nodes/proxy and writing of services/status from rules",
    check: all(
      forbids(["pods/exec", "pods/attach"], ["create", "get"], "opens shells in containers"),
      forbids(["pods/ephemeralcontainers"], ["update", "patch"], "puts containers into running pods"),
      forbids(["nodes/proxy"], ["get", ...write], "speaks to nodes past the API server"),
      forbids(["services/status"], ["update", "patch"], "redirects what is sent to services"),
    ),
    ok: role({ apiGroups: [""], resources: ["pods/log"], verbs: ["get"] }),
    bad: role({ apiGroups: [""], resources: ["pods/exec"], verbs: ["create"] }),
  },
  {
    name: "rbac-no-control-plane-verbs",
    types: clusterRole,
    description: "Nobody changes what the API server asks before it acts, or approves certificates.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CKV_K8S_155", "CKV_K8S_156"],
    fix: "remove writing of webhook configurations and of certificatesigningrequests/approval from rules",
    check: all(
      forbids(webhooks, write, "changes webhooks"),
      forbids(["certificatesigningrequests/approval"], ["update", "patch"], "approves certificates"),
      grants(approvesCertificates),
    ),
    ok: role({ apiGroups: ["admissionregistration.k8s.io"], resources: webhooks, verbs: ["get"] }),
    bad: role({ apiGroups: ["admissionregistration.k8s.io"], resources: webhooks, verbs: ["update"] }),
  },
];

function core({ groups }: Grant): boolean {
  return groups.some((each) => each === "" || each === "*");
}

function role(rule: Props): Props {
  return { rules: [rule] };
}
