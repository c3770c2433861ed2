import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../iam/policy-document.ts";
import { ServiceRole } from "../iam/service-role.ts";
import type { BucketEncryption, BucketReplication } from "./bucket-args.ts";

/** Source bucket. */
interface Source {
  bucket: aws.s3.Bucket;
  encryption: BucketEncryption;
  /** Whether the bucket has Object Lock, which is replicated as well. */
  locked: boolean;
}

/** Replicates new objects and delete markers; existing objects need S3 Batch Replication. */
export function replicate(
  name: string,
  source: Source,
  to: BucketReplication,
  versioned: { parent: pulumi.Resource; dependsOn: pulumi.Resource },
): void {
  const role = new ServiceRole(
    `${name}-replication`,
    { account: to.account, service: "s3.amazonaws.com", statements: statements(source, to) },
    { parent: versioned.parent },
  );
  const { destinationKmsKeyArn: replicaKmsKeyId } = to;
  new aws.s3.BucketReplicationConfig(
    name,
    {
      bucket: source.bucket.id,
      role: role.arn,
      rules: [
        {
          id: "replication",
          status: "Enabled",
          filter: { prefix: to.prefix ?? "" },
          deleteMarkerReplication: { status: "Enabled" },
          ...(replicaKmsKeyId && { sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } } }),
          destination: {
            bucket: to.destinationBucketArn,
            // Replication metrics show replication that fails or lags.
            metrics: { status: "Enabled" },
            ...(replicaKmsKeyId && { encryptionConfiguration: { replicaKmsKeyId } }),
          },
        },
      ],
    },
    versioned,
  );
}

function statements({ bucket, encryption, locked }: Source, to: BucketReplication): Statement[] {
  const { account, destinationBucketArn, destinationRegion, destinationKmsKeyArn } = to;
  const versions = ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"];
  const locks = ["s3:GetObjectRetention", "s3:GetObjectLegalHold"];
  return [
    { Effect: "Allow", Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"], Resource: bucket.arn },
    { Effect: "Allow", Action: locked ? [...versions, ...locks] : versions, Resource: objectsOf(bucket.arn) },
    {
      Effect: "Allow",
      Action: ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
      Resource: objectsOf(destinationBucketArn),
    },
    ...(encryption.kind === "sse-kms"
      ? [keyUse(encryption.kmsKeyArn, ["kms:Decrypt"], account.region, bucket.arn)]
      : []),
    ...(destinationKmsKeyArn === undefined
      ? []
      : [
          keyUse(destinationKmsKeyArn, ["kms:Encrypt", "kms:GenerateDataKey"], destinationRegion, destinationBucketArn),
        ]),
  ];
}

/** With an S3 Bucket Key the encryption context is the bucket's ARN, without it the object's. */
function keyUse(
  key: pulumi.Input<string>,
  actions: string[],
  region: string,
  bucketArn: pulumi.Input<string>,
): Statement {
  return {
    Effect: "Allow",
    Action: actions,
    Resource: key,
    Condition: {
      StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` },
      StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucketArn, objectsOf(bucketArn)] },
    },
  };
}

function objectsOf(bucketArn: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.interpolate`${bucketArn}/*`;
}
