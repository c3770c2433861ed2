import type * as pulumi from "@pulumi/pulumi";
import { Cluster, type ClusterArgs } from "../components/cluster/cluster.ts";
import { ClusterAccess } from "../components/cluster/cluster-access.ts";
import { EksPackageCluster } from "../components/cluster/eks-package-cluster.ts";
import { ExistingCluster } from "../components/cluster/existing-cluster.ts";
import { OptionalAddons } from "../components/cluster/optional-addons.ts";
import { ContainerCluster, type ContainerClusterArgs } from "../components/containers/container-cluster.ts";
import { Repository, type RepositoryArgs } from "../components/containers/repository.ts";
import { AwsxNetwork } from "../components/network/awsx-network.ts";
import { ExistingNetwork } from "../components/network/existing-network.ts";
import type { Network } from "../components/network/network.ts";
import { type SubnetBlocks, subnetBlocks } from "../components/network/subnets.ts";
import { Vpc, type VpcArgs } from "../components/network/vpc.ts";
import type { OptionalAddon } from "../components/versions.ts";
import { TaskSecurityGroup, type TaskSecurityGroupArgs } from "../components/workload/task-security-group.ts";
import type { Config } from "./config.ts";
import type { Context } from "./context.ts";
import { type Foundation, handedFoundation } from "./contracts/handed.ts";
import { imageCache } from "./images.ts";
import { type ByName, each, type Settings } from "./table.ts";

/** Network and compute. */
export interface FoundationDefinition {
  /** Address plan, zones, NAT, endpoints and flow logs; made by this program, or by the awsx package. */
  network: Settings<VpcArgs, "clusterNames" | "flowLogs" | "subnets" | "trustedBuckets" | "zones"> & {
    madeBy: "platform" | "awsx";
    /** How many Availability Zones; platform:zones says which. */
    zones: number;
    /** CIDR blocks of the subnets by tier. @default computed for all three tiers, in slots that never move */
    subnets?: SubnetBlocks;
    flowLogs: "s3" | "cloudwatch";
  };
  /** The EKS cluster; its control plane is made by this program, or by the eks package. */
  cluster?: Settings<ClusterArgs, "clusterName" | "deployer" | "administrators" | "deployerNetwork" | "tags"> & {
    madeBy: "platform" | "eks";
    clusterName: string;
    /** Add-ons of EKS besides those that every cluster has. @default [] */
    addons?: readonly OptionalAddon[];
  };
  /** The ECS cluster, and what its services share. */
  containers?: {
    cluster: Settings<ContainerClusterArgs>;
    group: Settings<TaskSecurityGroupArgs, "vpcId">;
    /** Name of the one role that starts the tasks of all services. @default none, each service has its own */
    executionRoleName?: string;
    /** Days that the output of the services is kept. @default logRetentionInDays */
    logRetentionInDays?: number;
  };
  /** Image repositories. */
  repositories?: ByName<Settings<RepositoryArgs>>;
}

type MadeNetwork = Network & { natGatewayIds?: ByName<pulumi.Output<string>> };
type MadeCluster = Cluster | EksPackageCluster | ExistingCluster;

/** Network, clusters and image repositories. */
export function foundation(
  context: Context,
  definition: FoundationDefinition & { clusterAddons?: object; telemetry?: object },
): Foundation {
  const { home, common } = context;
  const network = networkOf(context, definition);
  const cluster = clusterOf(context, definition, network);
  previewers(context, cluster);
  const containers = definition.containers && {
    cluster: new ContainerCluster("containers", { ...common, ...definition.containers.cluster }, home.opts),
    ...new TaskSecurityGroup("services", { vpcId: network.vpcId, ...definition.containers.group }, home.opts),
  };
  const repositories = each(definition.repositories, (name, settings) => {
    return new Repository(`repository-${name}`, { ...common, ...settings }, home.opts);
  });
  const made = {
    cluster: cluster === undefined ? [] : [cluster],
    ...(cluster && { provider: cluster.provider }),
    images: imageCache(context, definition),
    addons: optionalAddons(context, definition, cluster),
  };
  return handedFoundation(context, definition, { network, cluster, containers, repositories }, made);
}

function networkOf({ config, home, common, logs, zones }: Context, definition: FoundationDefinition): MadeNetwork {
  if (config.existing !== undefined) {
    const { vpcId, publicSubnets, privateSubnets, databaseSubnets } = config.existing;
    const args = {
      vpcId,
      publicSubnetIds: Object.keys(publicSubnets),
      privateSubnetIds: Object.keys(privateSubnets),
      ...(databaseSubnets && { databaseSubnetIds: Object.keys(databaseSubnets) }),
    };
    return new ExistingNetwork("network", args, home.opts);
  }
  const { madeBy, flowLogs, ...settings } = definition.network;
  const args = {
    ...settings,
    zones,
    trustedBuckets: config.trustedBuckets,
    account: home.account,
    flowLogs:
      flowLogs === "s3"
        ? { destination: flowLogs, deletionProtection: common.deletionProtection }
        : { destination: flowLogs, retention: logs },
  };
  if (madeBy === "awsx") {
    const subnets = subnetBlocks(args);
    return new AwsxNetwork("network", { ...args, subnets }, home.opts);
  }
  const clusterNames = definition.cluster === undefined ? [] : [definition.cluster.clusterName];
  return new Vpc("network", { ...args, clusterNames }, home.opts);
}

function clusterOf(
  { config, home, common, tags }: Context,
  definition: FoundationDefinition,
  network: Network,
): MadeCluster | undefined {
  if (definition.cluster === undefined) return undefined;
  if (config.existing !== undefined) {
    const { clusterName } = config.existing;
    return new ExistingCluster("cluster", { account: home.account, clusterName }, home.opts);
  }
  const { madeBy, addons: _, ...settings } = definition.cluster;
  const args = {
    ...common,
    ...settings,
    network,
    deployer: config.deployer,
    administrators: [...new Set([...config.administrators, ...partAdministrators(config)])],
    deployerNetwork: config.deployerNetwork ?? {},
    tags,
  };
  return madeBy === "eks" ? new EksPackageCluster("cluster", args, home.opts) : new Cluster("cluster", args, home.opts);
}

/** Roles of the parts that use the Kubernetes API: the foundation has the StorageClass, and objects has the rest. */
export function partAdministrators({ deployer, partDeployers: { foundation, objects } = {} }: Config): string[] {
  return [foundation, objects].filter((role) => role !== undefined && role !== deployer).map(String);
}

/** A preview reads what runs on the cluster; roles that may only preview do no more, and read no secrets. */
function previewers({ config, home }: Context, cluster: MadeCluster | undefined): void {
  if (cluster === undefined) return;
  const { account, opts } = home;
  for (const roleArn of config.previewers) {
    const args = { account, clusterName: cluster.clusterName, roleArn, policy: "view", namespaces: "all" } as const;
    new ClusterAccess(`previewer-${roleArn.split("/").at(-1)}`, args, opts);
  }
}

function optionalAddons(
  { home }: Context,
  definition: FoundationDefinition,
  cluster: MadeCluster | undefined,
): OptionalAddons[] {
  const { addons = [] } = definition.cluster ?? {};
  if (cluster === undefined || addons.length === 0) return [];
  const args = { clusterName: cluster.clusterName, addons };
  return [new OptionalAddons("add-ons", args, { ...home.opts, dependsOn: cluster })];
}
