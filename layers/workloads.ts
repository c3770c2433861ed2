import { FileSystemDriver } from "../components/addons/file-system-driver.ts";
import { ClusterAccess } from "../components/cluster/cluster-access.ts";
import { FileSystem, type FileSystemArgs } from "../components/data/file-system.ts";
import { Search, type SearchArgs } from "../components/data/search.ts";
import { arn, iamArn } from "../components/iam/account.ts";
import { ServiceLinkedRole } from "../components/iam/service-linked-role.ts";
import { WorkloadIdentity, type WorkloadIdentityArgs } from "../components/identity/workload-identity.ts";
import { Bastion, type BastionArgs } from "../components/network/bastion.ts";
import type { FargateService } from "../components/workload/fargate-service.ts";
import type { Context } from "./context.ts";
import type { Edge, Identity } from "./contracts/edge.ts";
import type { Caller, Foundation } from "./contracts/handed.ts";
import type { Intelligence, Stores } from "./contracts/stores.ts";
import type { Workloads } from "./contracts/workloads.ts";
import type { FoundationDefinition } from "./foundation.ts";
import { permissions, type Uses } from "./permissions.ts";
import { type ServicesDefinition, services } from "./services.ts";
import { admitted } from "./stores.ts";
import { type ByName, each, rowOf, type Settings } from "./table.ts";

/** Services on ECS, roles of pods, and what names these roles: search domains, file systems and the bastion. */
export interface WorkloadsDefinition extends ServicesDefinition {
  /** Roles of Kubernetes service accounts. */
  identities?: ByName<
    Settings<WorkloadIdentityArgs, "cluster" | "trustedCluster" | "statements"> & { roleName: string; uses: Uses }
  >;
  /** OpenSearch domains; the callers are identities. */
  searches?: ByName<Settings<SearchArgs, "access"> & { admit: readonly Caller[]; callers: readonly string[] }>;
  /** Shared file systems; each access point is for the identities that are named. */
  fileSystems?: ByName<Settings<FileSystemArgs, "zones" | "accessPoints"> & FileSystemAccess>;
  /** A machine inside the network for developers. */
  bastion?: Settings<BastionArgs, "kubernetesVersion" | "targets" | "statements">;
}

interface FileSystemAccess {
  /** Callers that may connect. */
  admit: readonly Caller[];
  /** Access points; each is mounted by identities, by name, or by pods of the cluster with the role of the driver on their node. */
  accessPoints: ByName<
    Omit<FileSystemArgs["accessPoints"][string], "roleArns"> & { mountedBy: readonly string[] | "cluster" }
  >;
}

/** Workloads, as their components. */
export interface MadeWorkloads {
  services: ByName<FargateService>;
  identities: ByName<WorkloadIdentity>;
  searches: ByName<Search>;
  fileSystems: ByName<FileSystem>;
  bastion: Bastion | undefined;
  madeIdentities: Workloads["madeIdentities"];
  madeDriver: Workloads["madeDriver"];
}

/** The definition as far as workloads depend on it; the driver of file systems is an add-on that their policies name. */
type Definition = WorkloadsDefinition & FoundationDefinition & { clusterAddons?: { fileSystemDriver?: boolean } };
type Stack = Foundation & Stores & Intelligence & Edge & Identity;

/** Services and roles, and the stores whose policies name the roles. */
export function workloads(context: Context, definition: Definition, stack: Stack): MadeWorkloads {
  const { home, common, config } = context;
  const { network } = stack;
  const identities = workloadIdentities(context, definition, stack);
  const roleArn = (identity: string) => {
    return iamArn(home.account, `role/${rowOf(definition.identities, identity)?.roleName}`);
  };
  // A policy may name only roles that exist. It need not wait for their policies, which wait for databases.
  const roles = Object.values(identities).map(({ role }) => role);
  const afterRoles = { ...home.opts, dependsOn: [...roles, ...searchRole(context, definition)] };
  const driver = fileSystemDriver(context, definition, stack);
  const driverRoleArns = driver === undefined ? [] : [driver.mountRoleArn];
  return {
    identities,
    madeIdentities: Object.values(identities),
    madeDriver: driver === undefined ? [] : [driver],
    searches: each(definition.searches, (name, { callers, ...settings }) => {
      const access = { masterRoleArn: config.deployer, callerRoleArns: callers.map(roleArn) };
      const admit = admitted(stack, settings.admit);
      return new Search(`search-${name}`, { ...common, ...settings, network, access, admit }, afterRoles);
    }),
    fileSystems: each(definition.fileSystems, (name, settings) => {
      const args = {
        ...common,
        ...settings,
        network,
        zones: context.zones,
        admit: admitted(stack, settings.admit),
        accessPoints: each(settings.accessPoints, (_, { mountedBy, ...point }) => ({
          ...point,
          roleArns: mountedBy === "cluster" ? driverRoleArns : mountedBy.map(roleArn),
        })),
      };
      return new FileSystem(`files-${name}`, args, afterRoles);
    }),
    services: services(context, definition, stack),
    bastion: bastion(context, definition, stack),
  };
}

function workloadIdentities(context: Context, definition: Definition, stack: Stack): ByName<WorkloadIdentity> {
  const { cluster } = stack;
  if (cluster === undefined) return {};
  const { home } = context;
  return each(definition.identities, (name, { uses, ...settings }) => {
    const statements = permissions(uses, context, stack);
    const named = definition.cluster === undefined ? {} : { trustedCluster: definition.cluster.clusterName };
    const args = { ...settings, account: home.account, cluster, statements, ...named };
    return new WorkloadIdentity(`identity-${name}`, args, home.opts);
  });
}

/** The driver comes before the file systems, whose policies name its role. */
function fileSystemDriver(
  { definition: { tags }, home }: Context,
  { clusterAddons }: Definition,
  { cluster, made }: Foundation,
): FileSystemDriver | undefined {
  if (cluster === undefined || clusterAddons?.fileSystemDriver !== true) return undefined;
  const { project, environment } = tags;
  const args = { account: home.account, clusterName: cluster.clusterName, fileSystemTags: { project, environment } };
  // An add-on of EKS needs the nodes too.
  return new FileSystemDriver("file-system-driver", args, { ...home.opts, dependsOn: [...made.cluster] });
}

/** The bastion reaches the cluster and every database, and reads what runs in the namespaces of the stack's identities. */
function bastion({ home, common }: Context, definition: Definition, stack: Stack): Bastion | undefined {
  const { network, cluster } = stack;
  if (definition.bastion === undefined || definition.cluster === undefined || cluster === undefined) return undefined;
  const databases = each(stack.databases, (_, { securityGroupId, endpoint, port }) => ({
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
      targets: {
        ...databases,
        cluster: { securityGroupId, endpoint, port: 443, clusterName: definition.cluster.clusterName },
      },
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

/** OpenSearch Service does not create its service-linked role, which every domain in a VPC needs, when a domain is created. */
function searchRole({ config, home }: Context, { searches = {} }: Pick<WorkloadsDefinition, "searches">) {
  if (Object.keys(searches).length === 0 || config.accountServices.openSearchRole !== "create") return [];
  return [new ServiceLinkedRole("search-role", { service: "opensearchservice.amazonaws.com" }, home.opts)];
}
