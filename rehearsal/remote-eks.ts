import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Build } from "./remote.ts";
import { cluster } from "./remote-eks-cluster.ts";

/** Components of eks by type; what they make and how it is named follows nodejs/eks of pulumi-eks 4. */
export const eks: Record<string, Build> = {
  "eks:index:Cluster": cluster,
  "eks:index:ManagedNodeGroup": (parent, name, { cluster: of, nodeRole, ...inputs }) => {
    const clusterName = pulumi.output(of).apply((each) => each.eksCluster?.name ?? each.cluster?.name);
    const nodeRoleArn = inputs["nodeRoleArn"] ?? pulumi.output(nodeRole).apply((role) => role?.arn);
    const scalingConfig = inputs["scalingConfig"] ?? { desiredSize: 2, minSize: 1, maxSize: 2 };
    const subnetIds = inputs["subnetIds"] ?? pulumi.output(of).apply((each) => each.core?.subnetIds ?? each.subnetIds);
    const { tags, labels, taints, instanceTypes, capacityType, amiType, version } = inputs;
    const chosen = { tags, labels, taints, instanceTypes, capacityType, amiType, version };
    const args = { clusterName, nodeRoleArn, scalingConfig, subnetIds, ...chosen };
    return { nodeGroup: new aws.eks.NodeGroup(name, args, { parent }) };
  },
  "eks:index:Addon": (parent, name, { cluster: of, addonName, addonVersion, serviceAccountRoleArn, tags }) => {
    const clusterName = pulumi.output(of).apply((each) => each.eksCluster?.name);
    const args = { clusterName, addonName, addonVersion, serviceAccountRoleArn, tags };
    new aws.eks.Addon(name, args, { parent });
    return {};
  },
};
