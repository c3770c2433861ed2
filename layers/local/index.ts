import * as kubernetes from "@pulumi/kubernetes";
import { Namespace } from "../../components/cluster/namespace.ts";
import type { Callee } from "../../components/cluster/network-peers.ts";
import { namespaceProviderOptions, namespacesBy, providerOptions } from "../../components/cluster/provider-options.ts";
import { Deployment, type DeploymentArgs } from "../../components/workload/deployment.ts";
import { calleesOf, callersOf } from "../calls.ts";
import type { LocalConfig } from "../config.ts";
import type { DeploymentDefinition } from "../deployments.ts";
import { type ByName, each, rowOf } from "../table.ts";
import type { LocalDefinition } from "./definition.ts";
import { localSecrets, secretCommands } from "./secrets.ts";
import { type LocalStore, localStores, storeVariables } from "./stores.ts";

/** The workloads of a definition on the cluster that the configuration names. */
export function local(config: LocalConfig, definition: LocalDefinition) {
  const { kubeContext } = config;
  const { deployments } = definition;
  const settings = { context: kubeContext, clusterIdentifier: kubeContext, ...providerOptions };
  const namespaceSettings = { ...settings, ...namespaceProviderOptions };
  const inCluster = {
    providers: { kubernetes: new kubernetes.Provider("cluster", settings) },
    transformations: [namespacesBy(new kubernetes.Provider("cluster-namespaces", namespaceSettings))],
  };

  const namespaces = each(definition.namespaces, (namespaceName, row) => {
    return new Namespace(`namespace-${namespaceName}`, { namespaceName, ...row }, inCluster);
  });
  const place = (namespace: string) => namespaces[namespace]?.namespaceName ?? namespace;
  const stores = localStores(definition, place(definition.stores.namespace), inCluster);
  each(deployments, (name, row) => {
    const args = { ...deploymentArgs(config, definition, name, row, stores), namespace: place(row.namespace) };
    return new Deployment(`deployment-${name}`, args, inCluster);
  });

  const at = (namespace: string) => `kubectl --context ${kubeContext} --namespace ${namespace}`;
  return {
    images: each(deployments, (_, row) => imageOf(config, definition, row)),
    secretCommands: secretCommands(at, definition, stores),
    forwardCommands: each(deployments, (_, { namespace, deploymentName, port }) => {
      return `${at(namespace)} port-forward service/${deploymentName} ${port}`;
    }),
  };
}

function deploymentArgs(
  config: LocalConfig,
  definition: LocalDefinition,
  name: string,
  row: DeploymentDefinition,
  stores: readonly LocalStore[],
): Omit<DeploymentArgs, "namespace"> {
  const { deploymentName, app, containerName, metrics, port, cpu, memory, scale, health } = row;
  const identity = rowOf(definition.identities, row.identity);
  const used = stores.filter(({ users }) => users.includes(name));
  return {
    deploymentName,
    ...(app !== undefined && { app }),
    containerName,
    workload: {
      image: imageOf(config, definition, row),
      port,
      cpu,
      memory,
      scale,
      health,
      environment: { ...storeVariables(used), ...row.environment },
      secrets: localSecrets(row, used),
      volumes: each(row.scratch, (_, path) => ({ kind: "scratch" as const, path })),
    },
    callers: { ...row.callers, ...callersOf(name, definition.deployments) },
    callees: { ...row.callees, ...calleesOf(row, definition.deployments), ...storesOf(used, definition) },
    ...(identity && { serviceAccount: identity.serviceAccount }),
    ...(metrics && { metrics }),
  };
}

/** The image's name on the nodes; the default registry, localhost, is that of images that were loaded into them. */
function imageOf({ imageRegistry }: LocalConfig, { repositories }: LocalDefinition, { image }: DeploymentDefinition) {
  return `${imageRegistry}/${rowOf(repositories, image.repository)?.repositoryName ?? image.repository}:${image.tag}`;
}

function storesOf(stores: readonly LocalStore[], { stores: { namespace } }: LocalDefinition): ByName<Callee> {
  const callees = stores.map(({ storeName, store: { labels, port } }) => {
    return [storeName, { kind: "pods", namespace, labels, port } as const] as const;
  });
  return Object.fromEntries(callees);
}
