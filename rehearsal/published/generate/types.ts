/**
 * Modules of the SDK whose CloudFormation services have other names; several prefixes are tried in this order.
 * A module that is not here has its service's name (or, as ec2transitgateway, the first words of its resources).
 */
const prefixes: Record<string, readonly string[]> = {
  acm: ["CertificateManager"],
  alb: ["ElasticLoadBalancingV2"],
  amp: ["APS"],
  appautoscaling: ["ApplicationAutoScaling"],
  backup: ["Backup", "BackupBackup"],
  bcmdata: ["BCMDataExports"],
  bedrock: ["Bedrock"],
  cfg: ["Config"],
  cloudhsmv2: ["CloudHSM"],
  cloudwatch: ["CloudWatch", "Events", "Logs"],
  cognito: ["Cognito", "CognitoUserPool"],
  costexplorer: ["CE"],
  docdb: ["DocDB", "DocDBDB"],
  ebs: ["EC2"],
  ecrpublic: ["ECRPublic"],
  elasticache: ["ElastiCache", "ElastiCacheCache"],
  elb: ["ElasticLoadBalancing"],
  inspector2: ["InspectorV2"],
  keyspaces: ["Cassandra"],
  lb: ["ElasticLoadBalancingV2"],
  mailmanager: ["SESMailManager"],
  mq: ["AmazonMQ"],
  mskconnect: ["KafkaConnect"],
  neptune: ["Neptune", "NeptuneDB"],
  opensearch: ["OpenSearchService", "OpenSearch"],
  opensearchingest: ["OSIS"],
  rds: ["RDS", "RDSDB"],
  resourceexplorer: ["ResourceExplorer2"],
  schemas: ["EventSchemas"],
  sesv2: ["SES"],
  sfn: ["StepFunctions"],
  ssoadmin: ["SSO"],
  timestreamwrite: ["Timestream"],
  verifiedaccess: ["EC2VerifiedAccess"],
  vpc: ["EC2"],
};

/** Types whose CloudFormation type has another name than the rule gives. */
const renamed: Record<string, string> = {
  "aws:appautoscaling/policy:Policy": "AWS::ApplicationAutoScaling::ScalingPolicy",
  "aws:appautoscaling/target:Target": "AWS::ApplicationAutoScaling::ScalableTarget",
  "aws:autoscaling/group:Group": "AWS::AutoScaling::AutoScalingGroup",
  "aws:autoscaling/policy:Policy": "AWS::AutoScaling::ScalingPolicy",
  "aws:autoscaling/schedule:Schedule": "AWS::AutoScaling::ScheduledAction",
  "aws:bedrock/agentDataSource:AgentDataSource": "AWS::Bedrock::DataSource",
  "aws:bedrock/agentKnowledgeBase:AgentKnowledgeBase": "AWS::Bedrock::KnowledgeBase",
  "aws:bedrock/agentAgent:AgentAgent": "AWS::Bedrock::Agent",
  "aws:cfg/recorder:Recorder": "AWS::Config::ConfigurationRecorder",
  "aws:cfg/rule:Rule": "AWS::Config::ConfigRule",
  "aws:cloudwatch/eventRule:EventRule": "AWS::Events::Rule",
  "aws:cloudwatch/logDelivery:LogDelivery": "AWS::Logs::Delivery",
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": "AWS::Logs::DeliveryDestination",
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": "AWS::Logs::DeliverySource",
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": "AWS::Logs::MetricFilter",
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "AWS::Logs::ResourcePolicy",
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": "AWS::Logs::SubscriptionFilter",
  "aws:cloudwatch/metricAlarm:MetricAlarm": "AWS::CloudWatch::Alarm",
  "aws:cognito/userGroup:UserGroup": "AWS::Cognito::UserPoolGroup",
  "aws:ec2/routeTableAssociation:RouteTableAssociation": "AWS::EC2::SubnetRouteTableAssociation",
  "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": "AWS::EC2::VPCCidrBlock",
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": "AWS::ECS::ClusterCapacityProviderAssociations",
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": "AWS::IAM::OIDCProvider",
  "aws:iam/policy:Policy": "AWS::IAM::ManagedPolicy",
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": "AWS::KinesisFirehose::DeliveryStream",
  "aws:macie2/account:Account": "AWS::Macie::Session",
  "aws:rds/clusterInstance:ClusterInstance": "AWS::RDS::DBInstance",
  "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup": "AWS::RDS::DBProxyTargetGroup",
  "aws:route53/record:Record": "AWS::Route53::RecordSet",
  "aws:route53/zone:Zone": "AWS::Route53::HostedZone",
  "aws:secretsmanager/secretPolicy:SecretPolicy": "AWS::SecretsManager::ResourcePolicy",
  "aws:secretsmanager/secretRotation:SecretRotation": "AWS::SecretsManager::RotationSchedule",
  "aws:securityhub/account:Account": "AWS::SecurityHub::Hub",
  "aws:securityhub/standardsSubscription:StandardsSubscription": "AWS::SecurityHub::Standard",
  "aws:sns/topicSubscription:TopicSubscription": "AWS::SNS::Subscription",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "AWS::EC2::SecurityGroupEgress",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "AWS::EC2::SecurityGroupIngress",
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": "AWS::WAFv2::LoggingConfiguration",
};

/** Types of equal name that are something else. */
const unlike = new Set(["aws:rds/snapshot:Snapshot", "aws:ec2/spotFleetRequest:SpotFleetRequest"]);

/** The CloudFormation type of a type of the SDK, where the names leave no doubt. */
export function cloudFormationType(type: string, known: ReadonlyMap<string, readonly string[]>): string | undefined {
  const [, module = "", name = ""] = /^aws:([^/]+)\/[^:]+:(.+)$/.exec(type) ?? [];
  if (unlike.has(type)) return undefined;
  if (renamed[type] !== undefined) return renamed[type];
  const [found] = [module, ...(prefixes[module] ?? [])]
    .map((prefix) => known.get(normal(prefix + name)) ?? [])
    .filter((each) => each.length > 0);
  return found?.length === 1 ? found[0] : undefined;
}

/** CloudFormation types by their normalised name without "AWS". */
export function byName(types: readonly string[]): Map<string, readonly string[]> {
  return Map.groupBy(types, (type) => normal(type.slice("AWS".length)));
}

/** A name without case, separators and the plural. */
export function normal(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}
