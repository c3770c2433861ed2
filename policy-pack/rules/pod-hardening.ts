import { all, any, each, fail, is, isNot, oneOf, pass, set, undecided, value } from "../checks.ts";
import { isPinned, parseImage } from "../images.ts";
import { context, eachContainer, onLinux, pod, workloads } from "../pods.ts";
import { list, read, text, word } from "../reader.ts";
import { type Check, levels, type Props, type ResourceRule, type Scope } from "../rule.ts";

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
/** Our own registries, AWS's public one, where mirrors are, and Kubernetes' own. */
const registries =
  /(?:^\d{12}\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|on\.aws)|^public\.ecr\.aws|^registry\.k8s\.io)$/;

const isFromOurs = (image: unknown, { settings }: Scope): boolean => {
  const { registry } = parseImage(word(image));
  return registries.test(registry) || settings.imageRegistries.includes(registry);
};

/** A volume has a name, and one more property, which is its kind. */
const restricted = value(
  "",
  (volume) =>
    typeof volume === "object" &&
    volume !== null &&
    Object.entries(volume).every(([key, kind]) => key === "name" || kind === null || volumes.includes(key)),
  "pass",
);

/** Programs that gave away whole clusters. */
const notorious: Check = ({ value: container, path }) => {
  const image = text(container, "image");
  if (image === undefined) return read(container, "image").state === "unknown" ? undecided(`${path}.image`) : pass;
  const { repository } = parseImage(image);
  if (/(?:^|\/)tiller$/.test(repository)) return fail("runs Tiller, which does what anybody asks");
  if (/(?:^|\/)(?:kubernetesui\/dashboard(?:-\w+)?|kubernetes-dashboard(?:-\w+)?)$/.test(repository))
    return fail("runs the Kubernetes dashboard");
  const words = [...list(container, "args"), ...list(container, "command")].map(word);
  const names = list(container, "env").map((each) => text(each, "name") ?? "");
  const swayed =
    words.some((each) => /^--(?:git|(?:sync-hook|exechook)-command)(?:=|$)/.test(each)) ||
    names.some((each) => /^GIT_?SYNC_(?:GIT|(?:EXEC)?HOOK_COMMAND)$/.test(each));
  return /(?:^|\/)git-sync$/.test(repository) && swayed ? fail("lets git-sync run what it fetched") : pass;
};

/** What a pod may do inside: the restricted level of the Pod Security Standards, and where its images come from. */
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
    controls: ["PSS restricted", "CKV_K8S_23", "CKV_K8S_40"],
    fix: "set securityContext.runAsNonRoot to true, and runAsUser to no 0",
    check: any(
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
    name: "k8s-image-pinned",
    types: workloads,
    description: "A container runs the build that it names, not whatever the tag means by then.",
    controls: ["CKV_K8S_14"],
    severity: "medium",
    levels: levels("A/M/M"),
    fix: "set image to a digest, or to a tag that does not move",
    check: eachContainer(value("image", isPinned, "pass")),
    ok: one({ image: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/api@sha256:${"0".repeat(64)}` }),
    bad: one({ image: "nginx" }),
  },
  {
    name: "k8s-image-registry-allowed",
    types: workloads,
    description: "Images come from our own registry, from AWS's or from Kubernetes'.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 5.1.4"],
    fix: "set image to a copy in ECR",
    check: eachContainer(value("image", isFromOurs, "pass")),
    ok: one({ image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:1.4.2" }),
    bad: one({ image: "docker.io/somebody/api:1.4.2" }),
  },
  {
    name: "k8s-own-service-account",
    types: workloads,
    description: "A workload has a service account of its own.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 4.1.5", "CKV_K8S_41"],
    fix: "set serviceAccountName",
    check: pod(all(set("serviceAccountName"), isNot("serviceAccountName", "default"))),
    ok: { spec: { serviceAccountName: "api" } },
    bad: { spec: { serviceAccountName: "default" } },
  },
  {
    name: "k8s-no-known-bad-workload",
    types: workloads,
    description: "Nothing runs that has given away clusters before.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CKV_K8S_33", "CKV_K8S_34", "CKV_K8S_44", "CKV_K8S_159"],
    fix: "remove Tiller and the dashboard, and hooks and other programs from git-sync",
    check: eachContainer(notorious),
    ok: one({ image: "registry.k8s.io/git-sync/git-sync:v4.4.0", args: ["--repo=https://example.com/site"] }),
    bad: one({ image: "gcr.io/kubernetes-helm/tiller:v2.17.0" }),
  },
];

function one(container: Props): Props {
  return { spec: { containers: [{ name: "api", ...container }] } };
}
