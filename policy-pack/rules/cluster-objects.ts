import {
  all,
  atLeast,
  atMost,
  each,
  either,
  fail,
  is,
  matches,
  noneOf,
  only,
  pass,
  set,
  undecided,
  value,
  when,
} from "../checks/conditions.ts";
import { entry } from "../checks/pods.ts";
import { type Check, levels, type ResourceRule } from "../checks/rule.ts";
import { list, number, unknown, word } from "../checks/values.ts";

const storageClass = ["kubernetes:storage.k8s.io/v1:StorageClass"];
const provider = ["pulumi:providers:kubernetes"];
const scaler = [
  "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
  "kubernetes:autoscaling/v1:HorizontalPodAutoscaler",
];
const webhooks = ["Validating", "Mutating"].map(
  (kind) => `kubernetes:admissionregistration.k8s.io/v1:${kind}WebhookConfiguration`,
);
const psa = "pod-security.kubernetes.io";
const largest = { dev: 200, staging: 1000, prod: 2000 };

const labelled = (mode: string, pattern: RegExp) =>
  entry("metadata.labels", `${psa}/${mode}`, (level) => pattern.test(word(level)), "fail");

const powers: Record<string, number> = {
  Ki: 2 ** -20,
  Mi: 2 ** -10,
  Gi: 1,
  Ti: 2 ** 10,
  M: 1e6 / 2 ** 30,
  G: 1e9 / 2 ** 30,
  T: 1e12 / 2 ** 30,
};

/** A quantity of Kubernetes in GiB. */
function gibibytes(quantity: unknown): number {
  const found = /^([\d.]+)([KMGT]i?)?$/.exec(word(quantity));
  return found === null ? Number.NaN : Number(found[1]) * (powers[found[2] ?? ""] ?? 2 ** -30);
}

/** Groups, besides those without a dot, of which the control plane and the nodes write objects themselves. */
const vital =
  /^(?:admissionregistration|apiextensions|apiregistration|authentication|authorization|certificates|coordination|discovery|events|flowcontrol\.apiserver|node|rbac\.authorization|resource|scheduling|storage)\.k8s\.io$/;

/** A webhook that is asked only about kinds of its own maker's stops nothing that the cluster needs to repair itself. */
const ofItsOwn: Check = ({ value: webhook, path }) => {
  const groups = list(webhook, "rules").flatMap((rule) => (rule === unknown ? [unknown] : list(rule, "apiGroups")));
  if (groups.includes(unknown)) return undecided(`${path}.rules`);
  const own = groups.every((group) => /\./.test(word(group)) && !vital.test(word(group)));
  return groups.length > 0 && own ? pass : fail(`is asked about more than kinds of its own in ${path}.rules`);
};

/** A key, a password or a token in the configuration; a command that asks AWS for a token is none. */
const inline = /["']?(?:client-key-data|password|token)["']?\s*:\s*["']?[^\s"'{}[\]]/;

/** What else the cluster is made of: disks, namespaces, autoscalers, webhooks, and how the program signs in. */
export const clusterObjects: readonly ResourceRule[] = [
  {
    name: "k8s-provider-no-inline-kubeconfig-user",
    types: provider,
    description: "The program signs in to a cluster with a token that AWS gives it then and there.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CIS EKS 1.7 5.5.1"],
    fix: "set kubeconfig with exec and aws eks get-token instead of a token or a key",
    check: value(
      "kubeconfig",
      (config) => !inline.test(typeof config === "string" ? config : JSON.stringify(config)),
      "pass",
    ),
    ok: { kubeconfig: kubeconfig({ exec: { command: "aws", args: ["eks", "get-token", "--cluster-name", "main"] } }) },
    bad: { kubeconfig: kubeconfig({ token: "k8s-aws-v1.abc" }) },
  },
  {
    name: "k8s-namespace-psa-labels",
    types: ["kubernetes:core/v1:Namespace"],
    description: "A namespace admits restricted pods only; one that has to admit more warns of them.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["PSS baseline", "PSS restricted", "CIS EKS 1.7 4.2"],
    fix: `set metadata.labels with ${psa}/enforce restricted, or baseline and ${psa}/warn restricted`,
    check: either(
      labelled("enforce", /^restricted$/),
      all(
        labelled("enforce", /^baseline$/),
        either(labelled("warn", /^restricted$/), labelled("audit", /^restricted$/)),
      ),
    ),
    ok: { metadata: { labels: { [`${psa}/enforce`]: "restricted" } } },
    bad: { metadata: { labels: { [`${psa}/enforce`]: "privileged" } } },
  },
  {
    name: "k8s-hpa-bounds",
    types: scaler,
    description: "An autoscaler keeps two replicas in prod, and stops somewhere.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set spec.minReplicas to 2 or more in prod, and spec.maxReplicas up to the cap of the environment (replicas)",
    check: all(only(["prod"], atLeast("spec.minReplicas", 2)), atMost("spec.maxReplicas", "replicas")),
    ok: { spec: { minReplicas: 2, maxReplicas: 10 } },
    bad: { spec: { minReplicas: 1, maxReplicas: 1000 } },
  },
  {
    name: "storageclass-encrypted",
    types: storageClass,
    description:
      "Disks of pods are encrypted, in prod with a customer managed key, and of no type that gp3 has replaced.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["EC2.3"],
    fix: 'set parameters with encrypted "true", type gp3 and kmsKeyId',
    check: when(
      matches("provisioner", /^(?:ebs\.csi\.(?:aws\.com|eks\.amazonaws\.com)|kubernetes\.io\/aws-ebs)$/),
      all(
        value("parameters.encrypted", (encrypted) => word(encrypted) === "true", "fail"),
        noneOf("parameters.type", ["gp2", "standard"]),
        only(["prod"], set("parameters.kmsKeyId")),
      ),
    ),
    ok: { provisioner: "ebs.csi.aws.com", parameters: { encrypted: "true", type: "gp3", kmsKeyId: "arn:aws:kms:x" } },
    bad: { provisioner: "ebs.csi.aws.com", parameters: { type: "gp3" } },
  },
  {
    name: "pvc-class-explicit",
    types: ["kubernetes:core/v1:PersistentVolumeClaim"],
    description: "A claim names its class of disk, and is no larger than its environment needs.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set spec.storageClassName, and resources.requests.storage to at most 200, 1000 and 2000 Gi",
    check: all(
      set("spec.storageClassName"),
      value(
        "spec.resources.requests.storage",
        (size, { environment }) => !(gibibytes(size) > largest[environment]),
        "pass",
      ),
    ),
    ok: { spec: { storageClassName: "gp3", resources: { requests: { storage: "20Gi" } } } },
    bad: { spec: { storageClassName: "gp3", resources: { requests: { storage: "8Ti" } } } },
  },
  {
    name: "webhook-safe",
    types: webhooks,
    description: "A webhook that is down does not stop the cluster from repairing itself.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set failurePolicy to Ignore, or namespaceSelector or objectSelector, and timeoutSeconds to at most 10, in webhooks",
    check: each(
      "webhooks",
      either(
        all(
          either(
            is("failurePolicy", "Ignore"),
            set("namespaceSelector"),
            set("objectSelector"),
            set("matchConditions"),
          ),
          value("timeoutSeconds", (seconds) => number(seconds) <= 10, "pass"),
        ),
        ofItsOwn,
      ),
    ),
    ok: { webhooks: [{ name: "check.example.com", failurePolicy: "Ignore", timeoutSeconds: 5 }] },
    bad: { webhooks: [{ name: "check.example.com", failurePolicy: "Fail" }] },
  },
];

function kubeconfig(user: Record<string, unknown>): string {
  return JSON.stringify({ apiVersion: "v1", kind: "Config", users: [{ name: "main", user }] });
}
