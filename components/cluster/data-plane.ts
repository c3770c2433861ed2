import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { ServiceRole } from "../iam/service-role.ts";
import { admitDeployer, grantAdministration } from "./access.ts";
import { networkAddons, workloadAddons } from "./addons.ts";
import type { ClusterArgs } from "./cluster-args.ts";
import { kubeconfig } from "./kubeconfig.ts";
import { nodeGroups } from "./nodes.ts";
import { providerOptions } from "./provider-options.ts";
import { defaultStorageClass } from "./storage.ts";

/** Control plane of a data plane. */
export interface ControlPlane {
  /** Name of the cluster, known when it exists. */
  clusterName: pulumi.Output<string>;
  /** URL of the Kubernetes API server. */
  endpoint: pulumi.Output<string>;
  /** Certificate authority of the API server, base64-encoded. */
  certificateAuthority: pulumi.Output<string>;
  /** Security group that EKS puts on the control plane and on every node. */
  securityGroupId: pulumi.Output<string>;
}

/** Outputs of a data plane. */
export interface DataPlane {
  provider: kubernetes.Provider;
  kubeconfig: pulumi.Output<string>;
  nodeRoleArn: pulumi.Output<string>;
  nodeGroupNames: Readonly<Record<string, pulumi.Output<string>>>;
}

/** Access entries, the way in for the deployer, node groups, add-ons, provider and default StorageClass of a cluster. */
export function dataPlane(
  name: string,
  args: ClusterArgs,
  control: ControlPlane,
  child: { parent: pulumi.Resource },
): DataPlane {
  const { account, version, kmsKeyArn, clusterName = name, tags = {} } = args;
  const access = grantAdministration(name, args, { account, clusterName: control.clusterName }, child);

  const admitted = admitDeployer(name, args.deployerNetwork, control.securityGroupId, child);

  const target = { account, clusterName: control.clusterName, version, kmsKeyArn, tags };
  const { podSubnetIdByZone } = args.network;
  const podNetwork = podSubnetIdByZone && {
    subnetIdByZone: podSubnetIdByZone,
    securityGroupId: control.securityGroupId,
  };
  const network = networkAddons(name, target, podNetwork, child);
  const nodeRole = new ServiceRole(
    `${name}-node`,
    { account, service: "ec2.amazonaws.com", managedPolicies: nodePolicies },
    child,
  );
  const settings = {
    nodeRoleArn: nodeRole.arn,
    physicalName: clusterName,
    securityGroupId: control.securityGroupId,
    subnetIds: args.network.privateSubnetIds,
  };
  const nodes = nodeGroups(name, args.nodeGroups, { ...target, ...settings }, { ...child, dependsOn: network });
  const pods = workloadAddons(name, target, { ...child, dependsOn: nodes });

  const config = kubeconfig(account, clusterName, control.endpoint, control.certificateAuthority);
  const provider = new kubernetes.Provider(
    name,
    // The endpoint changes only with a new cluster, so the provider's resources are replaced only then.
    { kubeconfig: config, clusterIdentifier: control.endpoint, ...providerOptions },
    { ...child, dependsOn: [...access, ...admitted, ...pods] },
  );
  defaultStorageClass(name, kmsKeyArn, { ...child, provider });
  const nodeGroupNames = Object.fromEntries(
    Object.keys(args.nodeGroups).flatMap((group, at) => {
      const node = nodes[at];
      return node === undefined ? [] : [[group, node.nodeGroupName]];
    }),
  );
  return { provider, kubeconfig: config, nodeRoleArn: nodeRole.arn, nodeGroupNames };
}

const nodePolicies = [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonSSMManagedInstanceCore",
];
