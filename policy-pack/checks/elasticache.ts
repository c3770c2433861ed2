import { set } from "./conditions.ts";
import type { Check } from "./rule.ts";

export const replicationGroup = "aws:elasticache/replicationGroup:ReplicationGroup";
export const cacheCluster = "aws:elasticache/cluster:Cluster";

/** A node of a replication group and a secondary of a global one take these settings from the group; a group's own replicationGroupId is only its name. */
export const inheritsFromGroup: Check = (scope) =>
  set(scope.resource.type === cacheCluster ? "replicationGroupId" : "globalReplicationGroupId")(scope);
