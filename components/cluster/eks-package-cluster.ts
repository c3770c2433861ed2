import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Network } from "../network/network.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { clusterFaults } from "./cluster.ts";
import type { ClusterArgs } from "./cluster-args.ts";
import { dataPlane } from "./data-plane.ts";
import type { KubernetesCluster } from "./kubernetes-cluster.ts";

export type EksPackageClusterArgs = Omit<ClusterArgs, "network"> & {
  /** Network of the cluster: control plane and nodes live in its private subnets. */
  network: Pick<Network, "vpcId" | "privateSubnetIds">;
};

/**
 * A cluster whose control plane is made by `eks.Cluster` of @pulumi/eks, for those who already run one: the arguments are
 * Cluster's, what the package leaves open is closed by a transform, and nodes and add-ons are ours.
 * The package needs the AWS CLI, and asks the cluster's endpoint on every `pulumi up`.
 */
export class EksPackageCluster extends pulumi.ComponentResource implements KubernetesCluster {
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
  /** Names of the node groups in EKS, by the names that they were given. */
  readonly nodeGroupNames: Readonly<Record<string, pulumi.Output<string>>>;
  /** Kubeconfig that signs in with the caller's AWS identity; it holds no credential. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Kubernetes provider bound to the cluster. */
  readonly provider: kubernetes.Provider;

  constructor(name: string, args: EksPackageClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:cluster:EksPackageCluster", name, {}, opts);
    refuse(this, name, clusterFaults(args));
    const child = { parent: this };

    // EKS would make one that keeps everything for ever.
    const logGroup = new aws.cloudwatch.LogGroup(
      name,
      {
        name: `/aws/eks/${args.clusterName ?? name}/cluster`,
        retentionInDays: args.logs.retentionInDays,
        kmsKeyId: args.logs.kmsKeyArn,
      },
      child,
    );
    const cluster = new eks.Cluster(name, controlPlane(name, args), {
      ...child,
      dependsOn: logGroup,
      transforms: [closeCluster],
    });
    const control = cluster.eksCluster;
    this.clusterName = control.name;
    this.endpoint = control.endpoint;
    this.securityGroupId = control.vpcConfig.clusterSecurityGroupId;
    this.oidcProviderArn = cluster.oidcProviderArn;
    const { clusterName, endpoint, securityGroupId } = this;
    const { provider, kubeconfig, nodeRoleArn, nodeGroupNames } = dataPlane(
      name,
      args,
      { clusterName, endpoint, securityGroupId, certificateAuthority: control.certificateAuthority.data },
      child,
    );
    this.nodeRoleArn = nodeRoleArn;
    this.nodeGroupNames = nodeGroupNames;
    this.kubeconfig = kubeconfig;
    this.provider = provider;
    this.registerOutputs(outputs(this, { except: ["nodeGroupNames", "provider"] }));
  }
}

/** The control plane alone: nodes, their group and the add-ons are the data plane's. */
function controlPlane(name: string, args: EksPackageClusterArgs): eks.ClusterOptions {
  return {
    name: args.clusterName ?? name,
    version: args.version,
    vpcId: args.network.vpcId,
    privateSubnetIds: args.network.privateSubnetIds,
    authenticationMode: eks.AuthenticationMode.Api,
    endpointPrivateAccess: true,
    endpointPublicAccess: args.endpointAccess.kind === "public",
    ...(args.endpointAccess.kind === "public" && { publicAccessCidrs: [...args.endpointAccess.cidrs] }),
    encryptionConfigKeyArn: args.kmsKeyArn,
    enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
    upgradePolicy: { supportType: "STANDARD" },
    deletionProtection: args.deletionProtection,
    createOidcProvider: true,
    // Nodes, their group and the add-ons are the data plane's.
    skipDefaultNodeGroup: true,
    skipDefaultSecurityGroups: true,
    useDefaultVpcCni: true,
    corednsAddonOptions: { enabled: false },
    kubeProxyAddonOptions: { enabled: false },
  };
}

/** What the package has no argument for: the creator is no administrator, no self-managed add-ons, zonal shift is on. */
export const closeCluster: pulumi.ResourceTransform = ({ type, props, opts }) => {
  if (type !== "aws:eks/cluster:Cluster") return undefined;
  const accessConfig = { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false };
  return {
    props: { ...props, accessConfig, bootstrapSelfManagedAddons: false, zonalShiftConfig: { enabled: true } },
    opts,
  };
};
