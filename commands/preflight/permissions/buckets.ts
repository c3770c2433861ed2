import type { Actions } from "./actions.ts";

/** S3 has one action for each part of a bucket. */
function part(put: string, get: string, remove = ""): Actions {
  return ["s3", put, `${get} ListBucket`, "", remove];
}

/** What encrypts a store with a key of the account grants the service the use of it. */
const key = "kms:DescribeKey kms:CreateGrant kms:Decrypt kms:GenerateDataKey";

/** S3 and S3 Vectors. */
export const buckets: Readonly<Record<string, Actions>> = {
  "aws:s3/bucket:Bucket": [
    "s3",
    "CreateBucket PutBucketTagging TagResource PutBucketObjectLockConfiguration PutBucketVersioning",
    "ListBucket GetBucketLocation GetBucketTagging GetBucketAcl GetBucketCORS GetBucketWebsite GetBucketVersioning GetAccelerateConfiguration GetBucketRequestPayment GetBucketLogging GetLifecycleConfiguration GetReplicationConfiguration GetEncryptionConfiguration GetBucketObjectLockConfiguration GetBucketPolicy ListTagsForResource",
    "UntagResource",
    "DeleteBucket ListBucketVersions DeleteObject DeleteObjectVersion",
  ],
  "aws:s3/bucketPolicy:BucketPolicy": part("PutBucketPolicy", "GetBucketPolicy", "DeleteBucketPolicy"),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": part(
    "PutLifecycleConfiguration",
    "GetLifecycleConfiguration",
  ),
  "aws:s3/bucketLogging:BucketLogging": part("PutBucketLogging", "GetBucketLogging"),
  "aws:s3/bucketMetric:BucketMetric": part("PutMetricsConfiguration", "GetMetricsConfiguration"),
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": part(
    "PutBucketObjectLockConfiguration",
    "GetBucketObjectLockConfiguration",
  ),
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": part(
    "PutBucketOwnershipControls",
    "GetBucketOwnershipControls",
  ),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": part(
    "PutBucketPublicAccessBlock",
    "GetBucketPublicAccessBlock",
  ),
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig": part(
    "PutReplicationConfiguration iam:PassRole",
    "GetReplicationConfiguration",
  ),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": part(
    "PutEncryptionConfiguration",
    "GetEncryptionConfiguration",
  ),
  "aws:s3/bucketVersioning:BucketVersioning": part("PutBucketVersioning", "GetBucketVersioning"),
  "aws:s3/bucketNotification:BucketNotification": part("PutBucketNotification", "GetBucketNotification"),
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": part("PutBucketCORS", "GetBucketCORS"),
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": [
    "s3",
    "PutAccountPublicAccessBlock",
    "GetAccountPublicAccessBlock",
    "",
    "",
  ],
  "aws:s3/vectorsVectorBucket:VectorsVectorBucket": [
    "s3vectors",
    `CreateVectorBucket TagResource ${key}`,
    "GetVectorBucket ListTagsForResource",
    "UntagResource",
    "DeleteVectorBucket",
  ],
  "aws:s3/vectorsIndex:VectorsIndex": [
    "s3vectors",
    "CreateIndex TagResource",
    "GetIndex ListTagsForResource",
    "UntagResource",
    "DeleteIndex",
  ],
};
