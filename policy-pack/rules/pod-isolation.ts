import { all, each, isNot, oneOf, unset, value } from "../checks/conditions.ts";
import { eachContainer, pod, workloads } from "../checks/pods.ts";
import { type Check, levels, type Props, type ResourceRule } from "../checks/rule.ts";
import { word } from "../checks/values.ts";

/** Capabilities that the Pod Security Standards let a container add at their baseline. */
const capabilities = [
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
];
const handlers = ["livenessProbe", "readinessProbe", "startupProbe", "lifecycle.postStart", "lifecycle.preStop"];
const everywhere = (check: Check) => all(pod(check), eachContainer(check));

/** What a pod must not share with its node: the baseline of the Pod Security Standards. */
export const podIsolation: readonly ResourceRule[] = [
  {
    name: "k8s-no-privileged",
    types: workloads,
    description: "No container is privileged.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["PSS baseline", "CIS EKS 1.7 4.2.1", "CKV_K8S_16"],
    fix: "leave securityContext.privileged unset",
    check: eachContainer(isNot("securityContext.privileged", true)),
    ok: one({ securityContext: { privileged: false } }),
    bad: one({ securityContext: { privileged: true } }),
  },
  {
    name: "k8s-no-host-namespaces",
    types: workloads,
    description: "A pod shares neither processes, memory nor network with its node.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [
      "PSS baseline",
      "CIS EKS 1.7 4.2.2",
      "CIS EKS 1.7 4.2.3",
      "CIS EKS 1.7 4.2.4",
      "CKV_K8S_17",
      "CKV_K8S_18",
      "CKV_K8S_19",
    ],
    fix: "leave hostPID, hostIPC and hostNetwork unset",
    check: pod(all(isNot("hostPID", true), isNot("hostIPC", true), isNot("hostNetwork", true))),
    ok: { spec: { hostNetwork: false, containers: [] } },
    bad: { spec: { hostNetwork: true, containers: [] } },
  },
  {
    name: "k8s-no-host-path",
    types: workloads,
    description: "A pod sees none of its node's files.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["PSS baseline", "CKV_K8S_27"],
    fix: "set volumes without hostPath",
    check: pod(each("volumes", unset("hostPath"))),
    ok: { spec: { volumes: [{ name: "scratch", emptyDir: {} }] } },
    bad: { spec: { volumes: [{ name: "docker", hostPath: { path: "/var/run/docker.sock" } }] } },
  },
  {
    name: "k8s-no-host-ports",
    types: workloads,
    description: "A container listens in its pod, not on its node.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["PSS baseline", "CKV_K8S_26"],
    fix: "leave hostPort unset in ports",
    check: eachContainer(each("ports", oneOf("hostPort", [0], "pass"))),
    ok: one({ ports: [{ containerPort: 8080 }] }),
    bad: one({ ports: [{ containerPort: 8080, hostPort: 80 }] }),
  },
  {
    name: "k8s-no-probe-host",
    types: workloads,
    description: "Probes and hooks ask the container itself, and nobody else.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["PSS baseline"],
    fix: "leave host unset in httpGet and tcpSocket",
    check: eachContainer(
      all(...handlers.flatMap((handler) => [unset(`${handler}.httpGet.host`), unset(`${handler}.tcpSocket.host`)])),
    ),
    ok: one({ livenessProbe: { httpGet: { path: "/live", port: 8080 } } }),
    bad: one({ livenessProbe: { httpGet: { path: "/live", port: 8080, host: "10.0.0.5" } } }),
  },
  {
    name: "k8s-capabilities-baseline",
    types: workloads,
    description: "A container adds no capability that reaches beyond its pod.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["PSS baseline", "CKV_K8S_24", "CKV_K8S_25", "CKV_K8S_39"],
    fix: "set securityContext.capabilities.add to nothing, or to NET_BIND_SERVICE",
    check: eachContainer(
      each(
        "securityContext.capabilities.add",
        value("", (each) => capabilities.includes(word(each)), "pass"),
      ),
    ),
    ok: one({ securityContext: { capabilities: { add: ["NET_BIND_SERVICE"] } } }),
    bad: one({ securityContext: { capabilities: { add: ["SYS_ADMIN"] } } }),
  },
  {
    name: "k8s-no-host-process",
    types: workloads,
    description: "No Windows container is a process of its node.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["PSS baseline"],
    fix: "leave securityContext.windowsOptions.hostProcess unset",
    check: everywhere(isNot("securityContext.windowsOptions.hostProcess", true)),
    ok: one({ securityContext: { windowsOptions: { hostProcess: false } } }),
    bad: one({ securityContext: { windowsOptions: { hostProcess: true } } }),
  },
];

function one(container: Props): Props {
  return { spec: { containers: [{ name: "api", ...container }] } };
}
