import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Named } from "./labels.ts";
import type { Shared, Workload } from "./workload.ts";

/** Name of the PersistentVolumeClaim of a shared volume. */
export function claimName(deploymentName: string, label: string, { claimName: given }: Shared): string {
  return given ?? `${deploymentName}-${label}`;
}

/** PersistentVolume and claim of each shared volume; files are kept when they are deleted. */
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
          // claimRef reserves the volume for this claim.
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

/** EBS volumes attach to one node, EFS mounts on all; the class only has to match between volume and claim. */
const mounted = { accessModes: ["ReadWriteMany"], storageClassName: "efs" };

/** EFS ignores the size, which Kubernetes requires. */
const storage = "5Gi";
