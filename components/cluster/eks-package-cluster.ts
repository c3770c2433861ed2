import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Network } from "../network/network.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { endpointSettings } from "./access.ts";
import { clusterFaults } from "./cluster.ts";
import type { ClusterArgs } from "./cluster-args.ts";
import { dataPlane } from "./data-plane.ts";
import type { KubernetesCluster } from "./kubernetes-cluster.ts";

/** Arguments of EksPackageCluster. */
export type EksPackageClusterArgs = Omit<ClusterArgs, "network"> & {
  /** Network of the cluster, whose control plane and nodes are in its private subnets. */
  network: Pick<Network, "vpcId" | "privateSubnetIds" | "podSubnetIdByZone">;
};

/**
 * A cluster whose control plane is an `eks.Cluster` of the package eks, for stacks that already have one: the arguments
 * are Cluster's, a transform sets what the package has no argument for, and node groups and add-ons are Cluster's.
 * The package needs the AWS CLI, and network access to the API server on every `pulumi up`.
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
  /** Names of the node groups in EKS, by the names in the arguments. */
  readonly nodeGroupNames: Readonly<Record<string, pulumi.Output<string>>>;
  /** Kubeconfig that gets tokens with the caller's AWS credentials; it contains none. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Kubernetes provider of the cluster. */
  readonly provider: kubernetes.Provider;

  constructor(name: string, args: EksPackageClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:cluster:EksPackageCluster", name, {}, opts);
    refuse(this, name, clusterFaults(args));
    const child = { parent: this };

    // A log group that EKS creates never expires.
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
      transforms: [closeCluster(args.deletionProtection)],
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

/** The control plane only; nodes, their security group and the add-ons belong to the data plane. */
function controlPlane(name: string, args: EksPackageClusterArgs): eks.ClusterOptions {
  return {
    name: args.clusterName ?? name,
    version: args.version,
    vpcId: args.network.vpcId,
    privateSubnetIds: args.network.privateSubnetIds,
    authenticationMode: eks.AuthenticationMode.Api,
    ...endpointSettings(args.deployerNetwork),
    encryptionConfigKeyArn: args.kmsKeyArn,
    enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
    upgradePolicy: { supportType: "STANDARD" },
    deletionProtection: args.deletionProtection,
    createOidcProvider: true,
    // Nodes, their security group and the add-ons belong to the data plane.
    skipDefaultNodeGroup: true,
    skipDefaultSecurityGroups: true,
    useDefaultVpcCni: true,
    corednsAddonOptions: { enabled: false },
    kubeProxyAddonOptions: { enabled: false },
  };
}

/** Settings without an argument in the package: no administrator access for the creator, no self-managed add-ons, zonal shift, protection. */
export function closeCluster(protect: boolean): pulumi.ResourceTransform {
  return ({ type, props, opts }) => {
    if (type !== "aws:eks/cluster:Cluster") return undefined;
    const accessConfig = { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false };
    return {
      props: { ...props, accessConfig, bootstrapSelfManagedAddons: false, zonalShiftConfig: { enabled: true } },
      opts: { ...opts, protect },
    };
  };
}
