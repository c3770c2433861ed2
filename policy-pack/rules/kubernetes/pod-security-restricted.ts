import { all, each, either, is, oneOf, value } from "../../checks/conditions.ts";
import { podWith } from "../../checks/example.ts";
import { context, eachContainer, onLinux, pod, workloads } from "../../checks/pods.ts";
import { levels, service } from "../../checks/rule.ts";
import { number, word } from "../../checks/values.ts";

const volumeTypes = [
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

/** A volume has a name and one property for its type. */
const isRestrictedVolume = value(
  "",
  (volume) =>
    typeof volume === "object" &&
    volume !== null &&
    Object.entries(volume).every(([key, kind]) => key === "name" || kind === null || volumeTypes.includes(key)),
  "pass",
);

export const kubernetesPodSecurityRestricted = service("Kubernetes Pod Security Standards", [
  {
    name: "k8s-seccomp-runtime-default",
    types: workloads,
    description: "Pods on Linux use the RuntimeDefault or a Localhost seccomp profile.",
    why: "Without a seccomp profile a process can make every system call of the kernel, including rarely used ones in which container escapes have been found.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["PSS restricted", "CKV_K8S_31"],
    fix: "set securityContext.seccompProfile.type to RuntimeDefault",
    check: onLinux(context("seccompProfile.type", (type) => type === "RuntimeDefault" || type === "Localhost", "fail")),
    ok: { spec: { securityContext: { seccompProfile: { type: "RuntimeDefault" } }, containers: [{ name: "api" }] } },
    bad: podWith({}),
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "k8s-no-privilege-escalation",
    types: workloads,
    description: "Pod containers on Linux set allowPrivilegeEscalation to false.",
    why: "A setuid binary in the image can otherwise turn a compromised process of an ordinary user into root inside the container.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["PSS restricted", "CIS EKS 1.7 4.2.5", "CKV_K8S_20"],
    fix: "set securityContext.allowPrivilegeEscalation to false",
    check: onLinux(eachContainer(is("securityContext.allowPrivilegeEscalation", false))),
    ok: podWith({ securityContext: { allowPrivilegeEscalation: false } }),
    bad: podWith({ securityContext: {} }),
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "k8s-run-as-non-root",
    types: workloads,
    description: "Pods run as non-root, or set hostUsers to false for a user namespace.",
    why: "Root in a container is user 0 on the node unless a user namespace maps it, so an escape through a runtime or kernel flaw gives root on the node.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["PSS restricted", "CKV_K8S_23"],
    fix: "set securityContext.runAsNonRoot to true, and runAsUser to a number other than 0",
    check: either(
      all(
        context("runAsNonRoot", (nonRoot) => nonRoot === true, "fail"),
        context("runAsUser", (user) => word(user) !== "0", "pass"),
      ),
      // In a user namespace, root of the container is not root of the node.
      pod(is("hostUsers", false)),
    ),
    ok: podWith({ securityContext: { runAsNonRoot: true, runAsUser: 10001 } }),
    bad: podWith({ securityContext: { runAsUser: 0 } }),
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "k8s-drop-all-capabilities",
    types: workloads,
    description: "Pod containers on Linux drop all capabilities and add only NET_BIND_SERVICE.",
    why: "Runtimes grant capabilities such as NET_RAW and SETUID by default; a compromised process can use them to spoof packets or change its user.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["PSS restricted", "CKV_K8S_25", "CKV_K8S_28", "CKV_K8S_37"],
    fix: "set securityContext.capabilities.drop to ALL, and capabilities.add to nothing or to NET_BIND_SERVICE",
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
    ok: podWith({ securityContext: { capabilities: { drop: ["ALL"] } } }),
    bad: podWith({ securityContext: { capabilities: { drop: ["NET_RAW"] } } }),
    clauses: [
      {
        controls: ["CKV_K8S_25"],
        bad: podWith({ securityContext: { capabilities: { drop: ["ALL"], add: ["CHOWN"] } } }),
      },
      { controls: ["CKV_K8S_28"], bad: podWith({ securityContext: { capabilities: { drop: ["SYS_TIME"] } } }) },
      { controls: ["CKV_K8S_37"], bad: podWith({ securityContext: { capabilities: { drop: ["NET_RAW"] } } }) },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "k8s-volume-types-restricted",
    types: workloads,
    description: "Pods use only volume types of the restricted Pod Security Standard, or image volumes.",
    why: "An inline nfs, iscsi or hostPath volume connects a pod to storage chosen by its author, past the StorageClasses and PersistentVolumes that administrators control.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["PSS restricted"],
    fix: "set volumes to persistentVolumeClaim, configMap, secret, projected, csi, ephemeral, downwardAPI, emptyDir or image",
    check: pod(each("volumes", isRestrictedVolume)),
    ok: { spec: { volumes: [{ name: "secrets", csi: { driver: "secrets-store.csi.k8s.io" } }] } },
    bad: { spec: { volumes: [{ name: "files", nfs: { server: "10.0.0.5", path: "/" } }] } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "k8s-read-only-root-fs",
    types: workloads,
    description: "Pod containers on Linux set readOnlyRootFilesystem to true.",
    why: "On a writable root file system, an attacker with code execution can replace binaries and install tools that stay active until the container is replaced.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_K8S_22"],
    fix: "set securityContext.readOnlyRootFilesystem to true",
    check: onLinux(eachContainer(is("securityContext.readOnlyRootFilesystem", true))),
    ok: podWith({ securityContext: { readOnlyRootFilesystem: true } }),
    bad: podWith({ securityContext: {} }),
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "k8s-high-uid",
    types: workloads,
    description: "Pod containers run as a user ID of at least 10000.",
    why: "A low ID is often that of a user of the node, so a process that escapes from its container can use the files of that user.",
    severity: "low",
    levels: levels("-/-/A"),
    controls: ["CKV_K8S_40"],
    fix: "set securityContext.runAsUser to 10000 or more",
    check: onLinux(context("runAsUser", (user) => number(user) >= 10_000, "fail")),
    ok: podWith({ securityContext: { runAsUser: 10_001 } }),
    bad: podWith({ securityContext: { runAsUser: 1000 } }),
    absent: "pass",
    unknown: "undecided",
  },
]);
