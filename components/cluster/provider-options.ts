import type * as kubernetes from "@pulumi/kubernetes";

/** Options of every Kubernetes provider; without the second, a changed ConfigMap is deleted with what mounts it, and made anew. */
export const providerOptions: kubernetes.ProviderArgs = { enableServerSideApply: true, enableConfigMapMutable: true };
