import type * as pulumi from "@pulumi/pulumi";

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
