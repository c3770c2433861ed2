import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { release } from "../helm/release.ts";
import { resources, serviceAccount } from "../helm/values.ts";
import { ServiceRole } from "../iam/service-role.ts";
import { WorkloadIdentity } from "../identity/workload-identity.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { AddonNamespace } from "./addon-namespace.ts";
import { InterruptionQueue } from "./interruption-queue.ts";
import type { KarpenterArgs } from "./karpenter-args.ts";
import { karpenterStatements } from "./karpenter-permissions.ts";
import { nodeClassSpec } from "./node-class.ts";
import { type NodePools, nodePoolFaults, nodePoolSpec } from "./node-pools.ts";

export type { KarpenterArgs } from "./karpenter-args.ts";

/**
 * Karpenter: launches nodes for pending pods and drains nodes before their instances are interrupted.
 * When it is destroyed, its node pools are deleted first, and the controller when their instances are terminated.
 */
export class Karpenter extends pulumi.ComponentResource {
  /** ARN of the role of the nodes. */
  readonly nodeRoleArn: pulumi.Output<string>;

  constructor(name: string, args: KarpenterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:addons:Karpenter", name, {}, opts);
    refuse(this, name, faults(args));
    const child = { parent: this };
    const room = new AddonNamespace(name, { namespace: "karpenter", ports: [8080] }, child);
    const { namespace } = room;

    const queue = new InterruptionQueue(name, {}, child);
    const { role, instanceProfile, entry } = this.nodeIdentity(name, args);
    const identity = this.controllerIdentity(name, args, role.arn, queue.arn);
    const crds = release(
      `${name}-crd`,
      "karpenter-crd",
      { namespace, values: {}, timeout: 300, imageRegistries: undefined },
      { ...child, dependsOn: room },
    );
    const controller = release(
      name,
      "karpenter",
      {
        namespace,
        values: values(args, queue.queueName),
        imageRegistries: args.imageRegistries,
        timeout: 600,
        skipCrds: true,
      },
      { ...child, dependsOn: [room, crds, identity, queue] },
    );
    const nodeClass = this.nodeClass(name, args, instanceProfile, { ...child, dependsOn: [controller, entry] });
    this.nodePools(name, args.nodePools, nodeClass);

    this.nodeRoleArn = role.arn;
    this.registerOutputs(outputs(this));
  }

  /** IAM role, instance profile and access entry of the nodes. */
  private nodeIdentity(name: string, { account, cluster }: KarpenterArgs) {
    const child = { parent: this };
    const role = new ServiceRole(
      `${name}-node`,
      {
        account,
        service: "ec2.amazonaws.com",
        managedPolicies: [
          "AmazonEKSWorkerNodePolicy",
          "AmazonEC2ContainerRegistryPullOnly",
          "AmazonSSMManagedInstanceCore",
        ],
      },
      child,
    );
    const tags = { Name: `${name}-node`, "eks:eks-cluster-name": cluster.clusterName };
    const instanceProfile = new aws.iam.InstanceProfile(`${name}-node`, { role: role.roleName, tags }, child);
    const entry = new aws.eks.AccessEntry(
      `${name}-node`,
      { clusterName: cluster.clusterName, principalArn: role.arn, type: "EC2_LINUX" },
      child,
    );
    return { role, instanceProfile, entry };
  }

  private controllerIdentity(
    name: string,
    { account, cluster, kmsKeyArn, nodePools }: KarpenterArgs,
    nodeRoleArn: pulumi.Output<string>,
    queueArn: pulumi.Output<string>,
  ): WorkloadIdentity {
    const { clusterName } = cluster;
    const spot = Object.values(nodePools).some(({ capacityTypes }) => capacityTypes.includes("spot"));
    const scope = { account, clusterName, nodeRoleArn, queueArn, kmsKeyArn, spot };
    return new WorkloadIdentity(
      name,
      {
        account,
        cluster,
        kind: "podIdentity",
        namespace: "karpenter",
        serviceAccount: "karpenter",
        statements: karpenterStatements(scope),
      },
      { parent: this },
    );
  }

  private nodeClass(
    name: string,
    args: KarpenterArgs,
    instanceProfile: aws.iam.InstanceProfile,
    child: pulumi.CustomResourceOptions,
  ): kubernetes.apiextensions.CustomResource {
    return new kubernetes.apiextensions.CustomResource(
      name,
      {
        apiVersion: "karpenter.k8s.aws/v1",
        kind: "EC2NodeClass",
        metadata: { name: "default" },
        spec: nodeClassSpec(args, instanceProfile.name),
      },
      child,
    );
  }

  /** Foreground deletion: a node pool is deleted when its nodes are, which can take their termination grace period. */
  private nodePools(name: string, pools: NodePools, nodeClass: kubernetes.apiextensions.CustomResource): void {
    for (const [pool, settings] of Object.entries(pools)) {
      new kubernetes.apiextensions.CustomResource(
        `${name}-${pool}`,
        {
          apiVersion: "karpenter.sh/v1",
          kind: "NodePool",
          metadata: {
            name: pool,
            annotations: { "pulumi.com/deletionPropagationPolicy": "foreground" },
          },
          spec: nodePoolSpec(settings, "default"),
        },
        { parent: this, dependsOn: nodeClass, customTimeouts: { delete: "45m" } },
      );
    }
  }
}

function values({ cluster, serviceMonitor }: KarpenterArgs, interruptionQueue: pulumi.Output<string>) {
  return {
    serviceAccount: serviceAccount("karpenter"),
    replicas: 2,
    settings: { clusterName: cluster.clusterName, clusterEndpoint: cluster.endpoint, interruptionQueue },
    controller: {
      resources: resources("500m", "1Gi"),
      // The chart has no default, and the restricted Pod Security Standard requires a profile.
      securityContext: { seccompProfile: { type: "RuntimeDefault" as const } },
    },
    serviceMonitor: { enabled: serviceMonitor },
  };
}

function faults({ ami, diskSize, nodePools }: KarpenterArgs): string[] {
  return [
    ...(/^(al2023|bottlerocket)@(latest|v[\d.]+)$/.test(ami)
      ? []
      : [`ami must be al2023 or bottlerocket, @ and a release, got "${ami}"`]),
    ...(diskSize >= 20 ? [] : [`diskSize must be 20 GiB or more, got ${diskSize}`]),
    ...nodePoolFaults(nodePools),
  ];
}
