import type * as pulumi from "@pulumi/pulumi";
import { type Account, arn } from "../iam/account.ts";
import type { Statement } from "../iam/policy-document.ts";

/** Describe actions, which support no resource-level permissions. */
const looks: Statement = {
  Sid: "Look",
  Effect: "Allow",
  Action: [
    "ec2:DescribeAvailabilityZones",
    "ec2:DescribeInstances",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeTags",
    "ec2:DescribeVpcs",
    "ec2:GetSecurityGroupsForVpc",
    "elasticloadbalancing:Describe*",
  ],
  Resource: "*",
};

/** Registration and deregistration of targets in target groups with the tags. */
export function targetStatements(account: Account, tags: Readonly<Record<string, string>>): Statement[] {
  return [
    looks,
    {
      Sid: "RegisterPods",
      Effect: "Allow",
      Action: ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
      Resource: arn(account, "elasticloadbalancing", "targetgroup/*"),
      Condition: {
        StringEquals: Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value])),
      },
    },
  ];
}

/**
 * The policy of the controller's documentation, limited to resources with this cluster's name in their tag,
 * in addition to the permissions for target groups.
 */
export function balancerStatements(account: Account, clusterName: pulumi.Input<string>): Statement[] {
  const requested = { StringEquals: { "aws:RequestTag/elbv2.k8s.aws/cluster": clusterName } };
  const owned = { StringEquals: { "aws:ResourceTag/elbv2.k8s.aws/cluster": clusterName } };
  return [...further, ...groups(account, requested, owned), ...balancers(account, requested, owned)];
}

type Condition = { StringEquals: Record<string, pulumi.Input<string>> };

const further: Statement[] = [
  {
    Sid: "LookFurther",
    Effect: "Allow",
    Action: [
      "acm:DescribeCertificate",
      "acm:ListCertificates",
      "cognito-idp:DescribeUserPoolClient",
      "ec2:DescribeAccountAttributes",
      "ec2:DescribeAddresses",
      "ec2:DescribeInternetGateways",
      "ec2:DescribeIpamPools",
      "ec2:DescribeRouteTables",
      "ec2:DescribeVpcPeeringConnections",
      "wafv2:AssociateWebACL",
      "wafv2:DisassociateWebACL",
      "wafv2:GetWebACL",
      "wafv2:GetWebACLForResource",
    ],
    Resource: "*",
  },
  {
    Sid: "FirstBalancer",
    Effect: "Allow",
    Action: "iam:CreateServiceLinkedRole",
    Resource: "*",
    Condition: { StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" } },
  },
];

function groups(account: Account, requested: Condition, owned: Condition): Statement[] {
  const group = arn(account, "ec2", "security-group/*");
  const tagging = { ...requested.StringEquals, "ec2:CreateAction": "CreateSecurityGroup" };
  return [
    {
      Sid: "MakeGroup",
      Effect: "Allow",
      Action: "ec2:CreateSecurityGroup",
      Resource: [group, arn(account, "ec2", "vpc/*")],
    },
    {
      Sid: "TagGroup",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: group,
      Condition: { StringEquals: tagging },
    },
    {
      Sid: "ChangeGroup",
      Effect: "Allow",
      Action: [
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:CreateTags",
        "ec2:DeleteSecurityGroup",
        "ec2:DeleteTags",
        "ec2:RevokeSecurityGroupIngress",
      ],
      Resource: group,
      Condition: owned,
    },
  ];
}

function balancers(account: Account, requested: Condition, owned: Condition): Statement[] {
  const elb = (...kinds: string[]) => kinds.map((kind) => arn(account, "elasticloadbalancing", `${kind}/*`));
  const made = elb("loadbalancer", "targetgroup", "listener", "listener-rule");
  const act = (...actions: string[]) => actions.map((action) => `elasticloadbalancing:${action}`);
  return [
    {
      Sid: "Make",
      Effect: "Allow",
      Action: act("AddTags", "CreateListener", "CreateLoadBalancer", "CreateRule", "CreateTargetGroup"),
      Resource: made,
      Condition: requested,
    },
    {
      Sid: "Change",
      Effect: "Allow",
      Action: act(
        "AddListenerCertificates",
        "AddTags",
        "CreateListener",
        "CreateRule",
        "DeleteListener",
        "DeleteLoadBalancer",
        "DeleteRule",
        "DeleteTargetGroup",
        "DeregisterTargets",
        "ModifyListener",
        "ModifyListenerAttributes",
        "ModifyLoadBalancerAttributes",
        "ModifyRule",
        "ModifyTargetGroup",
        "ModifyTargetGroupAttributes",
        "RegisterTargets",
        "RemoveListenerCertificates",
        "RemoveTags",
        "SetIpAddressType",
        "SetRulePriorities",
        "SetSecurityGroups",
        "SetSubnets",
        "SetWebAcl",
      ),
      Resource: made,
      Condition: owned,
    },
  ];
}
