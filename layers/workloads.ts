import { FileSystemDriver } from "../components/addons/file-system-driver.ts";
import { ClusterAccess } from "../components/cluster/cluster-access.ts";
import { FileSystem, type FileSystemArgs } from "../components/data/file-system.ts";
import { Search, type SearchArgs } from "../components/data/search.ts";
import { arn, iamArn } from "../components/iam/account.ts";
import { WorkloadIdentity, type WorkloadIdentityArgs } from "../components/identity/workload-identity.ts";
import { Bastion, type BastionArgs } from "../components/network/bastion.ts";
import type { FargateService } from "../components/workload/fargate-service.ts";
import type { Context } from "./context.ts";
import type { Edge } from "./edge.ts";
import type { Caller, Foundation } from "./foundation.ts";
import type { Intelligence } from "./identity.ts";
import { permissions, type Uses } from "./permissions.ts";
import { type ServiceDefinition, services } from "./services.ts";
import { admitted, type Stores } from "./stores.ts";
import type { ByName, Settings } from "./table.ts";
import { each } from "./table.ts";

/** What runs, what it may do, and the stores that know it by its role. */
export interface WorkloadsDefinition {
  /** Services on ECS; a route of the gateway that has a service's name leads to it. */
  services: ByName<ServiceDefinition>;
  /** Roles of Kubernetes service accounts. */
  identities: ByName<Settings<WorkloadIdentityArgs, "cluster" | "statements"> & { roleName: string; uses: Uses }>;
  /** OpenSearch domains; the callers are identities. */
  searches: ByName<Settings<SearchArgs, "access"> & { admit: readonly Caller[]; callers: readonly string[] }>;
  /** Shared file systems; each access point is for the identities that are named. */
  fileSystems: ByName<Settings<FileSystemArgs, "zones" | "accessPoints"> & FileSystemAccess>;
  /** A machine inside the network for developers. */
  bastion: Settings<BastionArgs, "kubernetesVersion" | "targets" | "statements"> | undefined;
}

interface FileSystemAccess {
  admit: readonly Caller[];
  /** Who mounts: identities by name, or pods of the cluster by the role of the driver on their node. */
  accessPoints: ByName<
    Omit<FileSystemArgs["accessPoints"][string], "roleArns"> & { mountedBy: readonly string[] | "cluster" }
  >;
}

export interface Workloads {
  services: ByName<FargateService>;
  identities: ByName<WorkloadIdentity>;
  searches: ByName<Search>;
  fileSystems: ByName<FileSystem>;
  fileSystemDriver: FileSystemDriver | undefined;
  bastion: Bastion | undefined;
}

export function workloads(context: Context, base: Foundation, made: Stores & Intelligence, edge: Edge): Workloads {
  const { definition, home, common, config } = context;
  const { network } = base;
  const identities = workloadIdentities(context, base, made);
  const roleArn = (identity: string) => iamArn(home.account, `role/${definition.identities[identity]?.roleName}`);
  // A policy may name only roles that exist.
  const known = { ...home.stateful, dependsOn: Object.values(identities) };
  const driver = fileSystemDriver(context, base);
  const mounting = (by: readonly string[] | "cluster") =>
    by === "cluster" ? (driver === undefined ? [] : [driver.mountRoleArn]) : by.map(roleArn);
  return {
    identities,
    fileSystemDriver: driver,
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
          roleArns: mounting(mountedBy),
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

/** The driver comes before the file systems, whose policies name its role. */
function fileSystemDriver({ definition, home }: Context, { cluster }: Foundation): FileSystemDriver | undefined {
  if (cluster === undefined || definition.clusterAddons?.fileSystemDriver !== true) return undefined;
  const { project, environment } = definition.tags;
  const args = { account: home.account, clusterName: cluster.clusterName, fileSystemTags: { project, environment } };
  // An add-on of EKS needs the nodes too.
  return new FileSystemDriver("file-system-driver", args, { ...home.opts, dependsOn: [cluster] });
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
