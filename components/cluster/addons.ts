import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import { podTrustCondition } from "../iam/pod-trust.ts";
import { ServiceRole, type ServiceRoleArgs } from "../iam/service-role.ts";
import { type Addon, addons, type KubernetesVersion } from "../versions.ts";
import { volumeKeyStatements } from "./storage.ts";

/** Cluster of the add-ons. */
export interface AddonTarget {
  account: Account;
  clusterName: pulumi.Input<string>;
  version: KubernetesVersion;
  kmsKeyArn: pulumi.Input<string>;
  tags: Readonly<Record<string, string>>;
}

type Child = pulumi.CustomResourceOptions & { parent: pulumi.Resource };

/** Subnets of pods, apart from those of nodes. */
export interface PodNetwork {
  /** IDs of the subnets by the name of their Availability Zone. */
  subnetIdByZone: Readonly<Record<string, pulumi.Output<string>>>;
  /** Security group of the pods' network interfaces. */
  securityGroupId: pulumi.Output<string>;
}

/** Pods get addresses of the subnet in ENIConfig of the node's zone, and none of the node's own subnet. */
const customNetworking = {
  AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: "true",
  ENI_CONFIG_LABEL_DEF: "topology.kubernetes.io/zone",
};

function eniConfig({ region }: Account, { subnetIdByZone, securityGroupId }: PodNetwork) {
  const subnets = Object.entries(subnetIdByZone).map(([zone, id]) => {
    return [zone, { id, securityGroups: [securityGroupId] }] as const;
  });
  return { create: true, region, subnets: Object.fromEntries(subnets) };
}

/** Add-ons that nodes need to become ready, installed before the node groups. */
export function networkAddons(
  name: string,
  target: AddonTarget,
  pods: PodNetwork | undefined,
  child: Child,
): aws.eks.Addon[] {
  const cni = podRole(`${name}-vpc-cni`, target, "aws-node", { managedPolicies: ["AmazonEKS_CNI_Policy"] }, child);
  return [
    addon(name, "eks-pod-identity-agent", target, {}, child),
    addon(name, "kube-proxy", target, {}, child),
    addon(
      name,
      "vpc-cni",
      target,
      {
        // Prefix delegation allows the maximum number of pods per node with fewer EC2 calls.
        configurationValues: pulumi.jsonStringify({
          enableNetworkPolicy: "true",
          env: { ENABLE_PREFIX_DELEGATION: "true", WARM_PREFIX_TARGET: "1", ...(pods && customNetworking) },
          ...(pods && { eniConfig: eniConfig(target.account, pods) }),
        }),
        podIdentityAssociations: [cni],
      },
      child,
    ),
  ];
}

/** Add-ons that run as pods, installed after the node groups; without nodes they would stay degraded. */
export function workloadAddons(name: string, target: AddonTarget, child: Child): aws.eks.Addon[] {
  const driver = podRole(
    `${name}-ebs-csi`,
    target,
    "ebs-csi-controller-sa",
    { managedPolicies: ["AmazonEBSCSIDriverPolicyV2"], statements: volumeKeyStatements(target.kmsKeyArn) },
    child,
  );
  return [
    addon(name, "coredns", target, {}, child),
    addon(name, "metrics-server", target, {}, child),
    addon(
      name,
      "aws-ebs-csi-driver",
      target,
      {
        configurationValues: JSON.stringify({ controller: { extraVolumeTags: target.tags } }),
        podIdentityAssociations: [driver],
      },
      child,
    ),
  ];
}

/** An add-on at its pinned version, with resolveConflictsOnUpdate OVERWRITE. */
function addon(
  name: string,
  addonName: Addon,
  { clusterName, version }: AddonTarget,
  settings: Pick<aws.eks.AddonArgs, "configurationValues" | "podIdentityAssociations">,
  child: Child,
): aws.eks.Addon {
  return new aws.eks.Addon(
    `${name}-${addonName}`,
    {
      clusterName,
      addonName,
      addonVersion: addons[version][addonName],
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      ...settings,
    },
    child,
  );
}

/** IAM role of the add-on's service account, by EKS Pod Identity. */
function podRole(
  name: string,
  { account, clusterName }: AddonTarget,
  serviceAccount: string,
  permissions: Pick<ServiceRoleArgs, "managedPolicies" | "statements">,
  { parent }: Child,
): aws.types.input.eks.AddonPodIdentityAssociation {
  const role = new ServiceRole(
    name,
    {
      account,
      service: "pods.eks.amazonaws.com",
      trustCondition: podTrustCondition(account, clusterName, { namespace: "kube-system", serviceAccount }),
      ...permissions,
    },
    { parent },
  );
  return { serviceAccount, roleArn: role.arn };
}
