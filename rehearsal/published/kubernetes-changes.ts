import type { Values } from "../account/thing.ts";

/** The fields of a kind that the provider replaces an object for; any other change is an update (pulumi-kubernetes, provider/pkg/provider/diff.go). */
const replacing: Readonly<Record<string, readonly string[]>> = {
  Deployment: ["spec.selector"],
  DaemonSet: ["spec.selector"],
  StatefulSet: [
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ],
  Job: ["spec.completions", "spec.parallelism", "spec.selector", "spec.template"],
  PersistentVolume: ["spec.csi", "spec.nfs", "spec.hostPath", "spec.local"],
  PersistentVolumeClaim: ["spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"],
  ResourceQuota: ["spec.scopes"],
  RoleBinding: ["roleRef"],
  ClusterRoleBinding: ["roleRef"],
  Secret: ["type", "stringData", "data"],
  Service: ["spec.clusterIP"],
  StorageClass: ["parameters", "provisioner"],
};

const identity = ["apiVersion", "kind", "metadata.name", "metadata.namespace"];

/** The fields for which an object of a type is replaced; a ConfigMap too, unless its provider and the object say that it may change. */
export function replacingFields(type: string, before: Values, configMapsMutable: boolean): readonly string[] {
  const kind = type.split(":").at(-1) ?? "";
  const fixed = kind === "ConfigMap" && (!configMapsMutable || before["immutable"] === true);
  return [...identity, ...(fixed ? ["binaryData", "data"] : (replacing[kind] ?? []))];
}
