import type { Answer, Answers } from "./answer.ts";

/** The settings of a bucket or of a file system are resources of their own that carry its name as their id. */
const settingOf =
  (key: string): Answer =>
  (r) => ({ id: String(r.inputs[key]) });

/** DynamoDB, OpenSearch, EFS, and the settings of buckets that few have. */
export const stores: Answers = {
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig": settingOf("bucket"),
  "aws:s3/bucketMetric:BucketMetric": (r) => ({ id: `${r.inputs["bucket"]}:${r.inputs["name"]}` }),
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": settingOf("bucket"),

  "aws:dynamodb/table:Table": (r) => {
    const name = r.named("name");
    const arn = r.arn("dynamodb", `table/${name}`);
    const streamLabel = "2026-11-02T09:30:00.000";
    return {
      id: name,
      name,
      arn,
      ...(r.inputs["streamEnabled"] === true && { streamArn: `${arn}/stream/${streamLabel}`, streamLabel }),
    };
  },

  "aws:opensearch/domain:Domain": (r) => {
    const domainName = r.named("domainName");
    const arn = r.arn("es", `domain/${domainName}`);
    // Of a domain in a VPC, the name begins with vpc- and says nothing of the VPC.
    const endpoint = `vpc-${domainName}-${r.hex(26)}.${r.place.region}.es.amazonaws.com`;
    return {
      id: arn,
      domainName,
      arn,
      domainId: `${r.place.accountId}/${domainName}`,
      endpoint,
      dashboardEndpoint: `${endpoint}/_dashboards`,
    };
  },

  "aws:efs/fileSystem:FileSystem": (r) => {
    const id = r.id("fs");
    return {
      id,
      arn: r.arn("elasticfilesystem", `file-system/${id}`),
      dnsName: `${id}.efs.${r.place.region}.amazonaws.com`,
      creationToken: `terraform-${r.hex(26)}`,
      ownerId: r.place.accountId,
    };
  },
  "aws:efs/mountTarget:MountTarget": (r) => ({
    id: r.id("fsmt"),
    dnsName: `${r.inputs["fileSystemId"]}.efs.${r.place.region}.amazonaws.com`,
    networkInterfaceId: r.id("eni"),
    ownerId: r.place.accountId,
  }),
  "aws:efs/accessPoint:AccessPoint": (r) => {
    const id = r.id("fsap");
    return {
      id,
      arn: r.arn("elasticfilesystem", `access-point/${id}`),
      fileSystemArn: r.arn("elasticfilesystem", `file-system/${r.inputs["fileSystemId"]}`),
      ownerId: r.place.accountId,
    };
  },
  "aws:efs/backupPolicy:BackupPolicy": settingOf("fileSystemId"),
  "aws:efs/fileSystemPolicy:FileSystemPolicy": settingOf("fileSystemId"),
};
