import type * as pulumi from "@pulumi/pulumi";
import type { Callee, Caller, Pods } from "../cluster/network-peers.ts";
import type { Workload } from "./workload.ts";

/** Arguments of Deployment. */
export interface DeploymentArgs {
  /** Name of the Deployment and its Service. */
  deploymentName: string;
  /** Label app of the pods, which is their selector and scrape job. @default deploymentName */
  app?: string;
  /** Namespace, which must exist. */
  namespace: pulumi.Input<string>;
  /** Name of the container. */
  containerName: string;
  /** Workload of the pods. */
  workload: Workload;
  /** Sources of ingress to the workload's port, by name. */
  callers: Readonly<Record<string, Caller>>;
  /** Destinations of egress besides DNS, by name. */
  callees: Readonly<Record<string, Callee>>;
  /** Name of the service account. @default deploymentName */
  serviceAccount?: string;
  /** AWS credentials of the pods, with the annotations of their service account. @default none: no AWS credentials */
  identity?: {
    /** EKS Pod Identity, or an IAM role for the service account (IRSA). */
    kind: "podIdentity" | "irsa";

    /** Annotations of the service account. */
    annotations: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  };
  /** ClusterSecretStore of the workload's secrets. @default none: a workload with secrets is refused */
  secretStore?: pulumi.Input<string>;
  /** Metrics on the workload's port. @default none */
  metrics?: {
    /** HTTP path of the metrics. */
    path: string;
    /** Pods that scrape the metrics. */
    scraper: Pods;
  };
  /** Target group of the pods, and the load balancer's addresses. @default none: reachable in the cluster only */
  route?: {
    /** ARN of the target group. */
    targetGroupArn: pulumi.Input<string>;
    /** CIDR blocks of the load balancer's subnets. */
    cidrBlocks: readonly pulumi.Input<string>[];
  };
}
