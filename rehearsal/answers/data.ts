import type { Answer, Answers, Creation } from "./answer.ts";

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

  "aws:rds/instance:Instance": (r) => {
    const identifier = r.named("identifier");
    const address = `${identifier}.${r.hex(12)}.${r.place.region}.rds.amazonaws.com`;
    return {
      id: resourceId(r, "db"),
      identifier,
      address,
      arn: r.arn("rds", `db:${identifier}`),
      endpoint: `${address}:${r.inputs["port"]}`,
      engineVersionActual: minorOf(r),
      hostedZoneId: "Z2R2ITUGPM61AM",
      masterUserSecrets: managedSecrets(r, "db"),
      resourceId: resourceId(r, "db"),
      status: "available",
    };
  },
  "aws:rds/parameterGroup:ParameterGroup": (r) => group(r, "rds", "pg:"),
  "aws:rds/cluster:Cluster": (r) => {
    const clusterIdentifier = r.named("clusterIdentifier");
    const domain = `${r.hex(12)}.${r.place.region}.rds.amazonaws.com`;
    return {
      id: clusterIdentifier,
      clusterIdentifier,
      arn: r.arn("rds", `cluster:${clusterIdentifier}`),
      clusterResourceId: resourceId(r, "cluster"),
      endpoint: `${clusterIdentifier}.cluster-${domain}`,
      readerEndpoint: `${clusterIdentifier}.cluster-ro-${domain}`,
      engineVersionActual: minorOf(r),
      hostedZoneId: "Z2R2ITUGPM61AM",
      masterUserSecrets: managedSecrets(r, "cluster"),
    };
  },
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": (r) => group(r, "rds", "cluster-pg:"),
  "aws:rds/clusterInstance:ClusterInstance": (r) => {
    const identifier = r.named("identifier");
    return {
      id: identifier,
      identifier,
      arn: r.arn("rds", `db:${identifier}`),
      dbiResourceId: resourceId(r, "db"),
      endpoint: `${identifier}.${r.hex(12)}.${r.place.region}.rds.amazonaws.com`,
      writer: false,
    };
  },
  "aws:rds/proxy:Proxy": (r) => {
    const name = r.named("name");
    return {
      id: name,
      name,
      arn: r.arn("rds", `db-proxy:prx-0${r.hex(16)}`),
      endpoint: `${name}.proxy-${r.hex(12)}.${r.place.region}.rds.amazonaws.com`,
    };
  },
  "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup": (r) => ({
    id: String(r.inputs["dbProxyName"]),
    name: "default",
    arn: r.arn("rds", `target-group:prx-tg-0${r.hex(16)}`),
  }),
  "aws:rds/proxyTarget:ProxyTarget": (r) => {
    const { dbProxyName, targetGroupName, dbInstanceIdentifier, dbClusterIdentifier } = r.inputs;
    const type = dbClusterIdentifier === undefined ? "RDS_INSTANCE" : "TRACKED_CLUSTER";
    const rdsResourceId = dbClusterIdentifier ?? dbInstanceIdentifier;
    return { id: `${dbProxyName}/${targetGroupName}/${type}/${rdsResourceId}`, type, rdsResourceId, port: 5432 };
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": (r) => {
    const replicationGroupId = r.named("replicationGroupId");
    // ElastiCache shortens the Region in its names: us-east-1 is use1.
    const domain = `${r.hex(6)}.${r.place.region.replace(/^(\w+)-(\w)\w*-(\d)$/, "$1$2$3")}.cache.amazonaws.com`;
    const nodes = Number(r.inputs["numCacheClusters"] ?? 1);
    return {
      id: replicationGroupId,
      replicationGroupId,
      arn: r.arn("elasticache", `replicationgroup:${replicationGroupId}`),
      engineVersionActual: `${r.inputs["engineVersion"]}.0`,
      memberClusters: Array.from({ length: nodes }, (_, index) => `${replicationGroupId}-00${index + 1}`),
      primaryEndpointAddress: `master.${replicationGroupId}.${domain}`,
      readerEndpointAddress: `replica.${replicationGroupId}.${domain}`,
    };
  },
  "aws:elasticache/subnetGroup:SubnetGroup": (r) => group(r, "elasticache", "subnetgroup:"),
  "aws:elasticache/parameterGroup:ParameterGroup": (r) => group(r, "elasticache", "parametergroup:"),
  "aws:elasticache/user:User": (r) => {
    const userId = r.named("userId");
    return { id: userId, userId, arn: r.arn("elasticache", `user:${userId}`) };
  },
  "aws:elasticache/userGroup:UserGroup": (r) => {
    const userGroupId = r.named("userGroupId");
    return { id: userGroupId, userGroupId, arn: r.arn("elasticache", `usergroup:${userGroupId}`) };
  },
};

function group(r: Creation, service: string, prefix: string): ReturnType<Answer> {
  const name = r.named("name");
  return { id: name, name, arn: r.arn(service, `${prefix}${name}`) };
}

function resourceId(r: Creation, prefix: "db" | "cluster"): string {
  return `${prefix}-${r.hex(26).toUpperCase()}`;
}

/** RDS keeps the minor to itself when it is asked for a major. */
function minorOf(r: Creation): string {
  return `${r.inputs["engineVersion"]}.4`;
}

/** RDS names the secret of a master user after the database's own kind. */
function managedSecrets(r: Creation, prefix: "db" | "cluster"): unknown[] {
  if (r.inputs["manageMasterUserPassword"] !== true) return [];
  const name = `rds!${prefix}-${r.hex(32)}-${r.hex(6)}`;
  return [
    {
      secretArn: r.arn("secretsmanager", `secret:${name}`),
      secretStatus: "active",
      kmsKeyId: r.inputs["masterUserSecretKmsKeyId"],
    },
  ];
}
