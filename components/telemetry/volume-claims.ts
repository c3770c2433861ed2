import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

export interface VolumeClaimsArgs {
  /** Name of the StatefulSet. */
  setName: string;
  /** Name of the claim template. */
  template: string;
  /** Namespace of the StatefulSet. */
  namespace: pulumi.Input<string>;
  /** Labels of the claims. */
  labels: Readonly<Record<string, string>>;
  /** Number of pods of the StatefulSet. */
  replicas: number;
  /** Size of each volume in GiB. */
  gib: number;
  /** Whether the claims stay when they leave the stack. */
  deletionProtection: boolean;
}

/** Claim template of a StatefulSet, and the claims of its pods, under the names that Kubernetes gives them. */
export interface VolumeClaims {
  template: kubernetes.types.input.core.v1.PersistentVolumeClaim;
  claims: kubernetes.core.v1.PersistentVolumeClaim[];
}

/**
 * A StatefulSet takes over claims that exist under the names of its own, and cannot change its template. So the claims are
 * resources of the stack, which grow in place; the StatefulSet has to ignore changes of its template, and to keep its claims.
 */
export function volumeClaims(name: string, args: VolumeClaimsArgs, child: { parent: pulumi.Resource }): VolumeClaims {
  const { setName, template, namespace, labels, replicas, gib, deletionProtection } = args;
  const spec = {
    accessModes: ["ReadWriteOnce"],
    storageClassName: "gp3",
    resources: { requests: { storage: `${gib}Gi` } },
  };
  const claims = Array.from({ length: replicas }, (_, ordinal) => {
    const metadata = {
      name: `${template}-${setName}-${ordinal}`,
      namespace,
      labels,
      // The claim is bound once its pod has a node.
      annotations: { "pulumi.com/skipAwait": "true" },
    };
    const opts = { ...child, retainOnDelete: deletionProtection };
    return new kubernetes.core.v1.PersistentVolumeClaim(`${name}-${template}-${ordinal}`, { metadata, spec }, opts);
  });
  return { claims, template: { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name: template }, spec } };
}
