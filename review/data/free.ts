/** Resources without a price of their own in Infracost's registry for AWS. */
export const freeSource =
  "FreeResources in https://github.com/infracost/infracost/blob/master/internal/providers/terraform/aws/resource_registry.go";

/** Types of AWS without a charge, by service. */
const byService: Readonly<Record<string, readonly string[]>> = {
  accessanalyzer: ["analyzer:Analyzer"],
  account: ["alternativeContact:AlternativeContact"],
  acm: ["certificateValidation:CertificateValidation"],
  appautoscaling: ["policy:Policy", "target:Target"],
  backup: ["plan:Plan", "selection:Selection", "vaultPolicy:VaultPolicy"],
  budgets: ["budget:Budget"],
  cfg: ["deliveryChannel:DeliveryChannel", "recorderStatus:RecorderStatus"],
  cloudfront: [
    "cachePolicy:CachePolicy",
    "originAccessControl:OriginAccessControl",
    "responseHeadersPolicy:ResponseHeadersPolicy",
  ],
  cloudwatch: ["eventRule:EventRule", "eventTarget:EventTarget", "logResourcePolicy:LogResourcePolicy"],
  cognito: [
    "identityPoolRoleAttachment:IdentityPoolRoleAttachment",
    "resourceServer:ResourceServer",
    "userPoolClient:UserPoolClient",
  ],
  ebs: ["encryptionByDefault:EncryptionByDefault"],
  ec2: [
    "defaultNetworkAcl:DefaultNetworkAcl",
    "defaultRouteTable:DefaultRouteTable",
    "defaultSecurityGroup:DefaultSecurityGroup",
    "internetGateway:InternetGateway",
    "launchTemplate:LaunchTemplate",
    "networkAcl:NetworkAcl",
    "route:Route",
    "routeTable:RouteTable",
    "routeTableAssociation:RouteTableAssociation",
    "securityGroup:SecurityGroup",
    "subnet:Subnet",
    "vpc:Vpc",
    "vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
  ],
  ecr: ["lifecyclePolicy:LifecyclePolicy", "pullThroughCacheRule:PullThroughCacheRule"],
  ecs: ["cluster:Cluster", "clusterCapacityProviders:ClusterCapacityProviders", "taskDefinition:TaskDefinition"],
  efs: ["accessPoint:AccessPoint", "fileSystemPolicy:FileSystemPolicy", "mountTarget:MountTarget"],
  eks: [
    "accessPolicyAssociation:AccessPolicyAssociation",
    "addon:Addon",
    "podIdentityAssociation:PodIdentityAssociation",
  ],
  elasticache: ["parameterGroup:ParameterGroup", "subnetGroup:SubnetGroup", "user:User", "userGroup:UserGroup"],
  iam: [
    "accountPasswordPolicy:AccountPasswordPolicy",
    "instanceProfile:InstanceProfile",
    "openIdConnectProvider:OpenIdConnectProvider",
    "role:Role",
    "rolePolicy:RolePolicy",
    "rolePolicyAttachment:RolePolicyAttachment",
    "serviceLinkedRole:ServiceLinkedRole",
  ],
  kms: ["alias:Alias"],
  lb: ["listener:Listener", "listenerRule:ListenerRule", "targetGroup:TargetGroup"],
  rds: [
    "clusterParameterGroup:ClusterParameterGroup",
    "parameterGroup:ParameterGroup",
    "proxyDefaultTargetGroup:ProxyDefaultTargetGroup",
    "subnetGroup:SubnetGroup",
  ],
  s3: [
    "accountPublicAccessBlock:AccountPublicAccessBlock",
    "bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "bucketLogging:BucketLogging",
    "bucketMetric:BucketMetric",
    "bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    "bucketOwnershipControls:BucketOwnershipControls",
    "bucketPolicy:BucketPolicy",
    "bucketPublicAccessBlock:BucketPublicAccessBlock",
    "bucketReplicationConfig:BucketReplicationConfig",
    "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "bucketVersioning:BucketVersioning",
  ],
  scheduler: ["scheduleGroup:ScheduleGroup"],
  secretsmanager: ["secretPolicy:SecretPolicy", "secretVersion:SecretVersion"],
  servicediscovery: ["httpNamespace:HttpNamespace"],
  ses: [
    "configurationSet:ConfigurationSet",
    "domainDkim:DomainDkim",
    "domainIdentity:DomainIdentity",
    "domainIdentityVerification:DomainIdentityVerification",
    "mailFrom:MailFrom",
  ],
  sns: ["topicPolicy:TopicPolicy"],
  sqs: ["queuePolicy:QueuePolicy", "redriveAllowPolicy:RedriveAllowPolicy"],
  vpc: ["securityGroupEgressRule:SecurityGroupEgressRule", "securityGroupIngressRule:SecurityGroupIngressRule"],
  wafv2: ["webAclAssociation:WebAclAssociation", "webAclLoggingConfiguration:WebAclLoggingConfiguration"],
};

/** Types of AWS without a charge. */
export const free: ReadonlySet<string> = new Set(
  Object.entries(byService).flatMap(([service, types]) => types.map((type) => `aws:${service}/${type}`)),
);
