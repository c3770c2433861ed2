import type { Answer, Answers } from "../cloud.ts";

/** The settings of a bucket are resources of their own that carry the bucket's name as their id. */
const bucketSetting: Answer = (r) => ({ id: String(r.inputs["bucket"]) });

/** S3, RDS and ElastiCache. */
export const data: Answers = {
  "aws:s3/bucket:Bucket": (r) => {
    const bucket = r.named("bucket");
    return {
      id: bucket,
      bucket,
      arn: `arn:${r.place.partition}:s3:::${bucket}`,
      bucketDomainName: `${bucket}.s3.amazonaws.com`,
      bucketRegionalDomainName: `${bucket}.s3.${r.place.region}.amazonaws.com`,
      hostedZoneId: "Z3AQBSTGFYJSTF",
    };
  },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucketSetting,
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": bucketSetting,
  "aws:s3/bucketVersioning:BucketVersioning": bucketSetting,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": bucketSetting,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucketSetting,
  "aws:s3/bucketPolicy:BucketPolicy": bucketSetting,
  "aws:s3/bucketLogging:BucketLogging": bucketSetting,
};
