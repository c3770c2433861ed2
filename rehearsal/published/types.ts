import { published } from "./data.ts";

/** The CloudFormation type of a type of the SDK, for example "AWS::RDS::DBInstance". */
export function cloudFormationType(type: string): string | undefined {
  return published(type)?.cloudFormation;
}

/** A type that CloudFormation does not have. */
export interface Unpublished {
  why: string;
  /** Inputs whose change replaces the resource. */
  replaces: readonly string[];
  /** The provider's source file that was read, or "not looked up" where nothing but memory says so. */
  source: string;
}

const notLookedUp = "not looked up";

function provider(file: string): string {
  return `terraform-provider-aws, internal/service/${file}`;
}

/** A setting of a bucket, which CloudFormation has as a property of the bucket. */
const ofBucket = row("a property of AWS::S3::Bucket", ["bucket", "expectedBucketOwner"]);

/** A setting of the account or the Region that CloudFormation does not manage. */
const setting = "a setting of the account or the Region that CloudFormation does not manage";

/** The types in use that CloudFormation does not have, and why. */
export const unpublished: Readonly<Record<string, Unpublished>> = {
  "aws:account/alternativeContact:AlternativeContact": row(
    setting,
    ["accountId", "alternateContactType"],
    provider("account/alternate_contact.go"),
  ),
  "aws:acm/certificateValidation:CertificateValidation": row(
    "waits for the validation of a certificate",
    ["certificateArn", "validationRecordFqdns"],
    provider("acm/certificate_validation.go"),
  ),
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration": row("a property of AWS::Backup::BackupVault", [
    "backupVaultName",
  ]),
  "aws:backup/vaultPolicy:VaultPolicy": row("a property of AWS::Backup::BackupVault", ["backupVaultName"]),
  "aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration": row(setting, []),
  "aws:cfg/recorderStatus:RecorderStatus": row("starts and stops an AWS::Config::ConfigurationRecorder", ["name"]),
  "aws:cloudwatch/eventTarget:EventTarget": row("a property of AWS::Events::Rule", [
    "rule",
    "eventBusName",
    "targetId",
  ]),
  "aws:computeoptimizer/enrollmentStatus:EnrollmentStatus": row(setting, []),
  "aws:costexplorer/costAllocationTag:CostAllocationTag": row(setting, ["tagKey"]),
  "aws:ebs/encryptionByDefault:EncryptionByDefault": row(setting, []),
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": row("adopts what EC2 makes with a VPC", ["defaultNetworkAclId"]),
  "aws:ec2/defaultRouteTable:DefaultRouteTable": row("adopts what EC2 makes with a VPC", ["defaultRouteTableId"]),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": row("adopts what EC2 makes with a VPC", ["vpcId"]),
  "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess": row(setting, []),
  "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": row(setting, []),
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": row(
    "a property of AWS::ECR::Repository",
    ["repository", "policy"],
    provider("ecr/lifecycle_policy.go"),
  ),
  "aws:efs/backupPolicy:BackupPolicy": row("a property of AWS::EFS::FileSystem", ["fileSystemId"]),
  "aws:efs/fileSystemPolicy:FileSystemPolicy": row("a property of AWS::EFS::FileSystem", ["fileSystemId"]),
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": row(
    "a property of AWS::EKS::AccessEntry",
    ["accessScope", "clusterName", "policyArn", "principalArn"],
    provider("eks/access_policy_association.go"),
  ),
  "aws:guardduty/detectorFeature:DetectorFeature": row("a property of AWS::GuardDuty::Detector", [
    "detectorId",
    "name",
  ]),
  "aws:iam/accountPasswordPolicy:AccountPasswordPolicy": row(setting, []),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": row("a property of AWS::IAM::Role", ["role", "policyArn"]),
  "aws:inspector2/enabler:Enabler": row(setting, ["accountIds"]),
  "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": row(
    "a property of AWS::RDS::DBInstance",
    ["sourceDbInstanceArn", "kmsKeyId", "preSignedUrl", "retentionPeriod"],
  ),
  "aws:rds/proxyTarget:ProxyTarget": row("a property of AWS::RDS::DBProxyTargetGroup", [
    "dbProxyName",
    "targetGroupName",
    "dbInstanceIdentifier",
    "dbClusterIdentifier",
  ]),
  "aws:route53/queryLog:QueryLog": row("a property of AWS::Route53::HostedZone", ["zoneId", "cloudwatchLogGroupArn"]),
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": row(setting, ["accountId"]),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": ofBucket,
  "aws:s3/bucketLogging:BucketLogging": ofBucket,
  "aws:s3/bucketMetric:BucketMetric": row("a property of AWS::S3::Bucket", ["bucket", "name"]),
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": ofBucket,
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ofBucket,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ofBucket,
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig": ofBucket,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": ofBucket,
  "aws:s3/bucketVersioning:BucketVersioning": ofBucket,
  "aws:secretsmanager/secretVersion:SecretVersion": row("a property of AWS::SecretsManager::Secret", ["secretId"]),
  "aws:ses/domainDkim:DomainDkim": row(
    "a property of AWS::SES::EmailIdentity",
    ["domain"],
    provider("ses/domain_dkim.go"),
  ),
  "aws:ses/domainIdentity:DomainIdentity": row(
    "AWS::SES::EmailIdentity by the first version of the API",
    ["domain"],
    provider("ses/domain_identity.go"),
  ),
  "aws:ses/domainIdentityVerification:DomainIdentityVerification": row(
    "waits for the verification of an identity",
    ["domain"],
    provider("ses/domain_identity_verification.go"),
  ),
  "aws:ses/mailFrom:MailFrom": row(
    "a property of AWS::SES::EmailIdentity",
    ["domain"],
    provider("ses/domain_mail_from.go"),
  ),
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": row("a property of AWS::SQS::Queue", ["queueUrl"]),
  "aws:xray/encryptionConfig:EncryptionConfig": row(setting, []),
  "aws:xray/traceSegmentDestination:TraceSegmentDestination": row(setting, []),
};

function row(why: string, replaces: readonly string[], source = notLookedUp): Unpublished {
  return { why, replaces, source };
}
