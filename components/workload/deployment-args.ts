import type * as pulumi from "@pulumi/pulumi";
import type { Callee, Caller, Pods } from "../cluster/network-peers.ts";
import type { Workload } from "./workload.ts";

export interface DeploymentArgs {
  /** Physical name of the Deployment and of its Service. */
  deploymentName: string;
  /** Label app of the pods, by which they are selected, and the job that they are scraped under. @default deploymentName */
  app?: string;
  /** Namespace, which exists. */
  namespace: pulumi.Input<string>;
  /** Name of the container. */
  containerName: string;
  /** What runs. */
  workload: Workload;
  /** Who connects to the workload's port, by name; nobody else can. */
  callers: Readonly<Record<string, Caller>>;
  /** What the workload connects to besides DNS, by name; it reaches nothing else. */
  callees: Readonly<Record<string, Callee>>;
  /** Name of the service account. @default deploymentName */
  serviceAccount?: string;
  /** How pods get AWS credentials, and the annotations that their service account needs for it. @default none: no AWS credentials */
  identity?: {
    /** EKS Pod Identity, or an IAM role for the service account (IRSA). */
    kind: "podIdentity" | "irsa";

    /** Annotations of the service account. */
    annotations: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  };
  /** ClusterSecretStore of External Secrets that reads the workload's secrets. @default none: a workload with secrets is refused */
  secretStore?: pulumi.Input<string>;
  /** HTTP path of the metrics on the workload's port, and the pods that scrape it. @default none */
  metrics?: {
    /** HTTP path of the metrics. */
    path: string;
    /** Pods that scrape the metrics. */
    scraper: Pods;
  };
  /** Target group at which pods register, and the addresses of the load balancer that sends traffic from there. @default none: called inside the cluster only */
  route?: {
    /** ARN of the target group. */
    targetGroupArn: pulumi.Input<string>;
    /** CIDR blocks of the load balancer's subnets. */
    cidrBlocks: readonly pulumi.Input<string>[];
  };
}
