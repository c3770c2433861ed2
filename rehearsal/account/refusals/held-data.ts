import type { Held } from "./held.ts";
import { api } from "./sources.ts";

/** What databases, caches, stores and backups hold. */
export const heldByData: readonly Held[] = [
  {
    type: "aws:rds/subnetGroup:SubnetGroup",
    key: "name",
    by: [
      ["aws:rds/instance:Instance", "dbSubnetGroupName"],
      ["aws:rds/cluster:Cluster", "dbSubnetGroupName"],
    ],
    code: "InvalidDBSubnetGroupStateFault",
    words: (id) => `Cannot delete the subnet group '${id}' because at least one database instance is still using it.`,
    source: api("rds", "DeleteDBSubnetGroup"),
  },
  {
    type: "aws:rds/parameterGroup:ParameterGroup",
    key: "name",
    by: [
      ["aws:rds/instance:Instance", "parameterGroupName"],
      ["aws:rds/clusterInstance:ClusterInstance", "dbParameterGroupName"],
    ],
    code: "InvalidDBParameterGroupState",
    words: () =>
      "One or more database instances are still members of this parameter group, so the group cannot be deleted",
    source: api("rds", "DeleteDBParameterGroup"),
  },
  {
    type: "aws:rds/clusterParameterGroup:ClusterParameterGroup",
    key: "name",
    by: [["aws:rds/cluster:Cluster", "dbClusterParameterGroupName"]],
    code: "InvalidDBParameterGroupState",
    words: () =>
      "One or more database clusters are still members of this parameter group, so the group cannot be deleted",
    source: api("rds", "DeleteDBClusterParameterGroup"),
  },
  {
    type: "aws:rds/cluster:Cluster",
    key: "clusterIdentifier",
    by: [["aws:rds/clusterInstance:ClusterInstance", "clusterIdentifier"]],
    code: "InvalidDBClusterStateFault",
    words: () => "Cluster cannot be deleted, it still contains DB instances in non-deleting state.",
    source: api("rds", "DeleteDBCluster"),
    inputs: { skipFinalSnapshot: true },
  },
  {
    type: "aws:elasticache/subnetGroup:SubnetGroup",
    key: "name",
    by: [["aws:elasticache/replicationGroup:ReplicationGroup", "subnetGroupName"]],
    code: "CacheSubnetGroupInUse",
    words: (id) => `Cache subnet group ${id} is currently in use by a cache cluster.`,
    source: api("elasticache", "DeleteCacheSubnetGroup"),
  },
  {
    type: "aws:elasticache/parameterGroup:ParameterGroup",
    key: "name",
    by: [["aws:elasticache/replicationGroup:ReplicationGroup", "parameterGroupName"]],
    code: "InvalidCacheParameterGroupState",
    words: (id) =>
      `One or more cache clusters are still members of this parameter group ${id}, so the group cannot be deleted.`,
    source: api("elasticache", "DeleteCacheParameterGroup"),
  },
  {
    type: "aws:elasticache/userGroup:UserGroup",
    key: "userGroupId",
    by: [["aws:elasticache/replicationGroup:ReplicationGroup", "userGroupIds"]],
    code: "InvalidUserGroupState",
    words: () => "User group is associated with a replication group and cannot be deleted.",
    source: api("elasticache", "DeleteUserGroup"),
  },
  {
    type: "aws:efs/fileSystem:FileSystem",
    by: [["aws:efs/mountTarget:MountTarget", "fileSystemId"]],
    code: "FileSystemInUse",
    words: () => "file system has mount targets",
    source: api("efs", "DeleteFileSystem"),
  },
  {
    type: "aws:s3/vectorsVectorBucket:VectorsVectorBucket",
    key: "vectorBucketName",
    by: [["aws:s3/vectorsIndex:VectorsIndex", "vectorBucketName"]],
    unless: "forceDestroy",
    code: "ConflictException",
    words: () => "The specified vector bucket is not empty",
    source: api("s3vectors", "DeleteVectorBucket"),
    inputs: { vectorBucketName: "held" },
  },
  {
    type: "aws:backup/plan:Plan",
    by: [["aws:backup/selection:Selection", "planId"]],
    code: "InvalidRequestException",
    words: () => "Related backup plan selections must be deleted prior to backup plan deletion",
    source: api("backup", "DeleteBackupPlan"),
  },
  {
    type: "aws:cfg/deliveryChannel:DeliveryChannel",
    key: "name",
    by: [["aws:cfg/recorderStatus:RecorderStatus", "name"]],
    code: "LastDeliveryChannelDeleteFailedException",
    words: (id) =>
      `Failed to delete last specified delivery channel with name '${id}', because there is a running configuration recorder.`,
    source: api("config", "DeleteDeliveryChannel"),
  },
  {
    type: "aws:route53/zone:Zone",
    key: "zoneId",
    by: [["aws:route53/record:Record", "zoneId"]],
    unless: "forceDestroy",
    code: "HostedZoneNotEmpty",
    words: () => "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
    source: api("route53", "DeleteHostedZone"),
    inputs: { name: "example.com" },
  },
];
