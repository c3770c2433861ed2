import type * as pulumi from "@pulumi/pulumi";

/** When changes that interrupt connections are made: in the maintenance window where the data is protected, at once elsewhere. */
export function schedule(deletionProtection: boolean): { applyImmediately: boolean } {
  return { applyImmediately: !deletionProtection };
}

/**
 * Options of what holds the data. A restore is declared once, and the database outlives its removal from the definition. What
 * is protected stays in the account when a restored database takes its place in the stack.
 */
export function dataOptions(deletionProtection: boolean): pulumi.CustomResourceOptions {
  return {
    ignoreChanges: ["restoreToPointInTime", "snapshotIdentifier"],
    protect: deletionProtection,
    retainOnDelete: deletionProtection,
  };
}

/**
 * Options of a parameter group. A major version has a group of its own; while the upgrade waits for the maintenance window,
 * the old group is in use and AWS refuses to delete it (InvalidDBParameterGroupState), so it is retained.
 */
export function groupOptions(parent: pulumi.Resource, deletionProtection: boolean): pulumi.CustomResourceOptions {
  return { parent, retainOnDelete: deletionProtection };
}
