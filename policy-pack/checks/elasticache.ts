import { set } from "./conditions.ts";
import type { Check } from "./rule.ts";

export const replicationGroup = "aws:elasticache/replicationGroup:ReplicationGroup";
export const cacheCluster = "aws:elasticache/cluster:Cluster";

/** Nodes of a replication group and secondaries of a global one have these settings from the group. */
export const inheritsFromGroup: Check = (scope) =>
  set(scope.resource.type === cacheCluster ? "replicationGroupId" : "globalReplicationGroupId")(scope);
