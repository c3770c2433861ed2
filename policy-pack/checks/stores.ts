import type { Graph, StackResource } from "./rule.ts";

/** A type of data store, with the properties of its security groups, subnets and key. */
interface Kind {
  type: string;
  groups?: string;
  subnetGroup?: { path: string; type: string };
  /** The property with subnets, without a subnet group. */
  subnets?: string;
  key?: string;
}

const dbSubnetGroup = { path: "dbSubnetGroupName", type: "aws:rds/subnetGroup:SubnetGroup" };

const kinds: readonly Kind[] = [
  { type: "aws:rds/instance:Instance", groups: "vpcSecurityGroupIds", subnetGroup: dbSubnetGroup, key: "kmsKeyId" },
  { type: "aws:rds/cluster:Cluster", groups: "vpcSecurityGroupIds", subnetGroup: dbSubnetGroup, key: "kmsKeyId" },
  { type: "aws:rds/proxy:Proxy", groups: "vpcSecurityGroupIds", subnets: "vpcSubnetIds" },
  {
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    groups: "securityGroupIds",
    subnetGroup: { path: "subnetGroupName", type: "aws:elasticache/subnetGroup:SubnetGroup" },
    key: "kmsKeyId",
  },
  {
    type: "aws:opensearch/domain:Domain",
    groups: "vpcOptions.securityGroupIds",
    subnets: "vpcOptions.subnetIds",
    key: "encryptAtRest.kmsKeyId",
  },
  {
    type: "aws:mq/broker:Broker",
    groups: "securityGroups",
    subnets: "subnetIds",
    key: "encryptionOptions.kmsKeyId",
  },
  {
    type: "aws:elasticache/cluster:Cluster",
    groups: "securityGroupIds",
    subnetGroup: { path: "subnetGroupName", type: "aws:elasticache/subnetGroup:SubnetGroup" },
  },
  {
    type: "aws:elasticache/serverlessCache:ServerlessCache",
    groups: "securityGroupIds",
    subnets: "subnetIds",
    key: "kmsKeyId",
  },
  { type: "aws:efs/mountTarget:MountTarget", groups: "securityGroups", subnets: "subnetId" },
  { type: "aws:efs/fileSystem:FileSystem", key: "kmsKeyId" },
  { type: "aws:dynamodb/table:Table", key: "serverSideEncryption.kmsKeyArn" },
  { type: "aws:secretsmanager/secret:Secret", key: "kmsKeyId" },
  { type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", key: "rules" },
  { type: "aws:cloudwatch/logGroup:LogGroup", key: "kmsKeyId" },
  { type: "aws:sns/topic:Topic", key: "kmsMasterKeyId" },
];

/** Types that store data or users. */
export const dataHolding = [
  "aws:rds/instance:Instance",
  "aws:rds/cluster:Cluster",
  "aws:elasticache/replicationGroup:ReplicationGroup",
  "aws:opensearch/domain:Domain",
  "aws:mq/broker:Broker",
  "aws:efs/fileSystem:FileSystem",
  "aws:dynamodb/table:Table",
  "aws:cognito/userPool:UserPool",
];

/** Types that the option protect belongs on in every production stack: they hold data, users or images, or others know their name. */
export const alwaysProtected = [
  ...dataHolding,
  "aws:backup/vault:Vault",
  "aws:ecr/repository:Repository",
  "aws:eks/cluster:Cluster",
  "aws:route53/zone:Zone",
  "aws:s3/vectorsVectorBucket:VectorsVectorBucket",
];

/** Types that the option protect may be on: those, and others whose contents can be copies, logs or generated values. */
export const protectable = [
  ...alwaysProtected,
  "aws:kms/key:Key",
  "aws:s3/bucket:Bucket",
  "aws:secretsmanager/secret:Secret",
];

export interface Store extends Omit<Kind, "type"> {
  resource: StackResource;
}

/** Every data store of the stack. */
export function stores(graph: Graph): Store[] {
  return kinds.flatMap(({ type, ...kind }) => graph.of(type).map((resource) => ({ ...kind, resource })));
}

/** The subnets of a data store that are resources of the stack. */
export function subnetsOf(graph: Graph, { resource, subnetGroup, subnets }: Store): StackResource[] {
  const own = subnets === undefined ? [] : graph.targets(resource, subnets, "aws:ec2/subnet:Subnet");
  if (subnetGroup === undefined) return own;
  const groups = graph.targets(resource, subnetGroup.path, subnetGroup.type);
  return [...own, ...groups.flatMap((group) => graph.targets(group, "subnetIds", "aws:ec2/subnet:Subnet"))];
}
