import * as pulumi from "@pulumi/pulumi";

/**
 * Options of a child that waits for what its component waits for, and is deleted before it. A component's own dependencies
 * order it as a whole: when one child alone is deleted, its controller may be gone first, and its finalizer is never removed.
 */
export function after(
  parent: pulumi.Resource,
  opts: pulumi.ComponentResourceOptions | undefined,
): pulumi.CustomResourceOptions {
  return { parent, ...(opts?.dependsOn !== undefined && { dependsOn: opts.dependsOn }) };
}

/**
 * Has the namespaces and charts of components wait, and with them what is in them, but not their roles. EKS gives a pod its
 * credentials when it is made, from associations that it knows some seconds after their creation (aws/eks-pod-identity-agent
 * issue 52), so an association is to be made while the nodes are, and not right before the pods.
 */
export function podsAfter(dependsOn: pulumi.Resource[]): pulumi.ResourceTransformation {
  return ({ type, props, opts }) =>
    first.has(type) ? { props, opts: pulumi.mergeOptions(opts, { dependsOn }) } : undefined;
}

/** What is made before everything else in a cluster. */
const first = new Set(["kubernetes:core/v1:Namespace", "kubernetes:helm.sh/v3:Release"]);
