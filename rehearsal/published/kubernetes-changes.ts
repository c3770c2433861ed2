import type { Values } from "../account/thing.ts";

const volumeSources = [
  ...["awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "csi", "fc", "flexVolume", "flocker"],
  ...["gcePersistentDisk", "glusterfs", "hostPath", "iscsi", "local", "nfs", "photonPersistentDisk", "portworxVolume"],
  ...["quobyte", "rbd", "scaleIO", "storageos", "vsphereVolume"],
];

/**
 * The fields of a kind that the provider replaces an object for, by the end of its type; any other change is an update
 * (pulumi-kubernetes, provider/pkg/provider/diff.go). test/rehearsal/kubernetes/replacement.test.ts asks the provider itself.
 */
export const replacing: Readonly<Record<string, readonly string[]>> = {
  "apps/v1:DaemonSet": ["spec.selector"],
  "apps/v1:Deployment": ["spec.selector"],
  "apps/v1:StatefulSet": [
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ],
  "batch/v1:Job": ["spec.completions", "spec.parallelism", "spec.selector", "spec.template"],
  "core/v1:PersistentVolume": volumeSources.map((source) => `spec.${source}`),
  "core/v1:PersistentVolumeClaim": ["spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"],
  "core/v1:ResourceQuota": ["spec.scopes"],
  "core/v1:Secret": ["type", "stringData", "data"],
  "core/v1:Service": ["spec.clusterIP"],
  "rbac.authorization.k8s.io/v1:ClusterRoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/v1:RoleBinding": ["roleRef"],
  "storage.k8s.io/v1:StorageClass": ["parameters", "provisioner"],
};

const identity = ["metadata.name", "metadata.namespace"];

/** The fields for which an object of a type is replaced; a ConfigMap too, unless its provider and the object say that it may change. */
export function replacingFields(type: string, before: Values, configMapsMutable: boolean): readonly string[] {
  const kind = type.replace(/^kubernetes:/, "");
  const fixed = kind === "core/v1:ConfigMap" && (!configMapsMutable || before["immutable"] === true);
  return [...identity, ...(fixed ? ["binaryData", "data"] : (replacing[kind] ?? []))];
}
