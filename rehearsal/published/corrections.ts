/** Where the provider behaves otherwise than CloudFormation's schema of the type says. */
export interface Correction {
  type: string;
  /** Inputs that the provider replaces on, and the schema has not (or under a name that cannot be mapped). */
  replaces?: readonly string[];
  /** Inputs that the schema calls create-only, and the provider changes in place. */
  keeps?: readonly string[];
  /** The provider's source file that was read, or "not looked up" where nothing but memory says so. */
  source: string;
}

const notLookedUp = "not looked up";

/** A file of github.com/hashicorp/terraform-provider-aws, which pulumi-aws is built from. */
function provider(file: string): string {
  return `terraform-provider-aws, internal/service/${file}`;
}

const rule: Pick<Correction, "keeps" | "source"> = {
  // ModifySecurityGroupRules changes a rule in place; only the group that it belongs to is fixed.
  keeps: ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId", "fromPort", "toPort", "ipProtocol"],
  source: provider("ec2/vpc_security_group_ingress_rule.go"),
};

/** Corrections of types that have a CloudFormation type. */
export const corrections: readonly Correction[] = [
  { type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", ...rule },
  { type: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", ...rule },
  {
    // The encryption can be added and its key changed; subnets and groups have been updatable since EKS allows it.
    type: "aws:eks/cluster:Cluster",
    keeps: [
      "vpcConfig.subnetIds",
      "vpcConfig.securityGroupIds",
      "encryptionConfig",
      "kubernetesNetworkConfig",
      "outpostConfig",
    ],
    replaces: [
      "kubernetesNetworkConfig.ipFamily",
      "kubernetesNetworkConfig.serviceIpv4Cidr",
      "outpostConfig.controlPlaneInstanceType",
    ],
    source: provider("eks/cluster.go"),
  },
  {
    type: "aws:eks/nodeGroup:NodeGroup",
    replaces: ["launchTemplate.id", "launchTemplate.name"],
    source: provider("eks/node_group.go"),
  },
  {
    // RDS renames an instance and moves it to another port or subnet group; CloudFormation does not.
    type: "aws:rds/instance:Instance",
    keeps: ["identifier", "port", "dbSubnetGroupName"],
    replaces: ["engine", "snapshotIdentifier", "restoreToPointInTime", "s3Import"],
    source: provider("rds/instance.go"),
  },
  { type: "aws:rds/instance:Instance", replaces: ["availabilityZone"], source: notLookedUp },
  {
    type: "aws:rds/cluster:Cluster",
    replaces: ["engine", "masterUsername", "restoreToPointInTime", "s3Import"],
    source: notLookedUp,
  },
  { type: "aws:rds/clusterInstance:ClusterInstance", replaces: ["availabilityZone", "engine"], source: notLookedUp },
  { type: "aws:rds/proxy:Proxy", keeps: ["name"], source: provider("rds/proxy.go") },
  {
    // Valkey follows Redis OSS in place; shards and replicas are added and taken away in place.
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    keeps: ["engine", "preferredCacheClusterAzs", "replicasPerNodeGroup"],
    replaces: ["nodeGroupConfigurations", "securityGroupNames"],
    source: provider("elasticache/replication_group.go"),
  },
  { type: "aws:elasticache/parameterGroup:ParameterGroup", replaces: ["name", "description"], source: notLookedUp },
  {
    type: "aws:bedrock/agentDataSource:AgentDataSource",
    replaces: ["vectorIngestionConfiguration"],
    source: provider("bedrockagent/data_source.go"),
  },
  {
    type: "aws:bedrock/agentKnowledgeBase:AgentKnowledgeBase",
    replaces: ["knowledgeBaseConfiguration"],
    source: notLookedUp,
  },
  { type: "aws:cloudwatch/logGroup:LogGroup", replaces: ["logGroupClass"], source: provider("logs/group.go") },
  {
    type: "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",
    replaces: ["deliveryDestinationConfiguration"],
    source: notLookedUp,
  },
  {
    type: "aws:cognito/userPool:UserPool",
    replaces: ["usernameAttributes", "aliasAttributes", "usernameConfiguration.caseSensitive"],
    source: notLookedUp,
  },
  {
    // The key schema is one property in CloudFormation and two inputs here.
    type: "aws:dynamodb/table:Table",
    replaces: ["hashKey", "rangeKey", "localSecondaryIndexes", "importTable"],
    source: notLookedUp,
  },
  {
    // CloudFormation replaces no volume; EC2 changes only size, type, IOPS and throughput of one.
    type: "aws:ebs/volume:Volume",
    replaces: ["availabilityZone", "encrypted", "kmsKeyId", "snapshotId", "outpostArn"],
    source: notLookedUp,
  },
  { type: "aws:ec2/eip:Eip", replaces: ["publicIpv4Pool"], source: notLookedUp },
  {
    // What is logged is one property in CloudFormation and one input for each kind here.
    type: "aws:ec2/flowLog:FlowLog",
    replaces: ["vpcId", "subnetId", "eniId", "transitGatewayId", "transitGatewayAttachmentId", "regionalNatGatewayId"],
    source: notLookedUp,
  },
  {
    type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
    keeps: ["routeTableId"],
    replaces: ["gatewayId"],
    source: provider("ec2/vpc_route_table_association.go"),
  },
  { type: "aws:ecs/taskDefinition:TaskDefinition", replaces: ["containerDefinitions"], source: notLookedUp },
  { type: "aws:efs/fileSystem:FileSystem", replaces: ["creationToken"], source: notLookedUp },
  {
    type: "aws:kms/key:Key",
    replaces: ["customerMasterKeySpec", "keyUsage", "multiRegion", "customKeyStoreId"],
    source: notLookedUp,
  },
  { type: "aws:lb/loadBalancer:LoadBalancer", replaces: ["internal"], source: notLookedUp },
  { type: "aws:opensearch/domain:Domain", replaces: ["encryptAtRest.kmsKeyId"], source: notLookedUp },
  { type: "aws:route53/zone:Zone", replaces: ["delegationSetId"], source: notLookedUp },
  { type: "aws:sns/topicPolicy:TopicPolicy", replaces: ["arn"], source: notLookedUp },
  { type: "aws:sqs/queuePolicy:QueuePolicy", replaces: ["queueUrl"], source: notLookedUp },
  { type: "aws:backup/selection:Selection", replaces: ["selectionTags"], source: notLookedUp },
  { type: "aws:scheduler/schedule:Schedule", replaces: ["groupName"], source: notLookedUp },
  {
    type: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
    replaces: ["logDestinationConfigs"],
    source: provider("wafv2/web_acl_logging_configuration.go"),
  },
  { type: "aws:xray/group:Group", replaces: ["groupName"], source: notLookedUp },
  { type: "aws:xray/samplingRule:SamplingRule", replaces: ["ruleName"], source: notLookedUp },
];

/** Corrections by type. */
export const correctionsOf: ReadonlyMap<string, readonly Correction[]> = Map.groupBy(corrections, ({ type }) => type);
