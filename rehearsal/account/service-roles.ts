import type { Given } from "./starts/start.ts";
import { isOwn, type Place, type Request, type Thing } from "./thing.ts";
import { valueAt } from "./values.ts";
import type { View } from "./view.ts";

export const serviceLinkedRole = "aws:iam/serviceLinkedRole:ServiceLinkedRole";

/** The role that a service has in an account. */
export interface ServiceRole {
  /** Service principal; the role's path holds it. */
  service: string;
  /** Name of the role. */
  role: string;
  /** Types whose creation makes the role when it is missing. */
  madeBy?: readonly string[];
  /** Types that are refused while the role is missing. */
  neededBy?: readonly string[];
  /** Page title and URL, or "not looked up". */
  source: string;
}

/** The service-linked roles of the services that a stack may use. */
export const serviceRoles: readonly ServiceRole[] = [
  {
    service: "autoscaling.amazonaws.com",
    role: "AWSServiceRoleForAutoScaling",
    // A managed node group is an Auto Scaling group.
    madeBy: ["aws:autoscaling/group:Group", "aws:eks/nodeGroup:NodeGroup"],
    source: "terraform-aws-eks issue 3013 https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3013",
  },
  {
    service: "opensearchservice.amazonaws.com",
    role: "AWSServiceRoleForAmazonOpenSearchService",
    neededBy: ["aws:opensearch/domain:Domain"],
    source: "not looked up",
  },
  {
    service: "email.cognito-idp.amazonaws.com",
    role: "AWSServiceRoleForAmazonCognitoIdpEmailService",
    // A user pool that sends through SES; that CreateUserPool makes the role was not looked up.
    madeBy: ["aws:cognito/userPool:UserPool"],
    source:
      "AmazonCognitoIdpEmailServiceRolePolicy https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonCognitoIdpEmailServiceRolePolicy.html",
  },
  made("eks", "AmazonEKS", "aws:eks/cluster:Cluster"),
  made("eks-nodegroup", "AmazonEKSNodegroup", "aws:eks/nodeGroup:NodeGroup"),
  made("ecs", "ECS", "aws:ecs/cluster:Cluster"),
  made("ecs.application-autoscaling", "ApplicationAutoScaling_ECSService", "aws:appautoscaling/target:Target"),
  made("elasticloadbalancing", "ElasticLoadBalancing", "aws:lb/loadBalancer:LoadBalancer"),
  made("rds", "RDS", "aws:rds/instance:Instance", "aws:rds/cluster:Cluster", "aws:rds/proxy:Proxy"),
  made("elasticache", "ElastiCache", "aws:elasticache/replicationGroup:ReplicationGroup"),
  made("mq", "AmazonMQ", "aws:mq/broker:Broker"),
  made("elasticfilesystem", "AmazonElasticFileSystem", "aws:efs/fileSystem:FileSystem"),
  made("backup", "Backup", "aws:backup/vault:Vault"),
  made("guardduty", "AmazonGuardDuty", "aws:guardduty/detector:Detector"),
  made("securityhub", "SecurityHub", "aws:securityhub/account:Account"),
  made("macie", "AmazonMacie", "aws:macie2/account:Account"),
  made("inspector2", "AmazonInspector2", "aws:inspector2/enabler:Enabler"),
  made("access-analyzer", "AccessAnalyzer", "aws:accessanalyzer/analyzer:Analyzer"),
  made("wafv2", "WAFV2Logging", "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"),
  made("vpcorigin.cloudfront", "CloudFrontVPCOrigin", "aws:cloudfront/vpcOrigin:VpcOrigin"),
  made("replication.ecr", "ECRReplication", "aws:ecr/replicationConfiguration:ReplicationConfiguration"),
  made("pullthroughcache.ecr", "ECRPullThroughCache", "aws:ecr/pullThroughCacheRule:PullThroughCacheRule"),
  made("compute-optimizer", "ComputeOptimizer", "aws:computeoptimizer/enrollmentStatus:EnrollmentStatus"),
  made("config", "Config"),
  made("spot", "EC2Spot"),
  made("support", "Support"),
  made("trustedadvisor", "TrustedAdvisor"),
];

function made(service: string, role: string, ...madeBy: string[]): ServiceRole {
  return { service: `${service}.amazonaws.com`, role: `AWSServiceRoleFor${role}`, madeBy, source: "not looked up" };
}

/** The name of a service's role; one that the table does not list is guessed from the service. */
export function roleName(service: string): string {
  const known = serviceRoles.find((each) => each.service === service)?.role;
  return known ?? `AWSServiceRoleFor${service.charAt(0).toUpperCase()}${service.slice(1).split(".")[0]}`;
}

/** The service whose role a thing is, or none. */
export function serviceOf({ type, inputs }: Pick<Thing, "type" | "inputs">): unknown {
  return type === serviceLinkedRole ? valueAt(inputs, "awsServiceName") : undefined;
}

/** Whether a service's role exists in an account, other than by what is asked for itself. */
export function hasRole(service: string, place: Place, account: View, asked?: Request): boolean {
  return account
    .all(serviceLinkedRole, place)
    .some((thing) => serviceOf(thing) === service && (asked === undefined || !isOwn(thing, asked)));
}

/** A service's role as something that exists. */
export function roleOf(service: string): Given {
  const inputs = { awsServiceName: service };
  return { type: serviceLinkedRole, name: roleName(service), inputs, scope: "account", by: "service" };
}
