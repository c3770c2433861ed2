import type { Held } from "./held.ts";
import { api, ec2Errors } from "./sources.ts";

const distribution = "aws:cloudfront/distribution:Distribution";

/** What clusters, load balancers, distributions, roles and pools hold. */
export const heldByServices: readonly Held[] = [
  {
    type: "aws:eks/cluster:Cluster",
    key: "name",
    by: [
      ["aws:eks/nodeGroup:NodeGroup", "clusterName"],
      ["aws:eks/fargateProfile:FargateProfile", "clusterName"],
    ],
    code: "ResourceInUseException",
    words: () => "Cluster has nodegroups attached",
    source: api("eks", "DeleteCluster"),
  },
  {
    type: "aws:ecs/cluster:Cluster",
    key: "name",
    by: [["aws:ecs/service:Service", "cluster"]],
    code: "ClusterContainsServicesException",
    words: () => "The Cluster cannot be deleted while Services are active.",
    source: api("ecs", "DeleteCluster"),
  },
  {
    type: "aws:lb/targetGroup:TargetGroup",
    by: [
      ["aws:lb/listener:Listener", "defaultActions.targetGroupArn"],
      ["aws:lb/listener:Listener", "defaultActions.forward.targetGroups.arn"],
      ["aws:lb/listenerRule:ListenerRule", "actions.targetGroupArn"],
      ["aws:lb/listenerRule:ListenerRule", "actions.forward.targetGroups.arn"],
    ],
    code: "ResourceInUse",
    words: (id) => `Target group '${id}' is currently in use by a listener or a rule`,
    source: api("elbv2", "DeleteTargetGroup"),
  },
  {
    type: "aws:acm/certificate:Certificate",
    by: [
      ["aws:lb/listener:Listener", "certificateArn"],
      ["aws:lb/listenerCertificate:ListenerCertificate", "certificateArn"],
      [distribution, "viewerCertificate.acmCertificateArn"],
      ["aws:cognito/userPoolDomain:UserPoolDomain", "certificateArn"],
    ],
    code: "ResourceInUseException",
    words: (id) => `Certificate ${id} is in use.`,
    source: api("acm", "DeleteCertificate"),
    inputs: { domainName: "example.com" },
  },
  {
    type: "aws:wafv2/webAcl:WebAcl",
    by: [
      ["aws:wafv2/webAclAssociation:WebAclAssociation", "webAclArn"],
      [distribution, "webAclId"],
    ],
    code: "WAFAssociatedItemException",
    words: () =>
      "AWS WAF couldn't perform the operation because your resource is being used by another resource or it's associated with another resource.",
    source: api("wafv2", "DeleteWebACL"),
  },
  {
    type: "aws:cloudfront/originAccessControl:OriginAccessControl",
    by: [[distribution, "origins.originAccessControlId"]],
    code: "OriginAccessControlInUse",
    words: () => "Cannot delete the origin access control because it's in use by one or more distributions.",
    source: api("cloudfront", "DeleteOriginAccessControl"),
  },
  {
    type: "aws:cloudfront/cachePolicy:CachePolicy",
    by: [
      [distribution, "defaultCacheBehavior.cachePolicyId"],
      [distribution, "orderedCacheBehaviors.cachePolicyId"],
    ],
    code: "CachePolicyInUse",
    words: () => "Cannot delete the cache policy because it is attached to one or more cache behaviors.",
    source: api("cloudfront", "DeleteCachePolicy"),
  },
  {
    type: "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
    by: [
      [distribution, "defaultCacheBehavior.responseHeadersPolicyId"],
      [distribution, "orderedCacheBehaviors.responseHeadersPolicyId"],
    ],
    code: "ResponseHeadersPolicyInUse",
    words: () => "Cannot delete the response headers policy because it is attached to one or more cache behaviors.",
    source: api("cloudfront", "DeleteResponseHeadersPolicy"),
  },
  {
    type: "aws:cloudfront/vpcOrigin:VpcOrigin",
    by: [[distribution, "origins.vpcOriginConfig.vpcOriginId"]],
    code: "CannotDeleteEntityWhileInUse",
    words: () => "The entity cannot be deleted while it is in use.",
    source: api("cloudfront", "DeleteVpcOrigin"),
  },
  {
    type: "aws:cloudwatch/eventRule:EventRule",
    key: "name",
    by: [["aws:cloudwatch/eventTarget:EventTarget", "rule"]],
    code: "ValidationException",
    words: () => "Rule can't be deleted since it has targets.",
    source: api("eventbridge", "DeleteRule"),
  },
  {
    type: "aws:cloudwatch/logDeliverySource:LogDeliverySource",
    key: "name",
    by: [["aws:cloudwatch/logDelivery:LogDelivery", "deliverySourceName"]],
    code: "ConflictException",
    words: () => "This delivery source is in use by a delivery.",
    source: api("logs", "DeleteDeliverySource"),
  },
  {
    type: "aws:servicediscovery/httpNamespace:HttpNamespace",
    by: [["aws:servicediscovery/service:Service", "namespaceId"]],
    code: "ResourceInUse",
    words: () => "Namespace has associated services.",
    source: api("servicediscovery", "DeleteNamespace"),
  },
  {
    type: "aws:cognito/userPool:UserPool",
    by: [["aws:cognito/userPoolDomain:UserPoolDomain", "userPoolId"]],
    code: "InvalidParameterException",
    words: () => "User pool cannot be deleted. It has a domain configured that should be deleted first.",
    source: api("cognito", "DeleteUserPool"),
  },
  {
    type: "aws:iam/role:Role",
    key: "name",
    // As far as we remember, the provider takes the role out of instance profiles before; policies stay.
    by: [
      ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "role"],
      ["aws:iam/rolePolicy:RolePolicy", "role"],
    ],
    unless: "forceDetachPolicies",
    code: "DeleteConflict",
    words: () => "Cannot delete entity, must detach all policies first.",
    source: api("iam", "DeleteRole"),
  },
  {
    type: "aws:iam/policy:Policy",
    by: [
      ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "policyArn"],
      ["aws:iam/userPolicyAttachment:UserPolicyAttachment", "policyArn"],
    ],
    code: "DeleteConflict",
    words: () => "Cannot delete a policy attached to entities.",
    source: api("iam", "DeletePolicy"),
  },
  {
    type: "aws:ec2/eip:Eip",
    by: [
      ["aws:ec2/natGateway:NatGateway", "allocationId"],
      ["aws:lb/loadBalancer:LoadBalancer", "subnetMappings.allocationId"],
    ],
    code: "InvalidIPAddress.InUse",
    words: (id) => `The address with allocation id ${id} cannot be released because it is in use.`,
    source: api("ec2", "ReleaseAddress"),
  },
  {
    type: "aws:ec2/routeTable:RouteTable",
    by: [["aws:ec2/routeTableAssociation:RouteTableAssociation", "routeTableId"]],
    code: "DependencyViolation",
    words: (id) => `The routeTable '${id}' has dependencies and cannot be deleted.`,
    source: api("ec2", "DeleteRouteTable"),
  },
  {
    type: "aws:ec2/vpc:Vpc",
    by: [
      ["aws:ec2/subnet:Subnet", "vpcId"],
      ["aws:ec2/securityGroup:SecurityGroup", "vpcId"],
      ["aws:ec2/routeTable:RouteTable", "vpcId"],
      ["aws:ec2/networkAcl:NetworkAcl", "vpcId"],
      ["aws:ec2/internetGateway:InternetGateway", "vpcId"],
      ["aws:ec2/vpcEndpoint:VpcEndpoint", "vpcId"],
    ],
    code: "DependencyViolation",
    words: (id) => `The vpc '${id}' has dependencies and cannot be deleted.`,
    source: ec2Errors,
  },
];
