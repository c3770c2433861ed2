import { all, atLeast, atMost, each, either, oneOf, only, set, value, when } from "../../checks/conditions.ts";
import { podWith } from "../../checks/example.ts";
import { cronJob, job, pod, sizedContainers, workloads } from "../../checks/pods.ts";
import { levels, service } from "../../checks/rule.ts";
import { word } from "../../checks/values.ts";

const scaler = [
  "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
  "kubernetes:autoscaling/v1:HorizontalPodAutoscaler",
];

const requestsOrLimits = (path: string) => either(set(`resources.requests.${path}`), set(`resources.limits.${path}`));

/** An emptyDir volume has a size limit, also when it has no other property. */
const hasSizeLimit = when(
  value("emptyDir", () => true, "fail"),
  set("emptyDir.sizeLimit"),
);

export const kubernetesResources = service("Kubernetes workloads", [
  {
    name: "k8s-requests-set",
    types: workloads,
    description: "Pod containers set requests or limits for CPU and memory.",
    why: "The scheduler counts a container without requests as needing nothing, so it overfills nodes, and under memory pressure such pods are among the first to be evicted.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_K8S_10", "CKV_K8S_12"],
    fix: "set resources.requests with cpu and memory",
    check: sizedContainers(all(requestsOrLimits("cpu"), requestsOrLimits("memory"))),
    ok: podWith({ resources: { requests: { cpu: "100m", memory: "128Mi" } } }),
    bad: podWith({}),
    clauses: [
      { controls: ["CKV_K8S_10"], bad: podWith({ resources: { requests: { memory: "128Mi" } } }) },
      { controls: ["CKV_K8S_12"], bad: podWith({ resources: { requests: { cpu: "100m" } } }) },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "k8s-memory-limit",
    types: workloads,
    description: "Pod containers set a memory limit.",
    why: "A container with a memory leak and no limit grows until its node runs out of memory, and the kernel or the kubelet then ends other pods on the node as well.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_K8S_13"],
    fix: "set resources.limits.memory",
    check: sizedContainers(set("resources.limits.memory")),
    ok: podWith({ resources: { limits: { memory: "512Mi" } } }),
    bad: podWith({ resources: { limits: { cpu: "1" } } }),
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "k8s-ephemeral-bounded",
    types: workloads,
    description: "Pod emptyDir volumes set sizeLimit.",
    why: "An emptyDir without a limit can fill the disk of the node; the kubelet then reports disk pressure and evicts pods, including those of other teams.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: [],
    fix: "set sizeLimit of emptyDir in volumes",
    check: pod(each("volumes", hasSizeLimit)),
    ok: { spec: { volumes: [{ name: "scratch", emptyDir: { sizeLimit: "1Gi" } }] } },
    bad: { spec: { volumes: [{ name: "scratch", emptyDir: {} }] } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "k8s-priority-class",
    types: workloads,
    description: "Pods of workloads in kube-* namespaces set priorityClassName.",
    why: "Under resource pressure, system pods without a priority class are preempted or evicted like any application pod, which can cut DNS or networking for the node.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: [],
    fix: "set priorityClassName, for example system-cluster-critical",
    check: when(
      value("metadata.namespace", (name) => /^kube-/.test(word(name)), "fail"),
      pod(set("priorityClassName")),
    ),
    ok: { metadata: { namespace: "kube-system" }, spec: { priorityClassName: "system-cluster-critical" } },
    bad: { metadata: { namespace: "kube-system" }, spec: { containers: [] } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "k8s-job-bounded",
    types: [job, cronJob],
    description: "Jobs and CronJobs set a deadline, a backoff limit and a TTL or concurrency policy.",
    why: "A job that hangs or fails holds its resources without limit, finished pods accumulate in the API server, and overlapping runs can process the same data twice.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set activeDeadlineSeconds and backoffLimit, ttlSecondsAfterFinished of a Job, and concurrencyPolicy Forbid or Replace of a CronJob",
    check: (scope) =>
      scope.resource.type === cronJob
        ? all(
            oneOf("spec.concurrencyPolicy", ["Forbid", "Replace"]),
            set("spec.jobTemplate.spec.activeDeadlineSeconds"),
            set("spec.jobTemplate.spec.backoffLimit"),
          )(scope)
        : all(set("spec.ttlSecondsAfterFinished"), set("spec.activeDeadlineSeconds"), set("spec.backoffLimit"))(scope),
    ok: { spec: { ttlSecondsAfterFinished: 3600, activeDeadlineSeconds: 600, backoffLimit: 2 } },
    bad: { spec: { template: {} } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "k8s-hpa-bounds",
    types: scaler,
    description: "HorizontalPodAutoscalers cap replicas, and in prod keep at least two.",
    why: "With one replica in prod, every node drain interrupts the service; with an excessive maximum, a traffic spike adds pods and nodes far beyond the budget.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set spec.minReplicas to 2 or more in prod, and spec.maxReplicas up to the cap of the environment (replicas)",
    check: all(only(["prod"], atLeast("spec.minReplicas", 2)), atMost("spec.maxReplicas", "replicas")),
    ok: { spec: { minReplicas: 2, maxReplicas: 10 } },
    bad: { spec: { minReplicas: 1, maxReplicas: 1000 } },
    absent: "fail",
    unknown: "undecided",
  },
]);
