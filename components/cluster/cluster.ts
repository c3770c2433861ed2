import * as aws from "@pulumi/aws";
import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../iam/account.ts";
import { ServiceRole } from "../iam/service-role.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { kubernetes as minors } from "../versions.ts";
import { administrationFaults, deployerNetworkFaults, endpointSettings } from "./access.ts";
import type { ClusterArgs } from "./cluster-args.ts";
import { dataPlane } from "./data-plane.ts";
import type { KubernetesCluster } from "./kubernetes-cluster.ts";
import { nodeGroupFaults } from "./nodes.ts";

export type { ClusterArgs } from "./cluster-args.ts";

/**
 * An EKS cluster with access entries, managed node groups and add-ons.
 * What is created with its provider depends on nodes, DNS and storage, and is deleted before them.
 *
 * @example
 * import { account } from "../iam/account.ts";
 * import type { Network } from "../network/network.ts";
 * import { Cluster } from "./cluster.ts";
 *
 * declare const network: Network;
 * declare const kmsKeyArn: string;
 *
 * const cluster = new Cluster("main", {
 *   account: account("111122223333", "us-east-1"),
 *   version: "1.36",
 *   network,
 *   deployerNetwork: { cidrs: ["10.250.0.0/24"] },
 *   deployer: "arn:aws:iam::111122223333:role/deployer",
 *   administrators: ["arn:aws:iam::111122223333:role/administrator"],
 *   nodeGroups: {
 *     general: {
 *       instanceTypes: ["m7g.large"],
 *       capacityType: "ON_DEMAND",
 *       minSize: 2,
 *       maxSize: 6,
 *       desiredSize: 3,
 *       amiFamily: "AL2023",
 *       diskSize: 50,
 *     },
 *   },
 *   kmsKeyArn,
 *   logs: { retentionInDays: 90, kmsKeyArn },
 *   deletionProtection: true,
 * });
 * export const { kubeconfig } = cluster;
 */
export class Cluster extends pulumi.ComponentResource implements KubernetesCluster {
  /** Name of the EKS cluster. */
  readonly clusterName: pulumi.Output<string>;
  /** URL of the Kubernetes API server. */
  readonly endpoint: pulumi.Output<string>;
  /** Security group that EKS puts on the control plane and on every node. */
  readonly securityGroupId: pulumi.Output<string>;
  /** ARN of the IAM OIDC provider, for roles of service accounts (IRSA). */
  readonly oidcProviderArn: pulumi.Output<string>;
  /** ARN of the role of the nodes. */
  readonly nodeRoleArn: pulumi.Output<string>;
  /** Names of the node groups in EKS, by the names in the arguments. */
  readonly nodeGroupNames: Readonly<Record<string, pulumi.Output<string>>>;
  /** Kubeconfig that gets tokens with the caller's AWS credentials; it contains none. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Kubernetes provider of the cluster. */
  readonly provider: kubernetes.Provider;

  constructor(name: string, args: ClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:cluster:Cluster", name, {}, opts);
    refuse(this, name, clusterFaults(args));
    const { clusterName = name } = args;
    const child = { parent: this };

    const cluster = controlPlane(name, clusterName, args, child);
    const oidc = new aws.iam.OpenIdConnectProvider(
      name,
      { url: issuer(cluster), clientIdLists: ["sts.amazonaws.com"] },
      child,
    );
    this.clusterName = cluster.name;
    this.endpoint = cluster.endpoint;
    this.securityGroupId = cluster.vpcConfig.clusterSecurityGroupId;
    this.oidcProviderArn = oidc.arn;
    const { clusterName: named, endpoint, securityGroupId } = this;
    const control = {
      clusterName: named,
      endpoint,
      securityGroupId,
      certificateAuthority: cluster.certificateAuthority.data,
    };
    const { provider, kubeconfig, nodeRoleArn, nodeGroupNames } = dataPlane(name, args, control, child);
    this.nodeRoleArn = nodeRoleArn;
    this.nodeGroupNames = nodeGroupNames;
    this.kubeconfig = kubeconfig;
    this.provider = provider;
    this.registerOutputs(outputs(this, { except: ["nodeGroupNames", "provider"] }));
  }
}

/** Every fault of a cluster's arguments. */
export function clusterFaults(args: ClusterArgs): string[] {
  const known = Object.keys(minors);
  return [
    ...(known.includes(args.version) ? [] : [`version must be ${known.join(" or ")}, got "${args.version}"`]),
    ...deployerNetworkFaults("deployerNetwork", args.deployerNetwork),
    ...administrationFaults(args),
    ...nodeGroupFaults(args.nodeGroups),
  ];
}

/** URL of the cluster's OIDC issuer. */
function issuer(cluster: aws.eks.Cluster): pulumi.Output<string> {
  return cluster.identities.apply(([identity]) => {
    const [oidc] = identity?.oidcs ?? [];
    if (oidc === undefined) throw new pulumi.ResourceError("EKS told no OIDC issuer", cluster, true);
    return oidc.issuer;
  });
}

/** The EKS cluster with its role and its log group, since a log group that EKS creates never expires. */
function controlPlane(
  name: string,
  clusterName: string,
  args: ClusterArgs,
  child: { parent: pulumi.Resource },
): aws.eks.Cluster {
  const { account, logs } = args;
  const logGroup = new aws.cloudwatch.LogGroup(
    name,
    { name: `/aws/eks/${clusterName}/cluster`, retentionInDays: logs.retentionInDays, kmsKeyId: logs.kmsKeyArn },
    child,
  );
  const role = new ServiceRole(
    `${name}-control-plane`,
    {
      account,
      service: "eks.amazonaws.com",
      managedPolicies: ["AmazonEKSClusterPolicy"],
      trustCondition: {
        StringEquals: { "aws:SourceAccount": account.accountId },
        ArnLike: { "aws:SourceArn": arn(account, "eks", `cluster/${clusterName}`) },
      },
    },
    child,
  );
  return new aws.eks.Cluster(
    name,
    {
      name: clusterName,
      version: args.version,
      roleArn: role.arn,
      vpcConfig: {
        subnetIds: args.network.controlPlaneSubnetIds ?? args.network.privateSubnetIds,
        ...endpointSettings(args.deployerNetwork),
      },
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      bootstrapSelfManagedAddons: false,
      encryptionConfig: { provider: { keyArn: args.kmsKeyArn }, resources: ["secrets"] },
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      upgradePolicy: { supportType: "STANDARD" },
      zonalShiftConfig: { enabled: true },
      deletionProtection: args.deletionProtection,
    },
    { ...child, dependsOn: logGroup, protect: args.deletionProtection },
  );
}
