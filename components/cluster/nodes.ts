import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { KubernetesVersion } from "../versions.ts";

/** A managed node group. */
export interface NodeGroupArgs {
  /** EC2 instance types of one CPU architecture, in order of preference. */
  instanceTypes: readonly string[];
  /** Capacity type of the instances. */
  capacityType: "ON_DEMAND" | "SPOT";
  /** Minimum number of nodes. */
  minSize: number;
  /** Maximum number of nodes. */
  maxSize: number;
  /** Initial number of nodes; later changes are the autoscaler's. */
  desiredSize: number;
  /** AMI family of the nodes. */
  amiFamily: "AL2023" | "Bottlerocket";
  /** Size in GiB of the volume that holds images and containers, at least 20. */
  diskSize: number;
  /** Kubernetes labels of the nodes. @default {} */
  labels?: Readonly<Record<string, string>>;
  /** Kubernetes taints of the nodes. @default [] */
  taints?: readonly Taint[];
}

/** A Kubernetes taint. */
export interface Taint {
  /** Key of the taint. */
  key: string;
  /** Value of the taint. */
  value: string;
  /** Effect on pods without a matching toleration. */
  effect: "NO_SCHEDULE" | "PREFER_NO_SCHEDULE" | "NO_EXECUTE";
}

/** Node groups by name; groups are identified by it when others are added or removed. */
export type NodeGroups = Readonly<Record<string, NodeGroupArgs>>;

/** Settings of all node groups of a cluster. */
export interface NodeSettings {
  clusterName: pulumi.Input<string>;
  version: KubernetesVersion;
  nodeRoleArn: pulumi.Input<string>;
  securityGroupId: pulumi.Input<string>;
  subnetIds: pulumi.Input<string[]>;
  kmsKeyArn: pulumi.Input<string>;
  tags: Readonly<Record<string, string>>;
}

/** Faults of the node groups. */
export function nodeGroupFaults(groups: NodeGroups): string[] {
  const all = Object.entries(groups);
  if (all.length === 0) return ["nodeGroups must hold at least one group, got none"];
  const open = all.some(([, { taints }]) => !taints?.length);
  return [
    ...all.flatMap(([group, args]) => groupFaults(args).map((fault) => `nodeGroups.${group}.${fault}`)),
    // CoreDNS and the other add-ons tolerate none of these taints.
    ...(open ? [] : ["nodeGroups must hold a group without taints, got taints on every one"]),
  ];
}

function groupFaults({ instanceTypes, minSize, desiredSize, maxSize, diskSize }: NodeGroupArgs): string[] {
  const graviton = instanceTypes.filter(isGraviton);
  const mixed = graviton.length > 0 && graviton.length < instanceTypes.length;
  const ordered = minSize >= 0 && minSize <= desiredSize && desiredSize <= maxSize && maxSize >= 1;
  return [
    ...(instanceTypes.length === 0 ? ["instanceTypes must list at least one type, got none"] : []),
    ...(mixed ? [`instanceTypes must be of one architecture, got ${instanceTypes.join(", ")}`] : []),
    ...(ordered ? [] : [`minSize ≤ desiredSize ≤ maxSize must hold, got ${minSize}, ${desiredSize}, ${maxSize}`]),
    ...(diskSize >= 20 ? [] : [`diskSize must be 20 GiB or more, got ${diskSize}`]),
  ];
}

/** Graviton instance families have a g after the generation (m7g, c7gn, im4gn); a g before it means a GPU (g6). */
function isGraviton(instanceType: string): boolean {
  return /^(a1|[a-z]+\d+g[a-z]*)\./.test(instanceType);
}

/** Managed node groups with launch templates; names are generated, so that a replacement is created before the old group is deleted. */
export function nodeGroups(
  name: string,
  groups: NodeGroups,
  settings: NodeSettings,
  child: pulumi.CustomResourceOptions,
): aws.eks.NodeGroup[] {
  return Object.entries(groups).map(([group, args]) => nodeGroup(`${name}-${group}`, args, settings, child));
}

function nodeGroup(
  name: string,
  args: NodeGroupArgs,
  settings: NodeSettings,
  child: pulumi.CustomResourceOptions,
): aws.eks.NodeGroup {
  const { labels = {}, taints = [] } = args;
  const template = launchTemplate(name, args, settings, child);
  return new aws.eks.NodeGroup(
    name,
    {
      clusterName: settings.clusterName,
      version: settings.version,
      nodeRoleArn: settings.nodeRoleArn,
      subnetIds: settings.subnetIds,
      instanceTypes: [...args.instanceTypes],
      amiType: amiType(args),
      capacityType: args.capacityType,
      scalingConfig: { minSize: args.minSize, maxSize: args.maxSize, desiredSize: args.desiredSize },
      launchTemplate: { id: template.id, version: pulumi.interpolate`${template.latestVersion}` },
      labels,
      taints: [...taints],
      updateConfig: { maxUnavailablePercentage: 33 },
      nodeRepairConfig: { enabled: true },
    },
    { ...child, ignoreChanges: ["scalingConfig.desiredSize"] },
  );
}

function amiType({ amiFamily, instanceTypes }: NodeGroupArgs): string {
  const arm = instanceTypes.some(isGraviton);
  if (amiFamily === "AL2023") return arm ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD";
  return arm ? "BOTTLEROCKET_ARM_64" : "BOTTLEROCKET_x86_64";
}

function launchTemplate(
  name: string,
  args: NodeGroupArgs,
  { kmsKeyArn, securityGroupId, tags }: NodeSettings,
  child: pulumi.CustomResourceOptions,
): aws.ec2.LaunchTemplate {
  return new aws.ec2.LaunchTemplate(
    name,
    {
      updateDefaultVersion: true,
      // A hop limit of 1 keeps pods, except those on the host network, from the node's credentials.
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      monitoring: { enabled: true },
      blockDeviceMappings: volumes(args, kmsKeyArn),
      // With a network interface in the launch template EKS attaches no security group.
      networkInterfaces: [
        {
          deviceIndex: 0,
          associatePublicIpAddress: "false",
          deleteOnTermination: "true",
          securityGroups: [securityGroupId],
        },
      ],
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
        resourceType,
        tags: { ...tags, Name: name },
      })),
    },
    child,
  );
}

/** Bottlerocket has its operating system on the first volume, images and containers on the second. */
function volumes(
  { amiFamily, diskSize }: NodeGroupArgs,
  kmsKeyId: pulumi.Input<string>,
): aws.types.input.ec2.LaunchTemplateBlockDeviceMapping[] {
  const ebs = { volumeType: "gp3", encrypted: "true", kmsKeyId, deleteOnTermination: "true" };
  const sized = { ...ebs, volumeSize: diskSize };
  return amiFamily === "AL2023"
    ? [{ deviceName: "/dev/xvda", ebs: sized }]
    : [
        { deviceName: "/dev/xvda", ebs },
        { deviceName: "/dev/xvdb", ebs: sized },
      ];
}
