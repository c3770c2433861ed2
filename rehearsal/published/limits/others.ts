import { api, dotted, type Limit, type Limits, name, port, range, word } from "./limit.ts";

const iam = /^[\w+=,.@-]+$/;
const elb = name(32, /^(?!internal-)[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/);
const periods: Limit = { range: [1, Number.MAX_SAFE_INTEGER] };
const logGroup = name(512, /^[.\-_/#A-Za-z0-9]+$/);

/** Limits of everything else. */
export const others: Readonly<Record<string, Limits>> = {
  "aws:accessanalyzer/analyzer:Analyzer": api("CreateAnalyzer", { analyzerName: name(255, /^[A-Za-z_][\w.-]*$/) }),
  "aws:appautoscaling/policy:Policy": api("PutScalingPolicy", { name: { length: [1, 256] } }),
  "aws:bcmdata/export:Export": api("CreateExport", { "export.name": name(128, word) }),
  "aws:bedrock/agentDataSource:AgentDataSource": api("CreateDataSource", {
    name: name(200, /^([0-9a-zA-Z][_-]?){1,100}$/),
    "vectorIngestionConfiguration.chunkingConfiguration.fixedSizeChunkingConfiguration.overlapPercentage": range(1, 99),
  }),
  "aws:bedrock/agentKnowledgeBase:AgentKnowledgeBase": api("CreateKnowledgeBase", {
    name: name(200, /^([0-9a-zA-Z][_-]?){1,100}$/),
    description: { length: [1, 200] },
  }),
  "aws:bedrock/guardrail:Guardrail": api("CreateGuardrail", {
    name: name(50, word),
    description: { length: [1, 200] },
    blockedInputMessaging: { length: [1, 500] },
    blockedOutputsMessaging: { length: [1, 500] },
  }),
  "aws:budgets/budget:Budget": api("CreateBudget", { name: name(100, /^[^:\\]+$/) }),
  "aws:cloudfront/originAccessControl:OriginAccessControl": api("CreateOriginAccessControl", {
    name: { length: [1, 64] },
  }),
  "aws:cloudtrail/trail:Trail": api("CreateTrail", { name: name(128, /^[a-zA-Z0-9](?:[\w.-]*[a-zA-Z0-9])?$/, 3) }),
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": api("PutCompositeAlarm", {
    alarmName: { length: [1, 255] },
    alarmDescription: { length: [0, 1024] },
    alarmRule: { length: [1, 10240] },
  }),
  "aws:cloudwatch/dashboard:Dashboard": api("PutDashboard", { dashboardName: name(255, word) }),
  "aws:cloudwatch/eventRule:EventRule": api("PutRule", { name: name(64, dotted), description: { length: [0, 512] } }),
  "aws:cloudwatch/eventTarget:EventTarget": api("PutTargets", { targetId: name(64, dotted) }),
  "aws:cloudwatch/logDelivery:LogDelivery": api("CreateDelivery", { deliverySourceName: name(60, word) }),
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": api("PutDeliveryDestination", {
    name: name(60, word),
  }),
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": api("PutDeliverySource", { name: name(60, word) }),
  "aws:cloudwatch/logGroup:LogGroup": api("CreateLogGroup", {
    name: logGroup,
  }),
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": api("PutMetricFilter", {
    name: name(512, /^[^:*]+$/),
    pattern: { length: [0, 1024] },
    logGroupName: logGroup,
  }),
  "aws:cloudwatch/metricAlarm:MetricAlarm": api("PutMetricAlarm", {
    name: { length: [1, 255] },
    alarmDescription: { length: [0, 1024] },
    namespace: name(255, /^[^:]/),
    evaluationPeriods: periods,
    datapointsToAlarm: periods,
  }),
  "aws:cognito/resourceServer:ResourceServer": api("CreateResourceServer", { identifier: { length: [1, 256] } }),
  "aws:cognito/userGroup:UserGroup": api("CreateGroup", {
    name: { length: [1, 128] },
    description: { length: [0, 2048] },
  }),
  "aws:cognito/userPool:UserPool": api("CreateUserPool", { name: name(128, /^[\w\s+=,.@-]+$/) }),
  "aws:cognito/userPoolClient:UserPoolClient": api("CreateUserPoolClient", { name: name(128, /^[\w\s+=,.@-]+$/) }),
  "aws:ec2/instance:Instance": api("InstanceMetadataOptionsRequest", {
    "metadataOptions.httpPutResponseHopLimit": range(1, 64),
  }),
  "aws:ec2/launchTemplate:LaunchTemplate": api("CreateLaunchTemplate", {
    name: name(128, /^[a-zA-Z0-9().\-/_]+$/, 3),
    "metadataOptions.httpPutResponseHopLimit": range(1, 64),
  }),
  "aws:ec2/securityGroup:SecurityGroup": api("CreateSecurityGroup", {
    name: name(255, /^(?!sg-)[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]+$/),
    description: name(255, /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]*$/, 0),
  }),
  "aws:ecs/cluster:Cluster": api("CreateCluster", { name: name(255, word) }),
  "aws:ecs/service:Service": api("CreateService", { name: name(255, word) }),
  "aws:ecs/taskDefinition:TaskDefinition": api("RegisterTaskDefinition", { family: name(255, word) }),
  "aws:eks/cluster:Cluster": api("CreateCluster", { name: name(100, /^[0-9A-Za-z][\w-]*$/) }),
  "aws:eks/nodeGroup:NodeGroup": api("CreateNodegroup; 63 as in terraform-provider-aws, eks/node_group.go", {
    nodeGroupName: { length: [1, 63] },
    "taints.key": { length: [1, 63] },
    "taints.value": { length: [0, 63] },
    "scalingConfig.maxSize": range(1, Number.MAX_SAFE_INTEGER),
    "updateConfig.maxUnavailablePercentage": range(1, 100),
  }),
  "aws:iam/instanceProfile:InstanceProfile": api("CreateInstanceProfile", { name: name(128, iam) }),
  "aws:iam/policy:Policy": api("CreatePolicy", { name: name(128, iam) }),
  "aws:iam/role:Role": api("CreateRole", { name: name(64, iam), maxSessionDuration: range(3600, 43200) }),
  "aws:iam/rolePolicy:RolePolicy": api("PutRolePolicy", { name: name(128, iam) }),
  "aws:lb/listener:Listener": api("CreateListener", { port }),
  "aws:lb/listenerRule:ListenerRule": api("CreateRule", { priority: range(1, 50000) }),
  "aws:lb/loadBalancer:LoadBalancer": api("CreateLoadBalancer", { name: elb }),
  "aws:lb/targetGroup:TargetGroup": api("CreateTargetGroup", {
    name: elb,
    port,
    "healthCheck.interval": range(5, 300),
    "healthCheck.timeout": range(2, 120),
    "healthCheck.healthyThreshold": range(2, 10),
    "healthCheck.unhealthyThreshold": range(2, 10),
  }),
  "aws:route53/healthCheck:HealthCheck": api("CreateHealthCheck", {
    port,
    failureThreshold: range(1, 10),
    requestInterval: { values: [10, 30] },
    resourcePath: { length: [0, 255] },
  }),
  "aws:scheduler/schedule:Schedule": api("CreateSchedule", {
    name: name(64, dotted),
    "target.retryPolicy.maximumEventAgeInSeconds": range(60, 86400),
    "target.retryPolicy.maximumRetryAttempts": range(0, 185),
  }),
  "aws:scheduler/scheduleGroup:ScheduleGroup": api("CreateScheduleGroup", { name: name(64, dotted) }),
  "aws:servicediscovery/httpNamespace:HttpNamespace": api("CreateHttpNamespace", {
    name: name(1024, /^(?!arn:)[!-~]+$/),
  }),
  "aws:sns/topic:Topic": api("CreateTopic", { name: name(256, /^[\w-]+(\.fifo)?$/) }),
  "aws:sqs/queue:Queue": api("CreateQueue", {
    name: name(80, /^[\w-]+(\.fifo)?$/),
    delaySeconds: range(0, 900),
    kmsDataKeyReusePeriodSeconds: range(60, 86400),
    maxMessageSize: range(1024, 1048576),
    messageRetentionSeconds: range(60, 1209600),
    receiveWaitTimeSeconds: range(0, 20),
    visibilityTimeoutSeconds: range(0, 43200),
  }),
  "aws:ssm/parameter:Parameter": api("PutParameter", { name: name(2048, /^[\w./-]+$/) }),
  "aws:wafv2/webAcl:WebAcl": api("CreateWebACL", {
    name: name(128, word),
    "rules.name": name(128, word),
    "rules.statement.rateBasedStatement.limit": range(10, 2000000000),
    "visibilityConfig.metricName": name(128, /^[\w#:./-]+$/),
    "rules.visibilityConfig.metricName": name(128, /^[\w#:./-]+$/),
  }),
  "aws:xray/group:Group": api("CreateGroup", { groupName: { length: [1, 32] } }),
  "aws:xray/samplingRule:SamplingRule": api("CreateSamplingRule", {
    ruleName: { length: [1, 32] },
    fixedRate: range(0, 1),
    priority: range(1, 9999),
  }),
};
