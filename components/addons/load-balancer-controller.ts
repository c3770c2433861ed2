import * as pulumi from "@pulumi/pulumi";
import type { IdentityCluster } from "../cluster/kubernetes-cluster.ts";
import type { ImageRegistries } from "../helm/image-registries.ts";
import { release } from "../helm/release.ts";
import { resources, serviceAccount } from "../helm/values.ts";
import type { Account } from "../iam/account.ts";
import { WorkloadIdentity } from "../identity/workload-identity.ts";
import type { Network } from "../network/network.ts";
import { outputs } from "../outputs.ts";
import { balancerStatements, targetStatements } from "./load-balancer-permissions.ts";

/** Arguments of LoadBalancerController. */
export interface LoadBalancerControllerArgs {
  /** Account of the load balancers. */
  account: Account;
  /** Cluster whose pods are registered. */
  cluster: IdentityCluster;
  /** Network of the cluster. */
  network: Pick<Network, "vpcId">;
  /**
   * What the controller manages: targets of existing target groups only, or load balancers for Ingresses and Services as well,
   * which are deleted only with these.
   */
  manages: "targetGroups" | "loadBalancers";
  /** Tags of what the controller creates; pods are registered only in target groups with these tags. */
  tags: Readonly<Record<string, string>>;
  /** Whether Prometheus scrapes the controller; the ServiceMonitor CRD must exist. */
  serviceMonitor: boolean;
  /** Where the chart's images are pulled from. @default the registries that the chart names */
  imageRegistries?: ImageRegistries;
}

/** AWS Load Balancer Controller: registers pods in target groups by TargetGroupBindings. */
export class LoadBalancerController extends pulumi.ComponentResource {
  /** Name of the Helm release, known when the controller is ready. */
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
        imageRegistries: args.imageRegistries,
        values: {
          clusterName: cluster.clusterName,
          // Its pods cannot reach the instance metadata service, so VPC and Region are set.
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
          // Added to the chart's defaults: read-only root file system, no root user, no privilege escalation.
          podSecurityContext: { fsGroup: 65534, seccompProfile: { type: "RuntimeDefault" } },
          securityContext: { capabilities: { drop: ["ALL"] } },
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
