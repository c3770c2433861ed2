/** A Kyverno ValidatingPolicy. */
export interface AdmissionPolicy {
  /** Name of the ValidatingPolicy. */
  name: string;
  /** What the policy requires, in one sentence; the message of a denied request. */
  message: string;
  /** Resources that it matches: pods, or the Deployments, StatefulSets and DaemonSets that create them. */
  subject: "pods" | "services" | "namespaces";
  /** CEL expressions that must all be true. */
  expressions: readonly string[];
}

/** Containers of every kind, as a list in CEL. */
const containers =
  "(object.spec.containers + object.spec.?initContainers.orValue([]) + object.spec.?ephemeralContainers.orValue([]))";
/** Containers other than init containers; only these need resource requests and limits. */
const serving = "object.spec.containers";
const template = "object.spec.template.spec.containers";

function every(list: string, condition: string): string {
  return `${list}.all(c, ${condition})`;
}

/** The restricted Pod Security Standard, also in namespaces without Pod Security labels. */
const podSecurity: readonly AdmissionPolicy[] = [
  {
    name: "no-host-access",
    message: "Pods must not use the host's network, processes, IPC, ports or paths.",
    subject: "pods",
    expressions: [
      "!object.spec.?hostNetwork.orValue(false) && !object.spec.?hostPID.orValue(false) && !object.spec.?hostIPC.orValue(false)",
      "object.spec.?volumes.orValue([]).all(v, !has(v.hostPath))",
      every(containers, "c.?ports.orValue([]).all(p, p.?hostPort.orValue(0) == 0)"),
    ],
  },
  {
    name: "no-privileges",
    message: "Containers must not be privileged or escalate privileges, and must drop all capabilities.",
    subject: "pods",
    expressions: [
      every(containers, "!c.?securityContext.?privileged.orValue(false)"),
      every(containers, "!c.?securityContext.?allowPrivilegeEscalation.orValue(true)"),
      every(containers, 'c.?securityContext.?capabilities.?drop.orValue([]).exists(d, d == "ALL")'),
      every(containers, 'c.?securityContext.?capabilities.?add.orValue([]).all(a, a == "NET_BIND_SERVICE")'),
    ],
  },
  {
    name: "run-as-non-root",
    message: "Containers must run as a user other than root.",
    subject: "pods",
    expressions: [
      every(
        containers,
        "c.?securityContext.?runAsNonRoot.orValue(object.spec.?securityContext.?runAsNonRoot.orValue(false))",
      ),
      every(containers, "c.?securityContext.?runAsUser.orValue(1) != 0"),
      "object.spec.?securityContext.?runAsUser.orValue(1) != 0",
    ],
  },
  {
    name: "seccomp",
    message: "Containers must run under the runtime's seccomp profile.",
    subject: "pods",
    expressions: [
      every(
        containers,
        'c.?securityContext.?seccompProfile.?type.orValue(object.spec.?securityContext.?seccompProfile.?type.orValue("Unconfined")) != "Unconfined"',
      ),
    ],
  },
];

/** Best practices for images, file systems and resources of a workload. */
const workloads: readonly AdmissionPolicy[] = [
  {
    name: "read-only-root",
    message: "Containers must have a read-only root file system.",
    subject: "pods",
    expressions: [every(containers, "c.?securityContext.?readOnlyRootFilesystem.orValue(false)")],
  },
  {
    name: "image-pinned",
    message: "Images must be named by a tag other than latest, or by a digest.",
    subject: "pods",
    expressions: [
      every(containers, "c.image.matches('^.+(@sha256:[0-9a-f]{64}|:[^:/@]+)$') && !c.image.endsWith(':latest')"),
    ],
  },
  {
    name: "requests-and-limits",
    message: "Containers must request CPU and memory, and have a limit on memory.",
    subject: "pods",
    expressions: [
      every(
        serving,
        '["cpu", "memory"].all(r, r in c.?resources.?requests.orValue({})) && "memory" in c.?resources.?limits.orValue({})',
      ),
    ],
  },
  {
    name: "own-service-account",
    message: "Pods must run under a service account of their own.",
    subject: "pods",
    expressions: ['object.spec.?serviceAccountName.orValue("default") != "default"'],
  },
  {
    name: "no-literal-secrets",
    message: "Environment variables that are named like a secret must not have a literal value.",
    subject: "pods",
    expressions: [
      every(
        containers,
        "c.?env.orValue([]).all(e, !has(e.value) || !e.name.matches('(PASSWORD|SECRET|TOKEN|API_KEY|PRIVATE_KEY)$'))",
      ),
    ],
  },
  {
    name: "probes",
    message: "Containers that serve must say when they are ready and when they are no longer alive.",
    subject: "services",
    expressions: [every(template, "has(c.readinessProbe) && has(c.livenessProbe)")],
  },
  {
    name: "namespace-pod-security",
    message: "Namespaces must enforce the baseline or the restricted Pod Security Standard.",
    subject: "namespaces",
    expressions: [
      'object.metadata.?labels[?"pod-security.kubernetes.io/enforce"].orValue("privileged") in ["baseline", "restricted"]',
    ],
  },
];

/** Every admission policy; images must come from one of the registries. */
export function admissionPolicies(registries: readonly string[]): readonly AdmissionPolicy[] {
  const prefixes = registries.map((registry) => `'${registry}/'`).join(", ");
  return [
    ...podSecurity,
    ...workloads,
    {
      name: "image-registry",
      message: `Images must come from ${registries.join(", ")}.`,
      subject: "pods",
      expressions: [every(containers, `[${prefixes}].exists(r, c.image.startsWith(r))`)],
    },
  ];
}
