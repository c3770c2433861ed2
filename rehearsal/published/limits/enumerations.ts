import { api, type Limit, type Limits } from "./limit.ts";

function oneOf(...values: string[]): Limit {
  return { values };
}

/** Zero means that log events stay for ever. */
const retention: Limit = {
  values: [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
};

const protocols = ["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE", "QUIC", "TCP_QUIC"];
const actions = [
  "forward",
  "authenticate-oidc",
  "authenticate-cognito",
  "redirect",
  "fixed-response",
  "jwt-validation",
];

/** Values of inputs whose published schema names none, or lacks what the provider makes of one. */
export const enumerations: Readonly<Record<string, Limits>> = {
  "aws:appautoscaling/policy:Policy": api("PutScalingPolicy", {
    policyType: oneOf("StepScaling", "TargetTrackingScaling", "PredictiveScaling"),
  }),
  "aws:cloudfront/distribution:Distribution": api("DistributionConfig", {
    "defaultCacheBehavior.viewerProtocolPolicy": oneOf("allow-all", "https-only", "redirect-to-https"),
    "orderedCacheBehaviors.viewerProtocolPolicy": oneOf("allow-all", "https-only", "redirect-to-https"),
    httpVersion: oneOf("http1.1", "http2", "http3", "http2and3"),
    priceClass: oneOf("PriceClass_100", "PriceClass_200", "PriceClass_All", "None"),
    "viewerCertificate.minimumProtocolVersion": oneOf(
      ...["SSLv3", "TLSv1", "TLSv1_2016", "TLSv1.1_2016", "TLSv1.2_2018", "TLSv1.2_2019", "TLSv1.2_2021"],
      ...["TLSv1.2_2025", "TLSv1.3_2025"],
    ),
  }),
  "aws:cloudwatch/logGroup:LogGroup": api("PutRetentionPolicy", { retentionInDays: retention }),
  "aws:cloudwatch/metricAlarm:MetricAlarm": api("PutMetricAlarm", {
    comparisonOperator: oneOf(
      ...["GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold"],
      ...["LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold"],
    ),
    statistic: oneOf("SampleCount", "Average", "Sum", "Minimum", "Maximum"),
    treatMissingData: oneOf("breaching", "notBreaching", "ignore", "missing"),
  }),
  "aws:dynamodb/table:Table": api("CreateTable", { billingMode: oneOf("PROVISIONED", "PAY_PER_REQUEST") }),
  "aws:ec2/launchTemplate:LaunchTemplate": api("LaunchTemplateInstanceMetadataOptionsRequest", {
    "metadataOptions.httpEndpoint": oneOf("disabled", "enabled"),
    "metadataOptions.httpTokens": oneOf("optional", "required"),
  }),
  "aws:ec2/natGateway:NatGateway": api("CreateNatGateway", { connectivityType: oneOf("private", "public") }),
  "aws:ecs/service:Service": api("CreateService", {
    launchType: oneOf("EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"),
  }),
  "aws:ecs/taskDefinition:TaskDefinition": api("RegisterTaskDefinition", {
    networkMode: oneOf("bridge", "host", "awsvpc", "none"),
    requiresCompatibilities: oneOf("EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"),
  }),
  "aws:efs/fileSystem:FileSystem": api("CreateFileSystem", {
    throughputMode: oneOf("bursting", "provisioned", "elastic"),
  }),
  "aws:eks/nodeGroup:NodeGroup": api("CreateNodegroup", {
    amiType: oneOf(
      ...["AL2_x86_64", "AL2_x86_64_GPU", "AL2_ARM_64", "CUSTOM", "AL2023_x86_64_STANDARD", "AL2023_ARM_64_STANDARD"],
      ...["AL2023_x86_64_NEURON", "AL2023_x86_64_NVIDIA", "AL2023_ARM_64_NVIDIA", "BOTTLEROCKET_ARM_64"],
      ...["BOTTLEROCKET_x86_64", "BOTTLEROCKET_ARM_64_FIPS", "BOTTLEROCKET_x86_64_FIPS", "BOTTLEROCKET_ARM_64_NVIDIA"],
      ...["BOTTLEROCKET_x86_64_NVIDIA", "BOTTLEROCKET_ARM_64_NVIDIA_FIPS", "BOTTLEROCKET_x86_64_NVIDIA_FIPS"],
      ...["WINDOWS_CORE_2019_x86_64", "WINDOWS_FULL_2019_x86_64", "WINDOWS_CORE_2022_x86_64"],
      ...["WINDOWS_FULL_2022_x86_64", "WINDOWS_CORE_2025_x86_64", "WINDOWS_FULL_2025_x86_64"],
    ),
    capacityType: oneOf("ON_DEMAND", "SPOT", "CAPACITY_BLOCK"),
    "taints.effect": oneOf("NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"),
  }),
  "aws:elasticache/replicationGroup:ReplicationGroup": api("CreateReplicationGroup", {
    transitEncryptionMode: oneOf("preferred", "required"),
    "logDeliveryConfigurations.destinationType": oneOf("cloudwatch-logs", "kinesis-firehose"),
    "logDeliveryConfigurations.logFormat": oneOf("text", "json"),
    "logDeliveryConfigurations.logType": oneOf("slow-log", "engine-log"),
  }),
  "aws:guardduty/detector:Detector": api("CreateDetector", {
    findingPublishingFrequency: oneOf("FIFTEEN_MINUTES", "ONE_HOUR", "SIX_HOURS"),
  }),
  "aws:lb/listener:Listener": api("CreateListener", {
    protocol: oneOf(...protocols),
    "defaultActions.type": oneOf(...actions),
  }),
  "aws:lb/listenerRule:ListenerRule": api("CreateRule", { "actions.type": oneOf(...actions) }),
  "aws:lb/loadBalancer:LoadBalancer": api("CreateLoadBalancer", {
    loadBalancerType: oneOf("application", "network", "gateway"),
  }),
  "aws:lb/targetGroup:TargetGroup": api("CreateTargetGroup", {
    protocol: oneOf(...protocols),
    targetType: oneOf("instance", "ip", "lambda", "alb"),
  }),
  "aws:rds/cluster:Cluster": api("CreateDBCluster", { databaseInsightsMode: oneOf("standard", "advanced") }),
  "aws:rds/instance:Instance": api("CreateDBInstance", { databaseInsightsMode: oneOf("standard", "advanced") }),
};
