/**
 * Inputs whose CloudFormation property has a name that no rule of match.ts finds: the provider, Terraform's words for
 * EC2's and S3's API mostly, chose other words than CloudFormation.
 */
export const renamedInputs: Record<string, Record<string, string>> = {
  "aws:backup/selection:Selection": { planId: "BackupPlanId" },
  "aws:backup/vault:Vault": { kmsKeyArn: "EncryptionKeyArn" },
  "aws:dynamodb/table:Table": { ttl: "TimeToLiveSpecification", serverSideEncryption: "SSESpecification" },
  "aws:ec2/flowLog:FlowLog": { iamRoleArn: "DeliverLogsPermissionArn" },
  "aws:ec2/instance:Instance": {
    ami: "ImageId",
    placementGroup: "PlacementGroupName",
    privateIp: "PrivateIpAddress",
    vpcSecurityGroupIds: "SecurityGroupIds",
  },
  "aws:ec2/natGateway:NatGateway": { privateIp: "PrivateIpAddress" },
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": { clusterName: "Cluster" },
  "aws:ecs/service:Service": { capacityProviderStrategies: "CapacityProviderStrategy", iamRole: "Role" },
  "aws:eks/cluster:Cluster": { vpcConfig: "ResourcesVpcConfig" },
  "aws:elasticache/parameterGroup:ParameterGroup": { family: "CacheParameterGroupFamily" },
  "aws:elasticache/subnetGroup:SubnetGroup": { name: "CacheSubnetGroupName" },
  "aws:iam/rolePolicy:RolePolicy": { role: "RoleName" },
  "aws:kms/key:Key": { customerMasterKeySpec: "KeySpec" },
  "aws:opensearch/domain:Domain": {
    encryptAtRest: "EncryptionAtRestOptions",
    nodeToNodeEncryption: "NodeToNodeEncryptionOptions",
  },
  "aws:rds/cluster:Cluster": { masterPassword: "MasterUserPassword" },
  "aws:rds/instance:Instance": { username: "MasterUsername", password: "MasterUserPassword" },
  "aws:route53/record:Record": { zoneId: "HostedZoneId", records: "ResourceRecords", aliases: "AliasTarget" },
  "aws:s3/bucket:Bucket": { bucket: "BucketName", bucketPrefix: "BucketNamePrefix" },
  "aws:s3/vectorsIndex:VectorsIndex": { vectorBucketName: "VectorBucketName" },
  "aws:sqs/queue:Queue": {
    maxMessageSize: "MaximumMessageSize",
    messageRetentionSeconds: "MessageRetentionPeriod",
    receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
    visibilityTimeoutSeconds: "VisibilityTimeout",
  },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
    cidrIpv4: "CidrIp",
    prefixListId: "DestinationPrefixListId",
    referencedSecurityGroupId: "DestinationSecurityGroupId",
    securityGroupId: "GroupId",
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    cidrIpv4: "CidrIp",
    prefixListId: "SourcePrefixListId",
    referencedSecurityGroupId: "SourceSecurityGroupId",
    securityGroupId: "GroupId",
  },
};
