import { all, each, either, is, matches, not, oneOf, set, when } from "../checks/conditions.ts";
import { levels, type ResourceRule } from "../checks/rule.ts";

const addon = ["aws:eks/addon:Addon"];

/** EKS: add-ons, and who may enter a cluster. */
export const clusterAccess: readonly ResourceRule[] = [
  {
    name: "eks-addon-version-pinned",
    types: addon,
    description: "An add-on changes when the program does, not when AWS publishes a build.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set addonVersion",
    check: set("addonVersion"),
    ok: { addonName: "coredns", addonVersion: "v1.14.3-eksbuild.23" },
    bad: { addonName: "coredns" },
  },
  {
    name: "eks-addon-own-role",
    types: addon,
    description: "Add-ons that call AWS do so with a role of their own, not with the node's.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 5.2.1"],
    fix: "set podIdentityAssociations or serviceAccountRoleArn",
    check: when(
      oneOf("addonName", ["vpc-cni", "aws-ebs-csi-driver", "aws-efs-csi-driver"]),
      either(set("podIdentityAssociations"), set("serviceAccountRoleArn")),
    ),
    ok: { addonName: "vpc-cni", podIdentityAssociations: [{ roleArn: "arn", serviceAccount: "aws-node" }] },
    bad: { addonName: "vpc-cni" },
  },
  {
    name: "eks-vpc-cni-network-policy",
    types: addon,
    description: "The VPC CNI enforces network policies.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 4.3.1", "CIS EKS 1.7 5.4.4"],
    fix: 'set configurationValues with enableNetworkPolicy "true"',
    check: when(
      is("addonName", "vpc-cni"),
      matches("configurationValues", /["']?enableNetworkPolicy["']?\s*:\s*["']?true/),
    ),
    ok: { addonName: "vpc-cni", configurationValues: '{"enableNetworkPolicy":"true"}' },
    bad: { addonName: "vpc-cni", configurationValues: "{}" },
  },
  {
    name: "eks-access-entry-not-wildcard",
    types: ["aws:eks/accessEntry:AccessEntry"],
    description: "A cluster is entered by roles, and nobody is put into system:masters.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CIS EKS 1.7 4.1.1"],
    fix: "set principalArn to a role, and kubernetesGroups without system:masters",
    check: all(
      matches("principalArn", /:(?:role|assumed-role)\//),
      each("kubernetesGroups", not(is("", "system:masters"), "puts its principal into system:masters")),
    ),
    ok: { principalArn: "arn:aws:iam::111122223333:role/ops" },
    bad: { principalArn: "arn:aws:iam::111122223333:user/bob" },
  },
  {
    name: "eks-access-scope-namespaced",
    types: ["aws:eks/accessPolicyAssociation:AccessPolicyAssociation"],
    description: "Access over the whole cluster is for viewing, or for its declared administrators.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["CIS EKS 1.7 4.5.1"],
    fix: "set accessScope.type to namespace",
    check: either(is("accessScope.type", "namespace"), matches("policyArn", /(?:ViewPolicy|ClusterAdminPolicy)$/)),
    ok: { policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy", accessScope: { type: "namespace" } },
    bad: { policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy", accessScope: { type: "cluster" } },
  },
];
