import type * as pulumi from "@pulumi/pulumi";
import { volumeKeyStatements } from "../cluster/storage.ts";
import { type Account, arn, iamArn } from "../iam/account.ts";
import type { Statement } from "../iam/policy-document.ts";

/** What Karpenter's permissions are about. */
export interface KarpenterScope {
  account: Account;
  clusterName: pulumi.Input<string>;
  nodeRoleArn: pulumi.Input<string>;
  queueArn: pulumi.Input<string>;
  kmsKeyArn: pulumi.Input<string>;
  /** Whether a pool may have spot instances. */
  spot: boolean;
}

/**
 * What the reference of Karpenter 1.14 asks for: it starts instances that it tags as the cluster's, and ends those alone.
 * Instance profiles it may only read, since the program makes the one that its nodes get.
 */
export function karpenterStatements(scope: KarpenterScope): Statement[] {
  const { account, kmsKeyArn, spot } = scope;
  return [
    ...instances(scope),
    ...connections(scope),
    ...reads(account),
    ...volumeKeyStatements(kmsKeyArn),
    ...(spot ? [firstSpot(account)] : []),
  ];
}

/** Every instance, volume and template of a node pool carries both tags from its first second. */
function instances({ account, clusterName }: KarpenterScope): Statement[] {
  const ofPool = { "aws:ResourceTag/karpenter.sh/nodepool": "*" };
  const owned = {
    StringEquals: { "aws:ResourceTag/eks:eks-cluster-name": clusterName },
    StringLike: ofPool,
  };
  const requested = {
    StringEquals: { "aws:RequestTag/eks:eks-cluster-name": clusterName },
    StringLike: { "aws:RequestTag/karpenter.sh/nodepool": "*" },
  };
  const made = ec2(account, "fleet", "instance", "volume", "network-interface", "launch-template", spotRequest);
  return [
    allow("StartFrom", startActions, [
      // Images and snapshots are anybody's, and have no account in their ARNs.
      ...["image", "snapshot"].map((kind) => `arn:${account.partition}:ec2:${account.region}::${kind}/*`),
      ...ec2(account, "security-group", "subnet", "capacity-reservation", "placement-group"),
    ]),
    allow("StartByOwnTemplate", startActions, ec2(account, "launch-template"), owned),
    allow("StartTagged", [...startActions, "ec2:CreateLaunchTemplate"], made, requested),
    allow("TagAtStart", ["ec2:CreateTags"], made, {
      ...requested,
      StringEquals: {
        ...requested.StringEquals,
        "ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"],
      },
    }),
    allow("TagOwn", ["ec2:CreateTags"], ec2(account, "instance"), {
      ...owned,
      StringEqualsIfExists: { "aws:RequestTag/eks:eks-cluster-name": clusterName },
      "ForAllValues:StringEquals": { "aws:TagKeys": ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"] },
    }),
    allow(
      "EndOwn",
      ["ec2:DeleteLaunchTemplate", "ec2:TerminateInstances"],
      ec2(account, "instance", "launch-template"),
      owned,
    ),
  ];
}

/** The first spot instance of an account makes EC2's own role for spot; nobody else would, and none would ever start. */
function firstSpot(account: Account): Statement {
  return allow(
    "FirstSpot",
    ["iam:CreateServiceLinkedRole"],
    iamArn(account, "role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot"),
    { StringEquals: { "iam:AWSServiceName": "spot.amazonaws.com" } },
  );
}

const startActions = ["ec2:CreateFleet", "ec2:RunInstances"];
const spotRequest = "spot-instances-request";

function ec2(account: Account, ...kinds: string[]): string[] {
  return kinds.map((kind) => arn(account, "ec2", `${kind}/*`));
}

/** The role of the nodes, the queue, and the cluster's own state. */
function connections({ account, clusterName, nodeRoleArn, queueArn }: KarpenterScope): Statement[] {
  const tagged = { StringEquals: { "aws:ResourceTag/eks:eks-cluster-name": clusterName } };
  return [
    allow("PassNodeRole", ["iam:PassRole"], nodeRoleArn, {
      StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" },
    }),
    allow("HearOfInterruptions", ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"], queueArn),
    allow("FindCluster", ["eks:DescribeCluster"], arn(account, "eks", "cluster/*")),
    allow("SeeZonalShift", ["arc-zonal-shift:GetManagedResource"], "*", {
      ArnLike: { "arc-zonal-shift:ResourceIdentifier": arn(account, "eks", "cluster/*") },
    }),
    allow("ReadInstanceProfile", ["iam:GetInstanceProfile"], iamArn(account, "instance-profile/*"), tagged),
  ];
}

/** What has no resources to narrow it to. */
function reads(account: Account): Statement[] {
  const here = { StringEquals: { "aws:RequestedRegion": account.region } };
  return [
    allow(
      "SeeOffers",
      [
        "ec2:DescribeCapacityReservations",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceStatus",
        "ec2:DescribeInstanceTypeOfferings",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeInstances",
        "ec2:DescribeLaunchTemplates",
        "ec2:DescribePlacementGroups",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSpotPriceHistory",
        "ec2:DescribeSubnets",
      ],
      "*",
      here,
    ),
    allow(
      "ReadImageParameters",
      ["ssm:GetParameter"],
      `arn:${account.partition}:ssm:${account.region}::parameter/aws/service/*`,
    ),
    allow("SeePrices", ["pricing:GetProducts"], "*"),
    allow("ListInstanceProfiles", ["iam:ListInstanceProfiles"], "*"),
  ];
}

function allow(
  Sid: string,
  Action: string[],
  Resource: NonNullable<Statement["Resource"]>,
  Condition?: NonNullable<Statement["Condition"]>,
): Statement {
  return { Sid, Effect: "Allow", Action, Resource, ...(Condition && { Condition }) };
}
