import * as pulumi from "@pulumi/pulumi";
import { Namespace, type NamespaceArgs } from "../components/cluster/namespace.ts";
import type { Callee, Caller } from "../components/cluster/network-peers.ts";
import { Deployment, type DeploymentArgs } from "../components/workload/deployment.ts";
import type { Volume, Workload } from "../components/workload/workload.ts";
import { calleesOf, callersOf, storesOf } from "./calls.ts";
import type { Context } from "./context.ts";
import type { Identity } from "./contracts/edge.ts";
import type { Intelligence } from "./contracts/stores.ts";
import { endpoints } from "./endpoints.ts";
import type { FoundationDefinition } from "./foundation.ts";
import type { WithKubernetes } from "./kubernetes.ts";
import type { Everything } from "./monitored.ts";
import { kindsOfNodes, type NodesDefinition } from "./nodes.ts";
import type { Uses } from "./permissions.ts";
import { type ByName, each, rowOf, type Settings } from "./table.ts";
import type { WorkloadsDefinition } from "./workloads.ts";

/** What runs on the cluster. */
export interface DeploymentsDefinition {
  /** Namespaces by their names; those of add-ons come with the add-ons. */
  namespaces?: ByName<Settings<NamespaceArgs, "namespaceName">>;
  /** Workloads on the cluster; a route of the gateway that has a workload's name leads to it. */
  deployments?: ByName<DeploymentDefinition>;
}

/** One workload: what it runs, how big it is, and what it talks to. */
export interface DeploymentDefinition
  extends Omit<Workload, "image" | "environment" | "secrets" | "volumes" | "runsOn">,
    Pick<DeploymentArgs, "deploymentName" | "app" | "containerName" | "metrics"> {
  /** Namespace of the stack. */
  namespace: string;
  /** Repository of the image, and its tag. */
  image: { repository: string; tag: string };
  /** Identity of the stack, for the same namespace: its service account, its role, and what it uses. @default none */
  identity?: string;
  /** Environment variables, besides those that say where it finds what it uses. @default {} */
  environment?: Workload["environment"];
  /** Environment variables whose values are secrets of the stack, or one key of them, and the Kubernetes Secrets that carry them. @default {} */
  secrets?: ByName<{ secret: string; key?: string; objectName?: string }>;
  /** Directories that it may write to by name; they are empty at each start. @default {} */
  scratch?: ByName<string>;
  /** Directories that its replicas share, from access points of the stack's file systems. @default {} */
  shared?: ByName<{ path: string; fileSystem: string; accessPoint: string; claimName?: string }>;
  /** Workloads of the stack that it connects to. @default [] */
  calls?: readonly string[];
  /** What else connects to it: add-ons, and clients outside the cluster. @default {} */
  callers?: ByName<Caller>;
  /** What else it connects to; what its identity uses is open. @default {} */
  callees?: ByName<Callee>;
  /** Node group or node pool that it runs on: its pods tolerate the taints and need the labels. @default nodes without taints */
  runsOn?: string;
  /** Whether it checks the tokens of the stack's users; its environment then has their issuer. @default false */
  checksTokens?: boolean;
}

/** The definition as far as workloads depend on it. */
type Definition = DeploymentsDefinition &
  Pick<FoundationDefinition, "network"> &
  NodesDefinition &
  Pick<WorkloadsDefinition, "identities">;

/** What workloads need of the rest of the stack. */
type Stack = Everything &
  WithKubernetes &
  Intelligence &
  Identity & {
    /** Name of the ClusterSecretStore that reads the stack's secrets. */
    secretStore?: pulumi.Input<string> | undefined;
    /** Add-ons that handle the workloads' objects; they are deleted only after the workloads. */
    ready: readonly pulumi.Resource[];
  };

export interface Deployments {
  namespaces: ByName<Namespace>;
  deployments: ByName<Deployment>;
}

/** Namespaces, and the workloads in them. */
export function deployments(context: Context, definition: Definition, stack: Stack): Deployments {
  const { kubernetes } = stack;
  if (kubernetes === undefined) return { namespaces: {}, deployments: {} };
  const inCluster = { providers: { kubernetes: kubernetes.provider }, transformations: kubernetes.newNamespaces };
  const namespaces = each(definition.namespaces, (namespaceName, settings) => {
    return new Namespace(`namespace-${namespaceName}`, { namespaceName, ...settings }, inCluster);
  });
  const all = each(definition.deployments, (name, row) => {
    const args = {
      ...deploymentArgs(definition, stack, name, row),
      ...identityArgs(definition, stack, row),
      ...routeArgs(context, stack, name),
    };
    const namespace = namespaces[row.namespace]?.namespaceName ?? row.namespace;
    const opts = { ...inCluster, dependsOn: [...stack.ready] };
    return new Deployment(`deployment-${name}`, { ...args, namespace }, opts);
  });
  return { namespaces, deployments: all };
}

function deploymentArgs(definition: Definition, stack: Stack, name: string, row: DeploymentDefinition): DeploymentArgs {
  const { deploymentName, app, containerName, namespace, metrics } = row;
  const { uses = {} } = rowOf(definition.identities, row.identity) ?? {};
  const nodes = rowOf(kindsOfNodes(definition), row.runsOn);
  return {
    deploymentName,
    ...(app !== undefined && { app }),
    namespace,
    containerName,
    workload: {
      ...workload(stack, row, uses),
      ...(nodes && { runsOn: { labels: nodes.labels, taints: nodes.taints } }),
    },
    callers: { ...row.callers, ...callersOf(name, definition.deployments) },
    callees: { ...row.callees, ...calleesOf(row, definition.deployments), ...storesOf(uses, stack), ...issuerOf(row) },
    ...(stack.secretStore !== undefined && { secretStore: stack.secretStore }),
    ...(metrics && { metrics }),
  };
}

/** Whoever checks tokens fetches the keys of their issuer. */
function issuerOf({ checksTokens = false }: DeploymentDefinition): ByName<Callee> {
  return checksTokens ? { https: { kind: "https" } } : {};
}

function identityArgs(
  definition: Definition,
  { identities }: Stack,
  row: DeploymentDefinition,
): Pick<DeploymentArgs, "serviceAccount" | "identity"> {
  const identity = rowOf(definition.identities, row.identity);
  const annotations = rowOf(identities, row.identity)?.annotations;
  if (identity === undefined) return {};
  const { kind, serviceAccount } = identity;
  return { serviceAccount, ...(annotations && { identity: { kind, annotations } }) };
}

/** The load balancer is in the public subnets where the stack has a domain, else in the private ones. */
function routeArgs({ config }: Context, { gateway, subnets }: Stack, name: string): Pick<DeploymentArgs, "route"> {
  const targetGroupArn = gateway?.targetGroupArns[name];
  if (targetGroupArn === undefined) return {};
  return { route: { targetGroupArn, cidrBlocks: config.domain === undefined ? subnets.private : subnets.public } };
}

function workload(stack: Stack, row: DeploymentDefinition, uses: Uses): Workload {
  const { port, cpu, memory, scale, health, image } = row;
  const issuer = row.checksTokens === true ? stack.userPool?.issuer : undefined;
  return {
    image: pulumi.interpolate`${stack.repositories[image.repository]?.repositoryUrl}:${image.tag}`,
    port,
    cpu,
    memory,
    scale,
    health,
    environment: { ...endpoints(uses, stack), ...(issuer && { OIDC_ISSUER: issuer }), ...row.environment },
    secrets: each(row.secrets, (_, { secret, ...where }) => ({
      secretArn: stack.secrets[secret]?.arn ?? "",
      ...where,
    })),
    volumes: volumes(stack, row),
  };
}

function volumes(stack: Stack, row: DeploymentDefinition): ByName<Volume> {
  const scratch = each(row.scratch, (_, path): Volume => ({ kind: "scratch", path }));
  const shared = each(row.shared, (_, { fileSystem, accessPoint, ...mount }): Volume => {
    const files = stack.fileSystems[fileSystem];
    const accessPointId = files?.accessPointIds[accessPoint] ?? "";
    return { kind: "shared", fileSystemId: files?.fileSystemId ?? "", accessPointId, ...mount };
  });
  return { ...scratch, ...shared };
}
