import { either, matches, set } from "./conditions.ts";

/** A replica and a restored database have these settings from their source. */
export const inheritsFromSource = either(
  ...[
    "replicateSourceDb",
    "replicationSourceIdentifier",
    "snapshotIdentifier",
    "restoreToPointInTime",
    "sourceDbClusterIdentifier",
  ].map(set),
);

/** A replica in its source's Region has its source's subnets and parameters, and must not name them. */
export const isReplicaInRegion = matches("replicateSourceDb", /^(?!arn:)/);
