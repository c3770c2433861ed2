import type * as pulumi from "@pulumi/pulumi";
import type { KubernetesCluster } from "../cluster/kubernetes-cluster.ts";
import type { Account } from "../iam/account.ts";
import type { Network } from "../network/network.ts";
import type { NodePools } from "./node-pools.ts";

export interface KarpenterArgs {
  /** Account of the nodes. */
  account: Account;
  /** Cluster whose pods get nodes; Karpenter itself runs on its node groups. */
  cluster: Pick<KubernetesCluster, "clusterName" | "endpoint" | "securityGroupId" | "oidcProviderArn">;
  /** Network of the nodes: they live in its private subnets. */
  network: Pick<Network, "privateSubnetIds">;
  /** Image of the nodes: family and release, for example al2023@v20260910; latest replaces nodes whenever AWS publishes one. */
  ami: string;
  /** Size in GiB of the volume that holds images and containers, at least 20. */
  diskSize: number;
  /** ARN of the KMS key for the nodes' volumes. */
  kmsKeyArn: pulumi.Input<string>;
  /** Kinds of nodes by name, at least one. */
  nodePools: NodePools;
  /** Tags of instances and volumes, which the provider's default tags do not reach. */
  tags: Readonly<Record<string, string>>;
  /** Whether Prometheus scrapes it; the ServiceMonitor's CRD exists before. */
  serviceMonitor: boolean;
}
