import * as pulumi from "@pulumi/pulumi";
import type { IdentityCluster } from "../cluster/kubernetes-cluster.ts";
import { containerSecurity, podSecurity } from "../cluster/pod.ts";
import { images } from "../helm/charts.ts";
import type { ImageRegistries } from "../helm/image-registries.ts";
import { release } from "../helm/release.ts";
import { resources, serviceAccount, spreadOf } from "../helm/values.ts";
import type { Account } from "../iam/account.ts";
import type { Statement } from "../iam/policy-document.ts";
import { WorkloadIdentity } from "../identity/workload-identity.ts";
import { outputs } from "../outputs.ts";
import type { KubernetesVersion } from "../versions.ts";

/** Arguments of ClusterAutoscaler. */
export interface ClusterAutoscalerArgs {
  /** Account of the cluster. */
  account: Account;
  /** Cluster whose managed node groups are scaled. */
  cluster: IdentityCluster;
  /** Kubernetes minor of the cluster; Cluster Autoscaler has a release for each. */
  version: KubernetesVersion;
  /** Whether Prometheus scrapes the autoscaler; the ServiceMonitor CRD must exist. */
  serviceMonitor: boolean;
  /** Where the chart's images are pulled from. @default the registries that the chart names */
  imageRegistries?: ImageRegistries;
}

/**
 * Cluster Autoscaler: scales managed node groups between their minimum and maximum size.
 * It discovers Auto Scaling groups by the tags that EKS sets, k8s.io/cluster-autoscaler/enabled and
 * k8s.io/cluster-autoscaler/<cluster>, and may change only these.
 */
export class ClusterAutoscaler extends pulumi.ComponentResource {
  /** Name of the Helm release, known when the autoscaler is ready. */
  readonly releaseName: pulumi.Output<string>;

  constructor(name: string, args: ClusterAutoscalerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:addons:ClusterAutoscaler", name, {}, opts);
    const { account, cluster, version, serviceMonitor } = args;
    const child = { parent: this };

    const identity = new WorkloadIdentity(
      name,
      {
        account,
        cluster,
        kind: "podIdentity",
        namespace: "kube-system",
        serviceAccount: "cluster-autoscaler",
        statements: statements(cluster.clusterName),
      },
      child,
    );
    const installed = release(
      name,
      "cluster-autoscaler",
      {
        namespace: "kube-system",
        timeout: 300,
        imageRegistries: args.imageRegistries,
        values: {
          fullnameOverride: "cluster-autoscaler",
          cloudProvider: "aws",
          awsRegion: account.region,
          autoDiscovery: { clusterName: cluster.clusterName },
          image: { tag: images.clusterAutoscaler[version] },
          rbac: { serviceAccount: serviceAccount("cluster-autoscaler") },
          replicaCount: 2,
          extraArgs: {
            "balance-similar-node-groups": true,
            expander: "least-waste",
            "skip-nodes-with-local-storage": false,
            "skip-nodes-with-system-pods": false,
          },
          priorityClassName: "system-cluster-critical",
          securityContext: podSecurity(user),
          containerSecurityContext: containerSecurity,
          topologySpreadConstraints: spreadOf("cluster-autoscaler", "aws-cluster-autoscaler"),
          resources: resources("100m", "600Mi"),
          // The chart's default namespace of the ServiceMonitor is monitoring, which may not exist.
          serviceMonitor: { enabled: serviceMonitor, namespace: "kube-system" },
        },
      },
      { ...child, dependsOn: identity },
    );

    this.releaseName = installed.name;
    this.registerOutputs(outputs(this));
  }
}

/** User ID of the image, which is nobody. */
const user = 65534;

/** Describe actions support no resource-level permissions; write actions are limited to groups with both tags. */
function statements(clusterName: pulumi.Output<string>): pulumi.Input<Statement>[] {
  return [
    {
      Sid: "SeeGroups",
      Effect: "Allow",
      Action: [
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeAutoScalingInstances",
        "autoscaling:DescribeLaunchConfigurations",
        "autoscaling:DescribeScalingActivities",
        "autoscaling:DescribeTags",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeLaunchTemplateVersions",
        "ec2:GetInstanceTypesFromInstanceRequirements",
        "eks:DescribeNodegroup",
      ],
      Resource: "*",
    },
    clusterName.apply(
      (cluster): Statement => ({
        Sid: "ScaleOwnGroups",
        Effect: "Allow",
        Action: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
        Resource: "*",
        Condition: {
          StringEquals: {
            "aws:ResourceTag/k8s.io/cluster-autoscaler/enabled": "true",
            [`aws:ResourceTag/k8s.io/cluster-autoscaler/${cluster}`]: "owned",
          },
        },
      }),
    ),
  ];
}
