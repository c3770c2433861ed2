import * as pulumi from "@pulumi/pulumi";
import { arn, iamArn } from "../components/account.ts";
import { ClusterAccess } from "../components/cluster/cluster-access.ts";
import { FileSystem, type FileSystemArgs } from "../components/data/file-system.ts";
import { Search, type SearchArgs } from "../components/data/search.ts";
import { WorkloadIdentity, type WorkloadIdentityArgs } from "../components/identity/workload-identity.ts";
import { Bastion, type BastionArgs } from "../components/network/bastion.ts";
import { FargateService, type FargateServiceArgs } from "../components/workload/fargate-service.ts";
import type { Workload } from "../components/workload/workload.ts";
import type { Settings, Table } from "../stacks/definition.ts";
import type { Context } from "./context.ts";
import type { Edge } from "./edge.ts";
import type { Caller, Foundation } from "./foundation.ts";
import type { Intelligence } from "./identity.ts";
import { permissions, type Uses } from "./permissions.ts";
import { admitted, each, type Stores } from "./stores.ts";

/** What runs, what it may do, and the stores that know it by its role. */
export interface WorkloadsDefinition {
  /** Services on ECS; a route of the gateway that has a service's name leads to it. */
  services: Table<ServiceDefinition>;
  /** Roles of Kubernetes service accounts. */
  identities: Table<Settings<WorkloadIdentityArgs, "cluster" | "statements"> & { roleName: string; uses: Uses }>;
  /** OpenSearch domains; the callers are identities. */
  searches: Table<Settings<SearchArgs, "access"> & { admit: readonly Caller[]; callers: readonly string[] }>;
  /** Shared file systems; each access point is for the identities that are named. */
  fileSystems: Table<Settings<FileSystemArgs, "zones" | "accessPoints"> & FileSystemAccess>;
  /** A machine inside the network for developers. */
  bastion: Settings<BastionArgs, "kubernetesVersion" | "targets" | "statements"> | undefined;
}

interface FileSystemAccess {
  admit: readonly Caller[];
  accessPoints: Table<Omit<FileSystemArgs["accessPoints"][string], "roleArns"> & { mountedBy: readonly string[] }>;
}

export interface ServiceDefinition extends Omit<Workload, "image" | "secrets" | "volumes"> {
  /** Physical name of the service. */
  serviceName: string;
  /** Repository of the image, and its tag. */
  image: { repository: string; tag: string };
  /** Environment variables whose values are secrets of the stack, or one key of them. */
  secrets: Table<{ secret: string; key?: string }>;
  /** Directories that it may write to by name; they are empty at each start. */
  scratch: Table<string>;
  uses: Uses;
}

export interface Workloads {
  services: Table<FargateService>;
  identities: Table<WorkloadIdentity>;
  searches: Table<Search>;
  fileSystems: Table<FileSystem>;
  bastion: Bastion | undefined;
}

export function workloads(context: Context, base: Foundation, made: Stores & Intelligence, edge: Edge): Workloads {
  const { definition, home, common, config } = context;
  const { network } = base;
  const identities = workloadIdentities(context, base, made);
  const roleArn = (identity: string) => iamArn(home.account, `role/${definition.identities[identity]?.roleName}`);
  // A policy may name only roles that exist.
  const known = { ...home.stateful, dependsOn: Object.values(identities) };
  return {
    identities,
    searches: each(definition.searches, (name, { callers, ...settings }) => {
      const access = { masterRoleArn: config.deployer, callerRoleArns: callers.map(roleArn) };
      const admit = admitted(base, settings.admit);
      return new Search(`search-${name}`, { ...common, ...settings, network, access, admit }, known);
    }),
    fileSystems: each(definition.fileSystems, (name, settings) => {
      const args = {
        ...common,
        ...settings,
        network,
        zones: definition.network.zones,
        admit: admitted(base, settings.admit),
        accessPoints: each(settings.accessPoints, (_, { mountedBy, ...point }) => ({
          ...point,
          roleArns: mountedBy.map(roleArn),
        })),
      };
      return new FileSystem(`files-${name}`, args, known);
    }),
    services: services(context, base, made, edge),
    bastion: bastion(context, base, made),
  };
}

function workloadIdentities(context: Context, { cluster }: Foundation, made: Stores & Intelligence) {
  if (cluster === undefined) return {};
  const { definition, home } = context;
  return each(definition.identities, (name, { uses, ...settings }) => {
    const statements = permissions(uses, context, made);
    const args = { ...settings, account: home.account, cluster, statements };
    return new WorkloadIdentity(`identity-${name}`, args, home.opts);
  });
}

function services(context: Context, base: Foundation, made: Stores & Intelligence, { gateway }: Edge) {
  const { containers, repositories, network } = base;
  if (containers === undefined) return {};
  const { definition, home, common } = context;
  return each(definition.services, (name, { serviceName, uses, image, secrets, scratch, ...workload }) => {
    const targetGroupArn = gateway?.targetGroupArns[name];
    const args: FargateServiceArgs = {
      ...common,
      serviceName,
      network,
      cluster: containers.cluster,
      securityGroupId: containers.securityGroupId,
      permissions: permissions(uses, context, made),
      ...(targetGroupArn && { targetGroupArn }),
      workload: {
        ...workload,
        image: pulumi.interpolate`${repositories[image.repository]?.repositoryUrl}:${image.tag}`,
        environment: { ...endpoints(uses, made), ...workload.environment },
        secrets: each(secrets, (_, { secret, ...key }) => ({ secretArn: made.secrets[secret]?.arn ?? "", ...key })),
        volumes: each(scratch, (_, path) => ({ kind: "scratch", path })),
      },
    };
    return new FargateService(`service-${name}`, args, home.opts);
  });
}

/** Where a service finds what it uses. */
function endpoints({ databases = {}, caches = {}, buckets = {} }: Uses, made: Stores): Table<pulumi.Input<string>> {
  const found: Record<string, pulumi.Input<string>> = {};
  const variable = (kind: string, name: string, what: string) =>
    `${kind}_${name}_${what}`.replaceAll("-", "_").toUpperCase();
  for (const [name, user] of Object.entries(databases)) {
    const database = made.databases[name];
    if (database === undefined) continue;
    found[variable("database", name, "host")] = database.endpoint;
    found[variable("database", name, "port")] = String(database.port);
    found[variable("database", name, "user")] = user;
  }
  for (const [name, user] of Object.entries(caches)) {
    const cache = made.caches[name];
    if (cache === undefined) continue;
    found[variable("cache", name, "host")] = cache.primaryEndpoint;
    found[variable("cache", name, "port")] = String(cache.port);
    found[variable("cache", name, "user")] = cache.users[user]?.userName ?? user;
  }
  for (const name of Object.keys(buckets)) {
    const bucket = made.buckets[name];
    if (bucket !== undefined) found[variable("bucket", name, "name")] = bucket.bucketName;
  }
  return found;
}

/** The bastion reaches the cluster and every database, and reads what runs in the namespaces of the stack's identities. */
function bastion(context: Context, { network, cluster }: Foundation, made: Stores): Bastion | undefined {
  const { definition, home, common } = context;
  if (definition.bastion === undefined || definition.cluster === undefined || cluster === undefined) return undefined;
  const databases = each(made.databases, (_, { securityGroupId, endpoint, port }) => ({
    securityGroupId,
    endpoint,
    port,
  }));
  const { securityGroupId, endpoint, clusterName } = cluster;
  const describe = arn(home.account, "eks", `cluster/${definition.cluster.clusterName}`);
  const developers = new Bastion(
    "bastion",
    {
      ...common,
      ...definition.bastion,
      network,
      kubernetesVersion: definition.cluster.version,
      targets: { ...databases, cluster: { securityGroupId, endpoint, port: 443 } },
      statements: [{ Effect: "Allow", Action: "eks:DescribeCluster", Resource: describe }],
    },
    home.opts,
  );
  const { account } = home;
  const access = {
    account,
    clusterName,
    roleArn: developers.roleArn,
    policy: "view",
    namespaces: ["default"],
  } as const;
  new ClusterAccess("bastion", access, home.opts);
  return developers;
}
