import * as pulumi from "@pulumi/pulumi";
import type { KubernetesCluster } from "../cluster/kubernetes-cluster.ts";
import { release } from "../helm/release.ts";
import { resources, serviceAccount } from "../helm/values.ts";
import type { Account } from "../iam/account.ts";
import { WorkloadIdentity } from "../identity/workload-identity.ts";
import type { Network } from "../network/network.ts";
import { outputs } from "../outputs.ts";
import { balancerStatements, targetStatements } from "./load-balancer-permissions.ts";

export interface LoadBalancerControllerArgs {
  /** Account of the load balancers. */
  account: Account;
  /** Cluster whose pods are the targets. */
  cluster: Pick<KubernetesCluster, "clusterName" | "oidcProviderArn">;
  /** Network of the cluster. */
  network: Pick<Network, "vpcId">;
  /**
   * What it may change: registrations in the target groups of gateways alone, so that nothing outlives this program, or
   * load balancers of its own as well, which Ingresses and Services ask for and which go only with them.
   */
  manages: "targetGroups" | "loadBalancers";
  /** Tags of what it makes; a target group must carry them for pods to be registered in it. */
  tags: Readonly<Record<string, string>>;
  /** Whether Prometheus scrapes it; the ServiceMonitor's CRD exists before. */
  serviceMonitor: boolean;
}

/** AWS Load Balancer Controller: keeps pods registered in target groups, through TargetGroupBindings. */
export class LoadBalancerController extends pulumi.ComponentResource {
  /** Name of the Helm release, known once TargetGroupBindings are understood. */
  readonly releaseName: pulumi.Output<string>;

  constructor(name: string, args: LoadBalancerControllerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:addons:LoadBalancerController", name, {}, opts);
    const { account, cluster, tags } = args;
    const child = { parent: this };

    const pods = { namespace: "kube-system", serviceAccount: "aws-load-balancer-controller" };
    const own = args.manages === "loadBalancers";
    const statements = [
      ...targetStatements(account, tags),
      ...(own ? balancerStatements(account, cluster.clusterName) : []),
    ];
    const identity = new WorkloadIdentity(name, { account, cluster, kind: "podIdentity", ...pods, statements }, child);
    const installed = release(
      name,
      "aws-load-balancer-controller",
      {
        namespace: "kube-system",
        timeout: 300,
        values: {
          clusterName: cluster.clusterName,
          // Its pods cannot ask the node where they are.
          region: account.region,
          vpcId: args.network.vpcId,
          replicaCount: 2,
          serviceAccount: serviceAccount("aws-load-balancer-controller"),
          createIngressClassResource: own,
          enableServiceMutatorWebhook: false,
          enableShield: false,
          enableWaf: false,
          enableWafv2: own,
          defaultTags: tags,
          podDisruptionBudget: { maxUnavailable: 1 },
          resources: resources("100m", "256Mi"),
          serviceMonitor: { enabled: args.serviceMonitor },
        },
      },
      { ...child, dependsOn: identity },
    );

    this.releaseName = installed.name;
    this.registerOutputs(outputs(this));
  }
}
