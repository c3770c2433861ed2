import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** Cluster whose service accounts get IAM roles. */
export interface IdentityCluster {
  /** Name of the EKS cluster. */
  readonly clusterName: pulumi.Output<string>;
  /** ARN of the IAM OIDC provider, for roles of service accounts (IRSA). */
  readonly oidcProviderArn: pulumi.Output<string>;
}

/** Cluster that nodes outside its node groups join. */
export interface NodeCluster extends IdentityCluster {
  /** URL of the Kubernetes API server. */
  readonly endpoint: pulumi.Output<string>;
  /** Security group that EKS attaches to the control plane and to every node. */
  readonly securityGroupId: pulumi.Output<string>;
}

/** An EKS cluster as add-ons, workloads and data stores use it. */
export interface KubernetesCluster extends NodeCluster {
  /** Kubeconfig that gets tokens with the caller's AWS credentials; it contains none. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Kubernetes provider of the cluster. */
  readonly provider: kubernetes.Provider;
}
