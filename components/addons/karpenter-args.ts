import type * as pulumi from "@pulumi/pulumi";
import type { NodeCluster } from "../cluster/kubernetes-cluster.ts";
import type { ImageRegistries } from "../helm/image-registries.ts";
import type { Account } from "../iam/account.ts";
import type { Network } from "../network/network.ts";
import type { NodePools } from "./node-pools.ts";

/** Arguments of Karpenter. */
export interface KarpenterArgs {
  /** Account of the nodes. */
  account: Account;
  /** Cluster that gets the nodes; Karpenter's pods run on its managed node groups. */
  cluster: NodeCluster;
  /** Network of the nodes, which are in its private subnets. */
  network: Pick<Network, "privateSubnetIds">;
  /** AMI alias of the nodes, family and release, for example al2023@v20260910; latest replaces nodes with every release. */
  ami: string;
  /** Size in GiB of the volume that holds images and containers, at least 20. */
  diskSize: number;
  /** ARN of the KMS key for the nodes' volumes. */
  kmsKeyArn: pulumi.Input<string>;
  /** Node pools by name, at least one. */
  nodePools: NodePools;
  /** Tags of instances and volumes; the provider's default tags do not apply to them. */
  tags: Readonly<Record<string, string>>;
  /** Whether Prometheus scrapes Karpenter; the ServiceMonitor CRD must exist. */
  serviceMonitor: boolean;
  /** Where the chart's images are pulled from. @default the registries that the chart names */
  imageRegistries?: ImageRegistries;
}
