import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import type { LogRetention } from "../logs/log-retention.ts";
import type { Network } from "../network/network.ts";
import type { KubernetesVersion } from "../versions.ts";
import type { EndpointAccess } from "./access.ts";
import type { NodeGroups } from "./nodes.ts";

export interface ClusterArgs {
  /** Account of the cluster. */
  account: Account;
  /** Physical name of the cluster; the log group and the kubeconfig carry it. @default name of the component */
  clusterName?: string;
  /** Kubernetes minor; rising by one upgrades the control plane, then the nodes. */
  version: KubernetesVersion;
  /** Network of the cluster: control plane and nodes live in its private subnets. */
  network: Pick<Network, "privateSubnetIds">;
  /** Way to the API server; with a private one Pulumi must run inside the VPC from the first Kubernetes object on. */
  endpointAccess: EndpointAccess;
  /** ARN of the IAM role whose credentials run Pulumi; it administers the cluster to install what belongs there. */
  deployer: string;
  /** ARNs of the IAM roles of people who administer the cluster, at least one besides the deployer. */
  administrators: readonly string[];
  /** Managed node groups by name, at least one of them without taints. */
  nodeGroups: NodeGroups;
  /** ARN of the KMS key for Kubernetes secrets and EBS volumes; its policy must admit the Auto Scaling service-linked role. */
  kmsKeyArn: pulumi.Input<string>;
  /** Retention and key of the control plane's log group. */
  logs: LogRetention;
  /** Whether AWS refuses to delete the cluster. */
  deletionProtection: boolean;
  /** Tags of instances and volumes, which the provider's default tags do not reach. @default {} */
  tags?: Readonly<Record<string, string>>;
}
