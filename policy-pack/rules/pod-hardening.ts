import { all, each, either, is, isNot, oneOf, set, value } from "../checks/conditions.ts";
import { context, eachContainer, onLinux, pod, workloads } from "../checks/pods.ts";
import { type Check, levels, type Props, type ResourceRule } from "../checks/rule.ts";
import { word } from "../checks/values.ts";

const volumes = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
];
const account = "kubernetes:core/v1:ServiceAccount";
/** A volume has a name, and one more property, which is its kind. */
const restricted = value(
  "",
  (volume) =>
    typeof volume === "object" &&
    volume !== null &&
    Object.entries(volume).every(([key, kind]) => key === "name" || kind === null || volumes.includes(key)),
  "pass",
);

const ownAccount: Check = (scope) =>
  scope.resource.type === account
    ? either(isNot("metadata.name", "default"), is("automountServiceAccountToken", false))(scope)
    : pod(all(set("serviceAccountName"), isNot("serviceAccountName", "default")))(scope);

/** What a pod may do inside: the restricted level of the Pod Security Standards, and whose account it has. */
export const podHardening: readonly ResourceRule[] = [
  {
    name: "k8s-seccomp-runtime-default",
    types: workloads,
    description: "A container makes only the system calls that the runtime lets it.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["PSS restricted", "CKV_K8S_31"],
    fix: "set securityContext.seccompProfile.type to RuntimeDefault",
    check: onLinux(context("seccompProfile.type", (type) => type === "RuntimeDefault" || type === "Localhost", "fail")),
    ok: { spec: { securityContext: { seccompProfile: { type: "RuntimeDefault" } }, containers: [{ name: "api" }] } },
    bad: one({}),
  },
  {
    name: "k8s-no-privilege-escalation",
    types: workloads,
    description: "No process of a container gets more rights than it started with.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["PSS restricted", "CIS EKS 1.7 4.2.5", "CKV_K8S_20"],
    fix: "set securityContext.allowPrivilegeEscalation to false",
    check: onLinux(eachContainer(is("securityContext.allowPrivilegeEscalation", false))),
    ok: one({ securityContext: { allowPrivilegeEscalation: false } }),
    bad: one({ securityContext: {} }),
  },
  {
    name: "k8s-run-as-non-root",
    types: workloads,
    description: "Nothing runs as root.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["PSS restricted", "CKV_K8S_23"],
    fix: "set securityContext.runAsNonRoot to true, and runAsUser to no 0",
    check: either(
      all(
        context("runAsNonRoot", (nonRoot) => nonRoot === true, "fail"),
        context("runAsUser", (user) => word(user) !== "0", "pass"),
      ),
      // Root of a user namespace of the pod's own is nobody on the node.
      pod(is("hostUsers", false)),
    ),
    ok: one({ securityContext: { runAsNonRoot: true, runAsUser: 10001 } }),
    bad: one({ securityContext: { runAsUser: 0 } }),
  },
  {
    name: "k8s-drop-all-capabilities",
    types: workloads,
    description: "A container has no capability, unless it listens on a low port.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["PSS restricted", "CKV_K8S_28", "CKV_K8S_37"],
    fix: "set securityContext.capabilities.drop to ALL, and add to nothing or to NET_BIND_SERVICE",
    check: onLinux(
      eachContainer(
        all(
          value(
            "securityContext.capabilities.drop",
            (drop) => Array.isArray(drop) && drop.some((each) => /^all$/i.test(word(each))),
            "fail",
          ),
          each("securityContext.capabilities.add", oneOf("", ["NET_BIND_SERVICE"], "pass")),
        ),
      ),
    ),
    ok: one({ securityContext: { capabilities: { drop: ["ALL"] } } }),
    bad: one({ securityContext: { capabilities: { drop: ["NET_RAW"] } } }),
  },
  {
    name: "k8s-volume-types-restricted",
    types: workloads,
    description: "Volumes are the cluster's: claims, configuration, secrets and scratch.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["PSS restricted"],
    fix: "set volumes to persistentVolumeClaim, configMap, secret, projected, csi, ephemeral, downwardAPI or emptyDir",
    check: pod(each("volumes", restricted)),
    ok: { spec: { volumes: [{ name: "secrets", csi: { driver: "secrets-store.csi.k8s.io" } }] } },
    bad: { spec: { volumes: [{ name: "files", nfs: { server: "10.0.0.5", path: "/" } }] } },
  },
  {
    name: "k8s-read-only-root-fs",
    types: workloads,
    description: "A container cannot change its own image.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_K8S_22"],
    fix: "set securityContext.readOnlyRootFilesystem to true",
    check: onLinux(eachContainer(is("securityContext.readOnlyRootFilesystem", true))),
    ok: one({ securityContext: { readOnlyRootFilesystem: true } }),
    bad: one({ securityContext: {} }),
  },
  {
    name: "k8s-own-service-account",
    types: [...workloads, account],
    description: "A workload has a service account of its own, and the default one gives nobody a token.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 4.1.5", "CKV_K8S_41"],
    fix: "set serviceAccountName, and automountServiceAccountToken of a default ServiceAccount to false",
    check: ownAccount,
    ok: { spec: { serviceAccountName: "api" } },
    bad: { spec: { serviceAccountName: "default" } },
  },
];

function one(container: Props): Props {
  return { spec: { containers: [{ name: "api", ...container }] } };
}
