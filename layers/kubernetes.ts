import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { namespaceProviderOptions, namespacesBy, providerOptions } from "../components/cluster/provider-options.ts";
import type { Context } from "./context.ts";
import type { Foundation } from "./contracts/handed.ts";

/** How objects of the cluster are made. */
export interface Kubernetes {
  /** Kubernetes provider of the cluster. */
  provider: kubernetes.Provider;
  /** Has namespaces made by a provider that refuses those that exist. */
  newNamespaces: pulumi.ResourceTransformation[];
}

/** The providers of the stack's cluster; none without a cluster. */
export interface WithKubernetes {
  kubernetes: Kubernetes | undefined;
}

/** The definition as far as the provider depends on it. */
interface Definition {
  cluster?: { madeBy: "platform" | "eks" };
}

/** The providers of the cluster; none without a cluster. */
export function kubernetesOf(
  context: Context,
  definition: Definition,
  { cluster, made }: Foundation,
): Kubernetes | undefined {
  if (cluster === undefined) return undefined;
  const { kubeconfig, endpoint } = cluster;
  const settings = { kubeconfig, clusterIdentifier: endpoint };
  const provider = made.provider ?? connected(context, definition, settings);
  const forNamespaces = new kubernetes.Provider(
    "cluster-namespaces",
    { ...settings, ...namespaceProviderOptions },
    { dependsOn: [...made.cluster] },
  );
  return { provider, newNamespaces: [namespacesBy(forNamespaces)] };
}

/** The provider of a cluster that another part made; a component with the type of the cluster's gives it the same URN. */
function connected(
  { config, home }: Context,
  { cluster }: Definition,
  settings: kubernetes.ProviderArgs,
): kubernetes.Provider {
  const own = cluster?.madeBy === "eks" ? "EksPackageCluster" : "Cluster";
  const type = `platform:cluster:${config.existing === undefined ? own : "ExistingCluster"}`;
  const parent = new pulumi.ComponentResource(type, "cluster", {}, home.opts);
  return new kubernetes.Provider("cluster", { ...settings, ...providerOptions }, { parent });
}
