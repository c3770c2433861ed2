import * as pulumi from "@pulumi/pulumi";
import { Namespace, type NamespaceArgs } from "../components/cluster/namespace.ts";
import type { Callee, Caller } from "../components/cluster/network-peers.ts";
import type { UserPool } from "../components/cognito/user-pool.ts";
import { Deployment, type DeploymentArgs } from "../components/workload/deployment.ts";
import type { Volume, Workload } from "../components/workload/workload.ts";
import type { Context } from "./context.ts";
import type { StackDefinition } from "./definition.ts";
import type { Foundation } from "./foundation.ts";
import type { Intelligence } from "./identity.ts";
import type { Everything } from "./monitored.ts";
import type { Uses } from "./permissions.ts";
import { endpoints } from "./services.ts";
import type { Stores } from "./stores.ts";
import type { ByName, Settings } from "./table.ts";
import { each } from "./table.ts";

/** What runs on the cluster. */
export interface KubernetesDefinition {
  /** Namespaces by their names; those of add-ons come with the add-ons. */
  namespaces: ByName<Settings<NamespaceArgs, "namespaceName">>;
  /** Workloads on the cluster; a route of the gateway that has a workload's name leads to it. */
  deployments: ByName<DeploymentDefinition>;
}

export interface DeploymentDefinition
  extends Omit<Workload, "image" | "secrets" | "volumes">,
    Pick<DeploymentArgs, "deploymentName" | "app" | "containerName" | "metrics"> {
  /** Namespace of the stack. */
  namespace: string;
  /** Repository of the image, and its tag. */
  image: { repository: string; tag: string };
  /** Identity of the stack, for the same namespace: its service account, its role, and what it uses. */
  identity: string | undefined;
  /** Environment variables whose values are secrets of the stack, or one key of them, and the Kubernetes Secrets that carry them. */
  secrets: ByName<{ secret: string; key?: string; objectName?: string }>;
  /** Directories that it may write to by name; they are empty at each start. */
  scratch: ByName<string>;
  /** Directories that its replicas share, from access points of the stack's file systems. */
  shared: ByName<{ path: string; fileSystem: string; accessPoint: string; claimName?: string }>;
  /** Workloads of the stack that it connects to. */
  calls: readonly string[];
  /** Who else connects to it: add-ons, and what runs outside the cluster. */
  callers: ByName<Caller>;
  /** What else it connects to; what its identity uses is open. */
  callees: ByName<Callee>;
  /** Whether it checks the tokens of the stack's users; it is then told who issues them. */
  checksTokens: boolean;
}

/** What workloads need of the rest of the stack. */
export type Surroundings = Everything &
  Intelligence & {
    /** The users of the stack. */
    users: UserPool | undefined;
    /** Name of the ClusterSecretStore that reads the stack's secrets. */
    secretStore: pulumi.Input<string> | undefined;
    /** Add-ons without which the objects of workloads mean nothing; they go only after the workloads have gone. */
    addons: readonly pulumi.Resource[];
  };

export interface KubernetesWorkloads {
  namespaces: ByName<Namespace>;
  deployments: ByName<Deployment>;
}

/** Namespaces, and the workloads in them. */
export function kubernetesWorkloads(
  context: Context & { definition: KubernetesDefinition },
  made: Surroundings,
): KubernetesWorkloads {
  const { cluster } = made;
  if (cluster === undefined) return { namespaces: {}, deployments: {} };
  const { definition } = context;
  const inCluster = { providers: { kubernetes: cluster.provider } };
  const namespaces = each(definition.namespaces, (namespaceName, settings) => {
    return new Namespace(`namespace-${namespaceName}`, { namespaceName, ...settings }, inCluster);
  });
  const deployments = each(definition.deployments, (name, row) => {
    const args = deploymentArgs(context, made, name, row);
    const namespace = namespaces[row.namespace]?.namespaceName ?? row.namespace;
    const opts = { ...inCluster, dependsOn: [...made.addons] };
    return new Deployment(`deployment-${name}`, { ...args, namespace }, opts);
  });
  return { namespaces, deployments };
}

function deploymentArgs(
  { config, definition }: Context & { definition: KubernetesDefinition },
  made: Surroundings,
  name: string,
  row: DeploymentDefinition,
): DeploymentArgs {
  const { deploymentName, app, containerName, namespace, metrics } = row;
  const identity = row.identity === undefined ? undefined : definition.identities[row.identity];
  const annotations = row.identity === undefined ? undefined : made.identities[row.identity]?.annotations;
  const targetGroupArn = made.gateway?.targetGroupArns[name];
  const { subnets } = definition.network;
  return {
    deploymentName,
    ...(app !== undefined && { app }),
    namespace,
    containerName,
    workload: workload(made, row, identity?.uses ?? {}),
    callers: { ...row.callers, ...callersOf(name, definition.deployments) },
    callees: { ...row.callees, ...calleesOf(row, definition), ...storesOf(identity?.uses ?? {}, definition, made) },
    ...(identity && { serviceAccount: identity.serviceAccount }),
    ...(identity && annotations && { identity: { kind: identity.kind, annotations } }),
    ...(made.secretStore !== undefined && { secretStore: made.secretStore }),
    ...(metrics && { metrics }),
    ...(targetGroupArn && {
      // The gateway stands in the public subnets where it has a domain, else in the private ones.
      route: { targetGroupArn, cidrBlocks: config.domain === undefined ? subnets.private : subnets.public },
    }),
  };
}

function workload(made: Surroundings, row: DeploymentDefinition, uses: Uses): Workload {
  const { port, cpu, memory, scale, health, image } = row;
  const scratch = each(row.scratch, (_, path): Volume => ({ kind: "scratch", path }));
  const shared = each(row.shared, (_, { fileSystem, accessPoint, ...mount }): Volume => {
    const files = made.fileSystems[fileSystem];
    const accessPointId = files?.accessPointIds[accessPoint] ?? "";
    return { kind: "shared", fileSystemId: files?.fileSystemId ?? "", accessPointId, ...mount };
  });
  return {
    image: pulumi.interpolate`${made.repositories[image.repository]?.repositoryUrl}:${image.tag}`,
    port,
    cpu,
    memory,
    scale,
    health,
    environment: {
      ...endpoints(uses, made),
      ...(row.checksTokens && made.users && { OIDC_ISSUER: made.users.issuer }),
      ...row.environment,
    },
    secrets: each(row.secrets, (_, { secret, ...where }) => ({ secretArn: made.secrets[secret]?.arn ?? "", ...where })),
    volumes: { ...scratch, ...shared },
  };
}

/** Both ends of a call are opened by its one declaration: here the end of who is called. */
export function callersOf(name: string, deployments: KubernetesDefinition["deployments"]): ByName<Caller> {
  const callers = Object.entries(deployments).filter(([, { calls }]) => calls.includes(name));
  return Object.fromEntries(callers.map(([caller, row]) => [caller, podsOf(row)]));
}

/** And here the end of the caller. */
export function calleesOf(
  { calls }: Pick<DeploymentDefinition, "calls">,
  { deployments }: Pick<KubernetesDefinition, "deployments">,
): ByName<Callee> {
  return Object.fromEntries(
    calls.flatMap((called) => {
      const row = deployments[called];
      return row === undefined ? [] : [[called, { ...podsOf(row), port: row.port }]];
    }),
  );
}

/** The pods of a workload. */
export function podsOf({ namespace, deploymentName, app = deploymentName }: DeploymentDefinition) {
  return { kind: "pods", namespace, labels: { app } } as const;
}

/** The ports of the stores that an identity uses, in the subnets of the stores; the services of AWS by HTTPS. */
function storesOf(
  { databases = {}, caches = {}, brokers = [], ...services }: Uses,
  { network }: Pick<StackDefinition, "network">,
  made: Stores & Foundation,
): ByName<Callee> {
  const { subnets } = network;
  const cidrBlocks = subnets.database ?? subnets.private;
  const ports = [
    ...Object.keys(databases).map((name) => made.databases[name]?.port),
    ...Object.keys(caches).map((name) => made.caches[name]?.port),
    ...brokers.map(() => 5671),
  ].filter((port) => port !== undefined);
  const stores = [...new Set(ports)].map((port) => [
    `stores-${port}`,
    { kind: "addresses", cidrBlocks, port } as const,
  ]);
  return { ...Object.fromEntries(stores), ...(Object.keys(services).length > 0 && { aws: { kind: "https" } }) };
}
