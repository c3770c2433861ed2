import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import type { LogRetention } from "../logs/log-retention.ts";
import type { Network } from "../network/network.ts";
import type { KubernetesVersion } from "../versions.ts";
import type { DeployerNetwork } from "./access.ts";
import type { NodeGroups } from "./nodes.ts";

/** Arguments of Cluster. */
export interface ClusterArgs {
  /** Account of the cluster. */
  account: Account;
  /** Physical name of the cluster, also in its log group and kubeconfig. @default name of the component */
  clusterName?: string;
  /** Kubernetes minor version; the next one upgrades the control plane, then the nodes. */
  version: KubernetesVersion;
  /** Network of the cluster, whose control plane and nodes are in its private subnets. */
  network: Pick<Network, "privateSubnetIds" | "controlPlaneSubnetIds" | "podSubnetIdByZone">;
  /** Where Pulumi runs: what may connect to the API server besides the cluster's own nodes. */
  deployerNetwork: DeployerNetwork;
  /** ARN of the IAM role that runs Pulumi, which gets cluster administrator access. */
  deployer: string;
  /** ARNs of the IAM roles of administrators, at least one besides the deployer. */
  administrators: readonly string[];
  /** Managed node groups by name, at least one of them without taints. */
  nodeGroups: NodeGroups;
  /** ARN of the KMS key for Kubernetes secrets and EBS volumes; its policy must allow the Auto Scaling service-linked role. */
  kmsKeyArn: pulumi.Input<string>;
  /** Retention and KMS key of the control plane's log group. */
  logs: LogRetention;
  /** Whether AWS refuses to delete the cluster. */
  deletionProtection: boolean;
  /** Tags of instances and volumes; the provider's default tags do not apply to them. @default {} */
  tags?: Readonly<Record<string, string>>;
}
