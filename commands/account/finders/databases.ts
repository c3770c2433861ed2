import { DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DescribeFileSystemsCommand, DescribeMountTargetsCommand, EFSClient } from "@aws-sdk/client-efs";
import {
  DescribeCacheParameterGroupsCommand,
  DescribeCacheSubnetGroupsCommand,
  DescribeReplicationGroupsCommand,
  DescribeUserGroupsCommand,
  DescribeUsersCommand,
  ElastiCacheClient,
} from "@aws-sdk/client-elasticache";
import { MqClient, paginateListBrokers } from "@aws-sdk/client-mq";
import { DescribeDomainCommand, OpenSearchClient } from "@aws-sdk/client-opensearch";
import {
  DescribeDBClusterParameterGroupsCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBParameterGroupsCommand,
  DescribeDBProxiesCommand,
  DescribeDBSubnetGroupsCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import type { Account } from "../account.ts";
import { by, every, type Finder } from "../finder.ts";

const rds = ({ config }: Account) => new RDSClient(config);
const cache = ({ config }: Account) => new ElastiCacheClient(config);

const instance = by("identifier", async (name, { account }) => {
  const { DBInstances = [] } = await rds(account).send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: name }));
  return DBInstances.map((each) => each.DBInstanceIdentifier);
});

/** Databases, caches, tables, search domains, file systems and brokers. */
export const databases: Readonly<Record<string, Finder>> = {
  "aws:rds/instance:Instance": instance,
  "aws:rds/clusterInstance:ClusterInstance": instance,
  "aws:rds/cluster:Cluster": by("clusterIdentifier", async (name, { account }) => {
    const { DBClusters = [] } = await rds(account).send(new DescribeDBClustersCommand({ DBClusterIdentifier: name }));
    return DBClusters.map((each) => each.DBClusterIdentifier);
  }),
  "aws:rds/subnetGroup:SubnetGroup": by("name", async (name, { account }) => {
    const asked = new DescribeDBSubnetGroupsCommand({ DBSubnetGroupName: name });
    return (await rds(account).send(asked)).DBSubnetGroups?.map((each) => each.DBSubnetGroupName) ?? [];
  }),
  "aws:rds/parameterGroup:ParameterGroup": by("name", async (name, { account }) => {
    const asked = new DescribeDBParameterGroupsCommand({ DBParameterGroupName: name });
    return (await rds(account).send(asked)).DBParameterGroups?.map((each) => each.DBParameterGroupName) ?? [];
  }),
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": by("name", async (name, { account }) => {
    const asked = new DescribeDBClusterParameterGroupsCommand({ DBClusterParameterGroupName: name });
    const { DBClusterParameterGroups = [] } = await rds(account).send(asked);
    return DBClusterParameterGroups.map((each) => each.DBClusterParameterGroupName);
  }),
  "aws:rds/proxy:Proxy": by("name", async (name, { account }) => {
    const { DBProxies = [] } = await rds(account).send(new DescribeDBProxiesCommand({ DBProxyName: name }));
    return DBProxies.map((each) => each.DBProxyName);
  }),
  "aws:elasticache/replicationGroup:ReplicationGroup": by("replicationGroupId", async (name, { account }) => {
    const asked = new DescribeReplicationGroupsCommand({ ReplicationGroupId: name });
    return (await cache(account).send(asked)).ReplicationGroups?.map((each) => each.ReplicationGroupId) ?? [];
  }),
  "aws:elasticache/subnetGroup:SubnetGroup": by("name", async (name, { account }) => {
    const asked = new DescribeCacheSubnetGroupsCommand({ CacheSubnetGroupName: name });
    return (await cache(account).send(asked)).CacheSubnetGroups?.map((each) => each.CacheSubnetGroupName) ?? [];
  }),
  "aws:elasticache/parameterGroup:ParameterGroup": by("name", async (name, { account }) => {
    const asked = new DescribeCacheParameterGroupsCommand({ CacheParameterGroupName: name });
    const { CacheParameterGroups = [] } = await cache(account).send(asked);
    return CacheParameterGroups.map((each) => each.CacheParameterGroupName);
  }),
  "aws:elasticache/user:User": by("userId", async (name, { account }) => {
    const { Users = [] } = await cache(account).send(new DescribeUsersCommand({ UserId: name }));
    return Users.map((each) => each.UserId);
  }),
  "aws:elasticache/userGroup:UserGroup": by("userGroupId", async (name, { account }) => {
    const { UserGroups = [] } = await cache(account).send(new DescribeUserGroupsCommand({ UserGroupId: name }));
    return UserGroups.map((each) => each.UserGroupId);
  }),
  "aws:dynamodb/table:Table": by("name", async (name, { account }) => {
    const { Table } = await new DynamoDBClient(account.config).send(new DescribeTableCommand({ TableName: name }));
    return [Table?.TableName];
  }),
  "aws:opensearch/domain:Domain": by("domainName", async (name, { account }) => {
    const asked = new DescribeDomainCommand({ DomainName: name });
    return [(await new OpenSearchClient(account.config).send(asked)).DomainStatus?.DomainName];
  }),
  "aws:efs/fileSystem:FileSystem": by("creationToken", async (name, { account }) => {
    const asked = new DescribeFileSystemsCommand({ CreationToken: name });
    return (await new EFSClient(account.config).send(asked)).FileSystems?.map((each) => each.FileSystemId) ?? [];
  }),
  "aws:efs/mountTarget:MountTarget": by("subnetId", async (subnetId, { account, inputs }) => {
    const { fileSystemId } = inputs;
    if (typeof fileSystemId !== "string") return [];
    const asked = new DescribeMountTargetsCommand({ FileSystemId: fileSystemId });
    const { MountTargets = [] } = await new EFSClient(account.config).send(asked);
    return MountTargets.filter((each) => each.SubnetId === subnetId).map((each) => each.MountTargetId);
  }),
  "aws:mq/broker:Broker": by("brokerName", async (name, { account }) => {
    const pages = paginateListBrokers({ client: new MqClient(account.config) }, {});
    const brokers = await every(pages, ({ BrokerSummaries }) => BrokerSummaries);
    return brokers.filter((each) => each.BrokerName === name).map((each) => each.BrokerId);
  }),
};
