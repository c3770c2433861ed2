import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** How many nodes a group may have, and how many it starts with. */
export interface GroupSize {
  minSize: number;
  maxSize: number;
  desiredSize: number;
}

/**
 * The size that the group has, moved into the limits of the arguments; the initial size until it exists. EKS gets minimum,
 * maximum and desired size in one request, so that a size from the arguments or the state would undo the autoscaler's.
 */
export function desiredSize(
  name: string,
  { minSize, maxSize, desiredSize: initial }: GroupSize,
  clusterName: string,
  { parent }: pulumi.CustomResourceOptions,
): pulumi.Output<number> {
  const options = parent === undefined ? {} : { parent };
  const size = currentSize(name, clusterName, options);
  return pulumi.output(size).apply((now) => Math.min(Math.max(now ?? initial, minSize), maxSize));
}

async function currentSize(
  name: string,
  clusterName: string,
  options: pulumi.InvokeOptions,
): Promise<number | undefined> {
  const clusters = await aws.eks.getClusters({}, options);
  if (!clusters.names.includes(clusterName)) return undefined;
  const groups = await aws.eks.getNodeGroups({ clusterName }, options);
  // The physical name of a node group is its logical name and a random suffix.
  const own = groups.names.find((group) => group.startsWith(name) && /^-[0-9a-f]{7}$/.test(group.slice(name.length)));
  if (own === undefined) return undefined;
  const { scalingConfigs } = await aws.eks.getNodeGroup({ clusterName, nodeGroupName: own }, options);
  return scalingConfigs[0]?.desiredSize;
}
