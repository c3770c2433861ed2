import type * as pulumi from "@pulumi/pulumi";
import { volumeKeyStatements } from "../cluster/storage.ts";
import { type Account, arn, iamArn } from "../iam/account.ts";
import type { Statement } from "../iam/policy-document.ts";

/** Resources that the permissions are limited to. */
export interface KarpenterScope {
  account: Account;
  clusterName: pulumi.Input<string>;
  nodeRoleArn: pulumi.Input<string>;
  queueArn: pulumi.Input<string>;
  kmsKeyArn: pulumi.Input<string>;
  /** Whether a node pool may have spot instances. */
  spot: boolean;
}

/**
 * Permissions of the Karpenter 1.14 reference: Karpenter launches instances with the cluster's tags and terminates only those.
 * It may only read instance profiles, since the component creates the one of the nodes.
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

/** Instances, volumes and launch templates get both tags when they are created. */
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
      // Images and snapshots can belong to any account; their ARNs contain none.
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

/** Creates the service-linked role of EC2 Spot, which the first spot instance of an account needs. */
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

/** Passing the node role, reading the queue, and describing the cluster. */
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

/** Describe actions, which support no resource-level permissions. */
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
