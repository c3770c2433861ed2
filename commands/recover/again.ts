import type { Inputs } from "../inputs.ts";
import { filled, type Where } from "./derived.ts";

/** Types whose creation writes settings, so that the next update may create them again. */
const overwritten = [
  "aws:account/alternativeContact:AlternativeContact",
  "aws:appautoscaling/target:Target",
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
  "aws:backup/vaultPolicy:VaultPolicy",
  "aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration",
  "aws:cfg/recorderStatus:RecorderStatus",
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",
  "aws:cloudwatch/logDeliverySource:LogDeliverySource",
  "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment",
  "aws:computeoptimizer/enrollmentStatus:EnrollmentStatus",
  "aws:costexplorer/costAllocationTag:CostAllocationTag",
  "aws:ebs/encryptionByDefault:EncryptionByDefault",
  "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
  "aws:ec2/defaultRouteTable:DefaultRouteTable",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess",
  "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
  "aws:ecr/lifecyclePolicy:LifecyclePolicy",
  "aws:ecr/registryPolicy:RegistryPolicy",
  "aws:ecr/replicationConfiguration:ReplicationConfiguration",
  "aws:ecr/repositoryPolicy:RepositoryPolicy",
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
  "aws:efs/backupPolicy:BackupPolicy",
  "aws:efs/fileSystemPolicy:FileSystemPolicy",
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  "aws:guardduty/detectorFeature:DetectorFeature",
  "aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:inspector2/enabler:Enabler",
  "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup",
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
  "aws:secretsmanager/secretPolicy:SecretPolicy",
  "aws:secretsmanager/secretVersion:SecretVersion",
  "aws:ses/domainDkim:DomainDkim",
  "aws:ses/mailFrom:MailFrom",
  "aws:sns/topicPolicy:TopicPolicy",
  "aws:sns/topicSubscription:TopicSubscription",
  "aws:sqs/queuePolicy:QueuePolicy",
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
  "aws:ssm/serviceSetting:ServiceSetting",
  "aws:wafv2/webAclAssociation:WebAclAssociation",
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
  "aws:xray/encryptionConfig:EncryptionConfig",
  "aws:xray/indexingRule:IndexingRule",
  "aws:xray/traceSegmentDestination:TraceSegmentDestination",
];

/** Types of which one more changes nothing: waits, and a revision. */
const harmless = [
  "aws:acm/certificateValidation:CertificateValidation",
  "aws:ecs/taskDefinition:TaskDefinition",
  "aws:ses/domainIdentityVerification:DomainIdentityVerification",
];

/** Types without a finder, and the command that lists what the account has of them; inputs are in braces. */
const sought: Readonly<Record<string, string>> = {
  "aws:backup/selection:Selection": "aws backup list-backup-selections --backup-plan-id {planId}",
  "aws:bcmdata/export:Export": "aws bcm-data-exports list-exports",
  "aws:bedrock/agentDataSource:AgentDataSource":
    "aws bedrock-agent list-data-sources --knowledge-base-id {knowledgeBaseId}",
  "aws:bedrock/agentKnowledgeBase:AgentKnowledgeBase": "aws bedrock-agent list-knowledge-bases",
  "aws:bedrock/guardrail:Guardrail": "aws bedrock list-guardrails",
  "aws:bedrock/guardrailVersion:GuardrailVersion": "aws bedrock list-guardrails --guardrail-identifier {guardrailArn}",
  "aws:cloudfront/cachePolicy:CachePolicy": "aws cloudfront list-cache-policies --type custom",
  "aws:cloudfront/distribution:Distribution": "aws cloudfront list-distributions",
  "aws:cloudfront/originAccessControl:OriginAccessControl": "aws cloudfront list-origin-access-controls",
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy":
    "aws cloudfront list-response-headers-policies --type custom",
  "aws:cloudfront/vpcOrigin:VpcOrigin": "aws cloudfront list-vpc-origins",
  "aws:cloudwatch/logDelivery:LogDelivery": "aws logs describe-deliveries",
  "aws:cloudwatch/queryDefinition:QueryDefinition":
    "aws logs describe-query-definitions --query-definition-name-prefix {name}",
  "aws:cognito/identityPool:IdentityPool": "aws cognito-identity list-identity-pools --max-results 60",
  "aws:costexplorer/anomalyMonitor:AnomalyMonitor": "aws ce get-anomaly-monitors",
  "aws:costexplorer/anomalySubscription:AnomalySubscription": "aws ce get-anomaly-subscriptions",
  "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication":
    "aws rds describe-db-instance-automated-backups --region {region}",
  "aws:route53/healthCheck:HealthCheck": "aws route53 list-health-checks",
  "aws:securityhub/standardsSubscription:StandardsSubscription": "aws securityhub get-enabled-standards",
  "aws:servicediscovery/httpNamespace:HttpNamespace": "aws servicediscovery list-namespaces",
  "aws:xray/group:Group": "aws xray get-groups",
  "kubernetes:helm.sh/v3:Release": "helm list --all-namespaces; the ID is NAMESPACE/NAME",
};

/** Whether the next update may create a resource of a type again, whatever the account has. */
export function isCreatedAgain(type: string): boolean {
  // The settings of a bucket are types of their own. Kubernetes objects are adopted by server-side apply.
  const settings = /^aws:s3\/bucket[A-Z]/.test(type);
  const object = type.startsWith("kubernetes:") && !type.startsWith("kubernetes:helm.sh");
  return settings || object || overwritten.includes(type) || harmless.includes(type);
}

/** Where a resource is looked for by hand: a command, filled with the resource's inputs. */
export function whereToLook(type: string, inputs: Inputs, where: Where): string {
  const [, service = ""] = /^aws:([^/]+)\//.exec(type) ?? [];
  const command = sought[type];
  const known = command === undefined ? undefined : (filled(command, { ...inputs, ...where }) ?? command);
  return known ?? (service === "" ? "the provider's own tools" : `the console of ${service}, by tags`);
}

/** Whether the table names where to look for a type. */
export function isSought(type: string): boolean {
  return sought[type] !== undefined;
}
