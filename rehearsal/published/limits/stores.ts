import { api, dotted, type Limit, type Limits, name, range, word } from "./limit.ts";

const rdsName = /^[a-zA-Z](?:-?[a-zA-Z0-9])*$/;
const performanceInsights: Limit = { values: [7, ...Array.from({ length: 23 }, (_, month) => (month + 1) * 31), 731] };
const monitoring: Limit = { values: [0, 1, 5, 10, 15, 30, 60] };

/** Limits of what keeps data, of its keys and of its backups. */
export const stores: Readonly<Record<string, Limits>> = {
  "aws:backup/plan:Plan": api("CreateBackupPlan", { name: name(50, dotted), "rules.ruleName": name(50, dotted) }),
  "aws:backup/restoreTestingPlan:RestoreTestingPlan": api("CreateRestoreTestingPlan", { name: name(50, /^\w+$/) }),
  "aws:backup/restoreTestingSelection:RestoreTestingSelection": api("CreateRestoreTestingSelection", {
    name: name(50, /^\w+$/),
  }),
  "aws:backup/selection:Selection": api("CreateBackupSelection", { name: name(50, dotted) }),
  "aws:backup/vault:Vault": api("CreateBackupVault", { name: name(50, word, 2) }),
  "aws:dynamodb/table:Table": api("TableDescription", { name: name(255, dotted, 3) }),
  "aws:ecr/repository:Repository": api("CreateRepository", {
    name: name(256, /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/, 2),
  }),
  "aws:efs/accessPoint:AccessPoint": api("CreateAccessPoint", {
    "rootDirectory.path": { length: [1, 100] },
    "rootDirectory.creationInfo.permissions": { pattern: /^[0-7]{3,4}$/ },
  }),
  "aws:efs/fileSystem:FileSystem": api("CreateFileSystem", { creationToken: { length: [1, 64] } }),
  "aws:elasticache/parameterGroup:ParameterGroup": api("CreateCacheParameterGroup", { name: name(255, rdsName) }),
  "aws:elasticache/replicationGroup:ReplicationGroup": api("CreateReplicationGroup", {
    replicationGroupId: name(40, rdsName),
    numCacheClusters: range(1, 6),
    snapshotRetentionLimit: range(0, 35),
  }),
  "aws:elasticache/subnetGroup:SubnetGroup": api("CreateCacheSubnetGroup", { name: name(255, /^[a-zA-Z0-9-]+$/) }),
  "aws:elasticache/user:User": api("CreateUser", { userId: { pattern: /^[a-zA-Z][a-zA-Z0-9-]*$/ } }),
  "aws:elasticache/userGroup:UserGroup": api("CreateUserGroup", {
    userGroupId: { pattern: /^[a-zA-Z][a-zA-Z0-9-]*$/ },
  }),
  "aws:kms/alias:Alias": api("CreateAlias", { name: name(256, /^alias\/(?!aws\/)[a-zA-Z0-9:/_-]+$/) }),
  "aws:kms/key:Key": api("CreateKey and ScheduleKeyDeletion", {
    description: { length: [0, 8192] },
    deletionWindowInDays: range(7, 30),
  }),
  "aws:mq/broker:Broker": api("CreateBroker", { brokerName: name(50, word) }),
  "aws:opensearch/domain:Domain": api("CreateDomain", { domainName: name(28, /^[a-z][a-z0-9-]+$/, 3) }),
  "aws:rds/cluster:Cluster": api("CreateDBCluster", {
    clusterIdentifier: name(63, rdsName),
    backupRetentionPeriod: range(1, 35),
    performanceInsightsRetentionPeriod: performanceInsights,
    monitoringInterval: monitoring,
  }),
  "aws:rds/clusterInstance:ClusterInstance": api("CreateDBInstance", {
    identifier: name(63, rdsName),
    promotionTier: range(0, 15),
    performanceInsightsRetentionPeriod: performanceInsights,
    monitoringInterval: monitoring,
  }),
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": api("CreateDBClusterParameterGroup", {
    name: name(255, rdsName),
  }),
  "aws:rds/instance:Instance": api("CreateDBInstance", {
    identifier: name(63, rdsName),
    backupRetentionPeriod: range(0, 35),
    performanceInsightsRetentionPeriod: performanceInsights,
    monitoringInterval: monitoring,
    port: range(1150, 65535),
  }),
  "aws:rds/parameterGroup:ParameterGroup": api("CreateDBParameterGroup", { name: name(255, rdsName) }),
  "aws:rds/proxy:Proxy": api("CreateDBProxy", { name: name(63, rdsName), idleClientTimeout: range(1, 28800) }),
  "aws:rds/subnetGroup:SubnetGroup": api("CreateDBSubnetGroup", { name: name(255, /^[a-zA-Z][\w. -]*$/) }),
  "aws:s3/bucket:Bucket": api("CreateBucket", { bucket: name(63, /^[a-z0-9][a-z0-9.-]*[a-z0-9]$/, 3) }),
  "aws:s3/vectorsIndex:VectorsIndex": api("CreateIndex", { indexName: { length: [3, 63] }, dimension: range(1, 4096) }),
  "aws:s3/vectorsVectorBucket:VectorsVectorBucket": api("CreateVectorBucket", {
    vectorBucketName: { length: [3, 63] },
  }),
  "aws:secretsmanager/secret:Secret": api("CreateSecret and DeleteSecret", {
    name: name(512, /^[\w/+=.@-]+$/),
    description: { length: [0, 2048] },
    // Zero is the provider's: delete without recovery.
    recoveryWindowInDays: { values: [0, ...Array.from({ length: 24 }, (_, index) => index + 7)] },
  }),
};
