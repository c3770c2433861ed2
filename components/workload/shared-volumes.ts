import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Named } from "./labels.ts";
import type { Shared, Workload } from "./workload.ts";

/** Name of the claim of a shared volume. */
export function claimName(deploymentName: string, label: string, { claimName: given }: Shared): string {
  return given ?? `${deploymentName}-${label}`;
}

/** A volume and its claim for each shared directory; what is in the file system outlives both. */
export function sharedVolumes(
  name: string,
  volumes: Workload["volumes"],
  { name: deploymentName, namespace, labels }: Named,
  child: { parent: pulumi.Resource },
): kubernetes.core.v1.PersistentVolumeClaim[] {
  return Object.entries(volumes).flatMap(([label, volume]) => {
    if (volume.kind !== "shared") return [];
    const claim = claimName(deploymentName, label, volume);
    const persistent = new kubernetes.core.v1.PersistentVolume(
      `${name}-${label}`,
      {
        metadata: { name: pulumi.interpolate`${namespace}-${claim}`, labels },
        spec: {
          ...mounted,
          persistentVolumeReclaimPolicy: "Retain",
          capacity: { storage },
          // Nobody else's claim takes it.
          claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace, name: claim },
          mountOptions: ["tls", "iam"],
          csi: {
            driver: "efs.csi.aws.com",
            volumeHandle: pulumi.interpolate`${volume.fileSystemId}::${volume.accessPointId}`,
          },
        },
      },
      child,
    );
    return [
      new kubernetes.core.v1.PersistentVolumeClaim(
        `${name}-${label}`,
        {
          metadata: { name: claim, namespace, labels },
          spec: { ...mounted, resources: { requests: { storage } }, volumeName: persistent.metadata.name },
        },
        child,
      ),
    ];
  });
}

/** EBS volumes are mounted on one node at a time, EFS on all. The class only has to be the same on both sides. */
const mounted = { accessModes: ["ReadWriteMany"], storageClassName: "efs" };

/** EFS grows as it is written to, and looks at no size; Kubernetes wants one. */
const storage = "5Gi";
