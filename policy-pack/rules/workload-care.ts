import { all, atLeast, either, fail, not, oneOf, set, some, value, when } from "../checks/conditions.ts";
import {
  cronJob,
  deployment,
  entry,
  job,
  mainContainers,
  pod,
  podType,
  statefulSet,
  workloads,
} from "../checks/pods.ts";
import { levels, type Props, type ResourceRule, type Scope } from "../checks/rule.ts";
import { matchesGlob } from "../checks/settings.ts";
import { number, word } from "../checks/values.ts";

const served = set("ports");
const several = not(oneOf("spec.replicas", [0, 1]), "has one replica");
const labels = ["name", "instance", "version", "part-of"].map((label) => `app.kubernetes.io/${label}`);

/** One replica, or a disk that only one pod can have, does not change over by and by. */
const alone = either(oneOf("spec.replicas", [0, 1]), pod(some("volumes", set("persistentVolumeClaim"))));

/** A share of the replicas, of which a fourth is fine and one at a time always is. */
const few = value(
  "spec.strategy.rollingUpdate.maxUnavailable",
  (share) => (typeof share === "string" && share.endsWith("%") ? Number.parseFloat(share) <= 25 : number(share) <= 1),
  "pass",
);

/** The cluster's namespaces are its own; the default one is for those that are listed. */
const isOfItsKind = (namespace: string, { resource, settings }: Scope) =>
  namespace === "default"
    ? settings.defaultNamespace.some((glob) => matchesGlob(glob, resource.urn))
    : !namespace.startsWith("kube-");

/** What a workload needs to be looked after: a name, copies, and an end. */
export const workloadCare: readonly ResourceRule[] = [
  {
    name: "k8s-graceful-stop",
    types: [deployment],
    description: "A pod that is asked for something finishes its answers before it ends.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: [],
    fix: "set terminationGracePeriodSeconds to 30 or more, and lifecycle.preStop",
    check: all(
      pod(atLeast("terminationGracePeriodSeconds", 30, "pass")),
      mainContainers(when(served, set("lifecycle.preStop"))),
    ),
    ok: template([{ ports: [{ containerPort: 8080 }], lifecycle: { preStop: { sleep: { seconds: 10 } } } }]),
    bad: template([{ ports: [{ containerPort: 8080 }] }]),
  },
  {
    name: "k8s-spread",
    types: [deployment, statefulSet],
    description: "The replicas of a workload are not all in one zone.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: [],
    fix: "set topologySpreadConstraints by topology.kubernetes.io/zone, or affinity.podAntiAffinity",
    check: when(several, pod(either(set("topologySpreadConstraints"), set("affinity.podAntiAffinity")))),
    ok: {
      spec: {
        replicas: 3,
        template: { spec: { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: "topology.kubernetes.io/zone" }] } },
      },
    },
    bad: { spec: { replicas: 3, template: { spec: { containers: [] } } } },
  },
  {
    name: "k8s-rolling-strategy",
    types: [deployment],
    description: "A new version takes over replica by replica.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set spec.strategy.type to RollingUpdate and rollingUpdate.maxUnavailable to at most 25 %",
    check: all(either(oneOf("spec.strategy.type", ["RollingUpdate"], "pass"), alone), few),
    ok: { spec: { strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0 } } } },
    bad: { spec: { strategy: { type: "Recreate" } } },
  },
  {
    name: "k8s-priority-class",
    types: workloads,
    description: "What the cluster itself needs is the last to be put off a node.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: [],
    fix: "set priorityClassName",
    check: when(
      value("metadata.namespace", (name) => /^kube-/.test(word(name)), "fail"),
      pod(set("priorityClassName")),
    ),
    ok: { metadata: { namespace: "kube-system" }, spec: { priorityClassName: "system-cluster-critical" } },
    bad: { metadata: { namespace: "kube-system" }, spec: { containers: [] } },
  },
  {
    name: "k8s-job-bounded",
    types: [job, cronJob],
    description: "A job ends, is tidied away, and does not run beside itself.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set activeDeadlineSeconds and backoffLimit, ttlSecondsAfterFinished of a Job, concurrencyPolicy of a CronJob",
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
  },
  {
    name: "k8s-no-bare-pod",
    types: [podType],
    description: "Pods belong to something that starts them again.",
    severity: "low",
    levels: levels("M/M/M"),
    controls: [],
    fix: "declare a Deployment instead of a Pod",
    check: () => fail("is started by nobody when its node is gone"),
    ok: null,
    bad: { spec: { containers: [] } },
  },
  {
    name: "k8s-namespace-explicit",
    types: workloads,
    description: "A workload is in a namespace of its own kind, not in the default one nor in the cluster's.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["CIS EKS 1.7 4.5.2", "CKV_K8S_21"],
    fix: "set metadata.namespace to another, or add the URN to defaultNamespace in the pack's settings",
    check: all(
      set("metadata.namespace"),
      value("metadata.namespace", (name, scope) => isOfItsKind(word(name), scope), "pass"),
    ),
    ok: { metadata: { namespace: "app" } },
    bad: { metadata: { namespace: "default" } },
  },
  {
    name: "k8s-recommended-labels",
    types: workloads,
    description: "A workload says what it is, which one, of what, and which version.",
    severity: "low",
    levels: levels("A/A/M"),
    controls: [],
    fix: `set metadata.labels with ${labels.join(", ")}`,
    check: all(...labels.map((label) => entry("metadata.labels", label, () => true, "fail"))),
    ok: { metadata: { labels: Object.fromEntries(labels.map((label) => [label, "api"])) } },
    bad: { metadata: { labels: { app: "api" } } },
  },
];

function template(containers: readonly Props[]): Props {
  return { spec: { template: { spec: { containers } } } };
}
