/** How long AWS or Kubernetes takes for an operation on a resource, as it was published. */
export interface Time {
  type: string;
  operation: "create" | "delete";
  /** Minutes; the middle where a range was published. */
  minutes: number;
  /** Day or year; "not dated" where the source has none. */
  date: string;
  /** URL, or words of a published log that a public code search finds. */
  source: string;
}

const words = (text: string) => `a published log with the words "${text}"`;
const eksAddons = "https://github.com/terraform-aws-modules/terraform-aws-eks/pull/3218";
const aurora = "https://github.com/tungbq/aws-lab-with-terraform/issues/100";
const openSearch = "https://alchemy.run/providers/aws/opensearch/domain";
const rds = "https://github.com/hashicorp/terraform/issues/498";
const broker = 'Amazon MQ Developer Guide, with the words "Creating the broker takes about 15 minutes"';
const summer = "2026-06-25";

type Row = readonly [type: string, operation: Time["operation"], minutes: number, date: string, source: string];

const rows: readonly Row[] = [
  ["aws:eks/cluster:Cluster", "create", 10.1, "not dated", eksAddons],
  [
    "aws:eks/cluster:Cluster",
    "delete",
    3.4,
    "not dated",
    words("aws_eks_cluster.this[0]: Destruction complete after 3m24s"),
  ],
  [
    "aws:eks/nodeGroup:NodeGroup",
    "create",
    1.8,
    "2024-10-24",
    "https://github.com/DevopsArtFactory/terraform-provisioning/pull/46",
  ],
  [
    "aws:eks/nodeGroup:NodeGroup",
    "delete",
    4.2,
    "not dated",
    words("aws_eks_node_group.this[0]: Destruction complete after 4m12s"),
  ],
  [
    "aws:eks/addon:Addon",
    "create",
    0.3,
    "not dated",
    words('aws_eks_addon.this["coredns"]: Creation complete after 15s'),
  ],
  ["aws:rds/instance:Instance", "create", 17.5, "2014-10-22", rds],
  [
    "aws:rds/instance:Instance",
    "delete",
    4.8,
    "not dated",
    words("aws_db_instance.main: Destruction complete after 4m45s"),
  ],
  ["aws:rds/cluster:Cluster", "create", 0.7, "not dated", words("aws_rds_cluster.main: Creation complete after 43s")],
  ["aws:rds/cluster:Cluster", "delete", 1.1, "2023-06-12", aurora],
  [
    "aws:rds/clusterInstance:ClusterInstance",
    "create",
    10,
    "2025-05-28",
    "https://github.com/terraform-aws-modules/terraform-aws-rds-aurora/pull/506",
  ],
  ["aws:rds/clusterInstance:ClusterInstance", "delete", 11.8, "2023-06-12", aurora],
  [
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "create",
    9.1,
    "not dated",
    words("aws_elasticache_replication_group.redis: Creation complete after 9m7s"),
  ],
  ["aws:opensearch/domain:Domain", "create", 20, "not dated", openSearch],
  [
    "aws:opensearch/domain:Domain",
    "delete",
    30,
    "2023-10-11",
    "https://github.com/hashicorp/terraform-provider-aws/issues/33897",
  ],
  ["aws:mq/broker:Broker", "create", 15, "not dated", broker],
  ["aws:ec2/natGateway:NatGateway", "create", 2, summer, words("aws_nat_gateway.main: Creation complete after 1m58s")],
  [
    "aws:ec2/natGateway:NatGateway",
    "delete",
    1.1,
    "not dated",
    words("aws_nat_gateway.this[0]: Destruction complete after 1m05s"),
  ],
  ["aws:ec2/vpc:Vpc", "create", 0.4, "2024-10-02", "https://github.com/DevopsArtFactory/terraform-provisioning/pull/5"],
  ["aws:lb/loadBalancer:LoadBalancer", "create", 2.5, "not dated", words("aws_lb.main: Creation complete after 2m28s")],
  [
    "aws:cloudfront/distribution:Distribution",
    "create",
    3.8,
    summer,
    words("aws_cloudfront_distribution.assets: Creation complete after 3m45s"),
  ],
  [
    "aws:cloudfront/distribution:Distribution",
    "delete",
    3.2,
    "not dated",
    words("aws_cloudfront_distribution.this: Destruction complete after 3m9s"),
  ],
  [
    "aws:acm/certificateValidation:CertificateValidation",
    "create",
    4.4,
    "not dated",
    words("aws_acm_certificate_validation.this[0]: Creation complete after 4m25s"),
  ],
  [
    "aws:efs/mountTarget:MountTarget",
    "create",
    1.5,
    "not dated",
    "https://docs.aws.amazon.com/efs/latest/ug/mounting-fs-mount-cmd-dns-name.html",
  ],
  [
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "create",
    1,
    summer,
    words("aws_s3_bucket_lifecycle_configuration.replays: Creation complete after 1m2s"),
  ],
  ["aws:kms/key:Key", "create", 0.5, "not dated", words("module.kms.aws_kms_key.this[0]: Creation complete after 28s")],
  ["aws:ecs/service:Service", "create", 1.3, "not dated", words("aws_ecs_service.main: Creation complete after 1m15s")],
  [
    "kubernetes:helm.sh/v3:Release",
    "create",
    1.7,
    "not dated",
    words("helm_release.karpenter: Creation complete after 1m03s"),
  ],
];

/** Every published time. */
export const times: readonly Time[] = rows.map(([type, operation, minutes, date, source]) => ({
  type,
  operation,
  minutes,
  date,
  source,
}));

/** Minutes of every other operation of AWS and Kubernetes; not looked up. */
export const otherwise = 0.1;

/** Minutes of an operation; where only the creation was published, the deletion is taken to be as long. Components take none. */
export function minutesOf(type: string, operation: Time["operation"]): number {
  if (!/^(?:aws|kubernetes):/.test(type)) return 0;
  const own = times.filter((each) => each.type === type);
  const found = own.find((each) => each.operation === operation) ?? own.find((each) => deletesAsLong(each));
  return found?.minutes ?? otherwise;
}

/** What AWS does not delete at once; a certificate's validation and a lifecycle configuration are only forgotten. */
function deletesAsLong({ type, operation }: Time): boolean {
  return operation === "create" && /broker|replicationGroup|loadBalancer:LoadBalancer|mountTarget/.test(type);
}
