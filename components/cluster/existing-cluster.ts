import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type Account, iamArn } from "../iam/account.ts";
import { outputs } from "../outputs.ts";
import { kubeconfig } from "./kubeconfig.ts";
import type { KubernetesCluster } from "./kubernetes-cluster.ts";

/** Arguments of ExistingCluster. */
export interface ExistingClusterArgs {
  /** Account of the cluster. */
  account: Account;
  /** Name of the existing cluster. */
  clusterName: string;
}

/** An existing EKS cluster, looked up by name; it must have an IAM OIDC provider for IRSA. */
export class ExistingCluster extends pulumi.ComponentResource implements KubernetesCluster {
  /** Name of the EKS cluster. */
  readonly clusterName: pulumi.Output<string>;
  /** URL of the Kubernetes API server. */
  readonly endpoint: pulumi.Output<string>;
  /** Security group that EKS puts on the control plane and on every node. */
  readonly securityGroupId: pulumi.Output<string>;
  /** ARN of the IAM OIDC provider, for roles of service accounts (IRSA). */
  readonly oidcProviderArn: pulumi.Output<string>;
  /** Kubeconfig that gets tokens with the caller's AWS credentials; it contains none. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Kubernetes provider of the cluster. */
  readonly provider: kubernetes.Provider;

  constructor(name: string, args: ExistingClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:cluster:ExistingCluster", name, {}, opts);
    const { account, clusterName } = args;
    const child = { parent: this };

    const cluster = aws.eks.getClusterOutput({ name: clusterName }, child);
    const certificateAuthority = cluster.certificateAuthorities.apply(([first]) => first?.data ?? "");
    const issuer = cluster.identities.apply(([identity]) => identity?.oidcs[0]?.issuer ?? "");

    this.clusterName = pulumi.output(clusterName);
    this.endpoint = cluster.endpoint;
    this.securityGroupId = cluster.vpcConfig.clusterSecurityGroupId;
    this.oidcProviderArn = issuer.apply((url) => iamArn(account, `oidc-provider/${url.replace("https://", "")}`));
    this.kubeconfig = kubeconfig(account, clusterName, cluster.endpoint, certificateAuthority);
    this.provider = new kubernetes.Provider(
      name,
      { kubeconfig: this.kubeconfig, clusterIdentifier: cluster.endpoint, enableServerSideApply: true },
      child,
    );
    this.registerOutputs(outputs(this, { except: ["securityGroupId", "oidcProviderArn", "kubeconfig", "provider"] }));
  }
}
