import { complain } from "../../checks/complaints.ts";
import { all, each, either, matches, noneOf, only, set, unset, value, when } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { customerKey } from "../../checks/kms.ts";
import { statefulSet } from "../../checks/pods.ts";
import { type Complaint, type Graph, levels, service } from "../../checks/rule.ts";
import { known, list, text, word } from "../../checks/values.ts";

const storageClasses = ["kubernetes:storage.k8s.io/v1:StorageClass"];
const storageClass = "kubernetes:storage.k8s.io/v1:StorageClass";

/** The class "" of a claim is none: it takes the volume that it names. */
const ofNamedVolume = value(
  "spec",
  (spec) =>
    typeof spec === "object" &&
    spec !== null &&
    Reflect.get(spec, "storageClassName") === "" &&
    Reflect.get(spec, "volumeName") !== undefined,
  "fail",
);

const largestClaim = { dev: 200, staging: 1000, prod: 2000 };

const inGiB: Record<string, number> = {
  Ki: 2 ** -20,
  Mi: 2 ** -10,
  Gi: 1,
  Ti: 2 ** 10,
  M: 1e6 / 2 ** 30,
  G: 1e9 / 2 ** 30,
  T: 1e12 / 2 ** 30,
};

/** A Kubernetes quantity in GiB. */
function gibibytes(quantity: unknown): number {
  const found = /^([\d.]+)([KMGT]i?)?$/.exec(word(quantity));
  return found === null ? Number.NaN : Number(found[1]) * (inGiB[found[2] ?? ""] ?? 2 ** -30);
}

/** A claim sets its class, and is not larger than the limit of the environment. */
const boundedClaim = all(
  either(set("spec.storageClassName"), ofNamedVolume),
  value(
    "spec.resources.requests.storage",
    (size, { environment }) => !(gibibytes(size) > largestClaim[environment]),
    "pass",
  ),
);

/** StorageClasses of StatefulSet volume claims without the reclaim policy Retain. */
function deletedVolumes(graph: Graph): Complaint[] {
  const names = graph
    .of(statefulSet)
    .flatMap(({ props }) => list(props, "spec.volumeClaimTemplates"))
    .map((claim) => text(claim, "spec.storageClassName"));
  return graph
    .of(storageClass)
    .filter(({ props }) => names.includes(text(props, "metadata.name") ?? "none"))
    .filter(({ props }) => known(props, "reclaimPolicy") !== "Retain")
    .map(complain("has the reclaim policy Delete and is used by a StatefulSet"));
}

const statefulMemory = example(statefulSet, "memory", {
  spec: { volumeClaimTemplates: [{ spec: { storageClassName: "disk" } }] },
});

const classOf = (reclaimPolicy: string) => example(storageClass, "disk", { metadata: { name: "disk" }, reclaimPolicy });

export const kubernetesStorage = service("Kubernetes namespaces, storage and admission", [
  {
    name: "storageclass-encrypted",
    types: storageClasses,
    description: "EBS StorageClasses set encryption, no gp2 or standard type, and in prod a KMS key.",
    why: "Every volume provisioned from the class inherits its parameters, so one omission can leave the data of many pods unencrypted or on an older volume type.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["EC2.3"],
    fix: 'set parameters with encrypted "true", type gp3 and kmsKeyId',
    check: when(
      matches("provisioner", /^(?:ebs\.csi\.(?:aws\.com|eks\.amazonaws\.com)|kubernetes\.io\/aws-ebs)$/),
      all(
        value("parameters.encrypted", (encrypted) => word(encrypted) === "true", "fail"),
        noneOf("parameters.type", ["gp2", "standard"]),
        only(["prod"], customerKey("parameters.kmsKeyId")),
      ),
    ),
    ok: { provisioner: "ebs.csi.aws.com", parameters: { encrypted: "true", type: "gp3", kmsKeyId: "arn:aws:kms:x" } },
    bad: { provisioner: "ebs.csi.aws.com", parameters: { type: "gp3" } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "pvc-class-explicit",
    types: ["kubernetes:core/v1:PersistentVolumeClaim", statefulSet],
    description: "PersistentVolumeClaims and claim templates set storageClassName and limit their size.",
    why: "Without a class, the cluster default determines the type and encryption of the disk; without a limit, a typing error in the size is billed as a huge volume.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set spec.storageClassName, empty only with spec.volumeName, and spec.resources.requests.storage to at most 200Gi in dev, 1000Gi in staging and 2000Gi in prod",
    check: (scope) =>
      (scope.resource.type === statefulSet ? each("spec.volumeClaimTemplates", boundedClaim) : boundedClaim)(scope),
    ok: { spec: { storageClassName: "gp3", resources: { requests: { storage: "20Gi" } } } },
    bad: { spec: { storageClassName: "gp3", resources: { requests: { storage: "8Ti" } } } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "k8s-volume-no-host-path",
    types: ["kubernetes:core/v1:PersistentVolume"],
    description: "PersistentVolumes do not use hostPath.",
    why: "A pod that mounts the volume reads and writes files of its node, and its claim passes the Pod Security Standards, which see the claim and not the path.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set spec.csi instead of spec.hostPath",
    check: unset("spec.hostPath"),
    ok: { spec: { csi: { driver: "ebs.csi.aws.com", volumeHandle: "vol-1" } } },
    bad: { spec: { hostPath: { path: "/var/lib/data" } } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "storageclass-retain",
    description: "StorageClasses used by StatefulSet volume claims have the reclaim policy Retain.",
    why: "With the policy Delete, removing a PersistentVolumeClaim also deletes the volume behind it, and its data survives only in backups.",
    severity: "medium",
    levels: levels("-/-/A"),
    controls: [],
    fix: "set reclaimPolicy to Retain",
    find: deletedVolumes,
    ok: [statefulMemory, classOf("Retain")],
    bad: [statefulMemory, classOf("Delete")],
  },
]);
