import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** Options of Kubernetes providers; without the second, a changed ConfigMap is deleted with what mounts it, and made anew. */
export const providerOptions: kubernetes.ProviderArgs = { enableServerSideApply: true, enableConfigMapMutable: true };

/**
 * Options of the provider that makes namespaces. Server-side apply would take over a namespace that exists, and a destroy would
 * delete it with all that is in it; without, the preview ends with AlreadyExists (pulumi-kubernetes, provider/pkg/await/await.go).
 */
export const namespaceProviderOptions: kubernetes.ProviderArgs = { ...providerOptions, enableServerSideApply: false };

/** Has a provider make the namespaces of a component and its children. */
export function namespacesBy(provider: kubernetes.Provider): pulumi.ResourceTransformation {
  return ({ type, props, opts }) =>
    type === "kubernetes:core/v1:Namespace" ? { props, opts: { ...opts, provider } } : undefined;
}
