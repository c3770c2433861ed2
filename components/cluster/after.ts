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

/**
 * The same for a component whose namespace has nothing but its charts: the charts wait, and the namespace and the chart of
 * its CRDs, which has no pods, do not.
 */
export function chartsAfter(dependsOn: pulumi.Resource[]): pulumi.ResourceTransformation {
  return ({ type, name, props, opts }) =>
    type === chart && !name.endsWith("-crd") ? { props, opts: pulumi.mergeOptions(opts, { dependsOn }) } : undefined;
}

const chart = "kubernetes:helm.sh/v3:Release";

/** What is made before everything else in a cluster. */
const first = new Set(["kubernetes:core/v1:Namespace", chart]);
