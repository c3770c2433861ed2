import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** An EKS cluster: what add-ons, workloads and data stores need to know of it, whoever made it. */
export interface KubernetesCluster {
  /** Name of the EKS cluster. */
  readonly clusterName: pulumi.Output<string>;
  /** URL of the Kubernetes API server. */
  readonly endpoint: pulumi.Output<string>;
  /** Security group that EKS puts on the control plane and on every node; data stores admit it. */
  readonly securityGroupId: pulumi.Output<string>;
  /** ARN of the IAM OIDC provider, for roles of service accounts (IRSA). */
  readonly oidcProviderArn: pulumi.Output<string>;
  /** Kubeconfig that signs in with the caller's AWS identity; it holds no credential. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Kubernetes provider bound to the cluster. */
  readonly provider: kubernetes.Provider;
}
