const settings = "a setting, for which no price was found; it is not in the list of free resources either";
const perUse = "priced by its use, and the price was not looked up";

/** Types of AWS that the price table lacks, with the reason. */
export const unpriced: Readonly<Record<string, string>> = {
  "aws:acm/certificate:Certificate": "public certificates; whether they cost anything was not looked up",
  "aws:backup/restoreTestingPlan:RestoreTestingPlan": perUse,
  "aws:backup/restoreTestingSelection:RestoreTestingSelection": perUse,
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration": settings,
  "aws:bcmdata/export:Export": settings,
  "aws:bedrock/agentDataSource:AgentDataSource": perUse,
  "aws:bedrock/agentKnowledgeBase:AgentKnowledgeBase": perUse,
  "aws:bedrock/guardrail:Guardrail": perUse,
  "aws:bedrock/guardrailVersion:GuardrailVersion": perUse,
  "aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration":
    "models are priced by tokens, and the prices were not looked up",
  "aws:cloudwatch/logDelivery:LogDelivery": perUse,
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": settings,
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": settings,
  "aws:cloudwatch/queryDefinition:QueryDefinition": settings,
  "aws:cognito/identityPool:IdentityPool": perUse,
  "aws:cognito/userGroup:UserGroup": settings,
  "aws:cognito/userPool:UserPool": "priced by monthly active users, and the price was not looked up",
  "aws:cognito/userPoolDomain:UserPoolDomain": settings,
  "aws:computeoptimizer/enrollmentStatus:EnrollmentStatus": settings,
  "aws:costexplorer/anomalyMonitor:AnomalyMonitor": settings,
  "aws:costexplorer/anomalySubscription:AnomalySubscription": settings,
  "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess": settings,
  "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess": settings,
  "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": settings,
  "aws:ecr/registryPolicy:RegistryPolicy": settings,
  "aws:ecr/replicationConfiguration:ReplicationConfiguration": perUse,
  "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": settings,
  "aws:efs/backupPolicy:BackupPolicy": settings,
  "aws:eks/accessEntry:AccessEntry": settings,
  "aws:guardduty/detector:Detector": "priced by events and data, and the prices were not looked up",
  "aws:guardduty/detectorFeature:DetectorFeature": "priced by events and data, and the prices were not looked up",
  "aws:inspector2/enabler:Enabler": "priced by machines and images, and the prices were not looked up",
  "aws:macie2/account:Account": "priced by buckets and data, and the prices were not looked up",
  "aws:route53/queryLog:QueryLog": settings,
  "aws:route53/record:Record": "queries are priced by hosted zone, and the zones are not a part of the stack",
  "aws:s3/vectorsIndex:VectorsIndex": perUse,
  "aws:s3/vectorsVectorBucket:VectorsVectorBucket": perUse,
  "aws:scheduler/schedule:Schedule": perUse,
  "aws:securityhub/account:Account": "priced by checks and findings, and the prices were not looked up",
  "aws:securityhub/standardsSubscription:StandardsSubscription":
    "priced by checks and findings, and the prices were not looked up",
  "aws:sns/topic:Topic": perUse,
  "aws:sns/topicSubscription:TopicSubscription": perUse,
  "aws:ssm/parameter:Parameter": "parameters of the tier Standard; whether they cost anything was not looked up",
  "aws:ssm/serviceSetting:ServiceSetting": settings,
  "aws:xray/encryptionConfig:EncryptionConfig": settings,
  "aws:xray/group:Group": settings,
  "aws:xray/samplingRule:SamplingRule": "traces are priced by their number, and the price was not looked up",
  "aws:xray/traceSegmentDestination:TraceSegmentDestination": settings,
};

/** Costs that no resource of a plan shows, with the reason. */
export const invisible: readonly { what: string; why: string }[] = [
  { what: "volumes of Helm charts", why: "their sizes are in the values of the charts" },
  { what: "data between Availability Zones and between Regions", why: "no resource shows how much there is" },
  { what: "Container Insights", why: "its metrics are counted by tasks and pods that run" },
  { what: "AWS Support, taxes and discounts", why: "they depend on the account" },
];
