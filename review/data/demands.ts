/** Why a resource waits for another whose values it does not use. */
export interface Demand {
  /** Types of the resource that waits. */
  of: RegExp;
  /** Types that it waits for. */
  on: RegExp;
  why: string;
  /** URL; "not looked up" for a reason that no page was read for. */
  source: string;
}

const permissions = "https://github.com/aws/eks-pod-identity-agent/issues/52";
const unread = "not looked up";

/** Waits with a reason; every other wait is a candidate for removal. */
export const demands: readonly Demand[] = [
  {
    of: /^aws:eks\/cluster/,
    on: /^aws:cloudwatch\/logGroup/,
    why: "EKS creates the log group without retention and key if it does not exist",
    source: unread,
  },
  {
    of: /^aws:/,
    on: /^aws:iam\/(?:rolePolicy|policy|serviceLinkedRole)/,
    why: "the service uses the permissions of the role at once",
    source: unread,
  },
  {
    of: /^(?:aws:eks\/(?:addon|podIdentity)|kubernetes:)/,
    on: /^aws:(?:eks\/podIdentity|iam\/)/,
    why: "a pod gets its credentials when it is made, so the association and its permissions exist before",
    source: permissions,
  },
  {
    of: /^aws:(?:eks\/nodeGroup|ec2\/launchTemplate)/,
    on: /^aws:eks\/addon/,
    why: "a node is ready once the VPC CNI runs on it",
    source: unread,
  },
  {
    of: /^aws:(?:eks\/nodeGroup|ec2\/instance|ecs\/service)/,
    on: /^aws:ec2\/(?:natGateway|route|vpcEndpoint|networkAcl)/,
    why: "machines pull images and register through the routes and endpoints of their subnets",
    source: unread,
  },
  {
    of: /^aws:eks\/addon/,
    on: /^aws:eks\/(?:nodeGroup|addon)/,
    why: "an add-on is active when its pods run, which needs nodes",
    source: unread,
  },
  {
    of: /^aws:ec2\/natGateway/,
    on: /^aws:ec2\/(?:route|internetGateway|routeTableAssociation|networkAcl)/,
    why: "a NAT gateway needs the internet route of its subnet",
    source: unread,
  },
  {
    of: /^aws:(?:lb|rds|elasticache|opensearch|mq|efs|eks|ecs)\//,
    on: /^aws:ec2\/(?:routeTableAssociation|networkAcl)/,
    why: "a subnet is used when its route table and network ACL are its own",
    source: unread,
  },
  {
    of: /^aws:efs\/mountTarget/,
    on: /^aws:efs\/fileSystemPolicy/,
    why: "clients reach a file system once its policy limits them to roles and TLS",
    source: unread,
  },
  {
    of: /^pulumi:providers:kubernetes/,
    on: /^aws:(?:eks|iam)\//,
    why: "the API server answers the deployer, and objects find nodes and DNS",
    source: unread,
  },
  {
    of: /^(?:kubernetes|platform):/,
    on: /^kubernetes:(?:helm\.sh|apiextensions|storage\.k8s\.io)/,
    why: "custom resources, webhooks and storage classes exist before the objects that use them",
    source: unread,
  },
  {
    of: /^(?:kubernetes|platform):/,
    on: /^kubernetes:(?:core\/v1:(?:Namespace|LimitRange|ResourceQuota)|networking\.k8s\.io)/,
    why: "limits, quotas and network policies hold for pods that are made after them",
    source: unread,
  },
  {
    of: /^(?:kubernetes|platform):/,
    on: /^kubernetes:(?:karpenter|external-secrets|elbv2|policies\.kyverno|core\/v1|batch|cert-manager|policy)/,
    why: "pods start once there are nodes, secrets, configuration, database users, target groups and a way to evict them",
    source: unread,
  },
  {
    of: /^(?:kubernetes|platform):/,
    on: /^aws:(?:eks|ecr|rds|elasticache|secretsmanager|lb|efs)\//,
    why: "pods use the images, databases, secrets and targets when they start",
    source: unread,
  },
];

/** The reason of a wait; undefined without one. */
export function demandOf(type: string, on: string): Demand | undefined {
  return demands.find((each) => each.of.test(type) && each.on.test(on));
}
