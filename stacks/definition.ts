import type { EndpointAccess } from "../components/cluster/access.ts";
import type { ClusterArgs } from "../components/cluster/cluster.ts";
import type { BudgetNotification } from "../components/cost/budget.ts";
import type { CacheArgs } from "../components/data/cache.ts";
import type { DatabaseArgs } from "../components/data/database.ts";
import type { GatewayArgs } from "../components/gateway/gateway.ts";
import type { FlowLogDestination } from "../components/network/flow-logs.ts";
import type { VpcArgs } from "../components/network/vpc.ts";
import type { Severity } from "../components/observability/metric-row.ts";

/** How strict a stack is: it decides tags and the levels of the policy pack. */
export type Environment = "dev" | "staging" | "prod";

/** Arguments that index.ts gives to every component alike. */
type Common = "account" | "kmsKeyArn" | "logs" | "deletionProtection";

/** The arguments of a component that a definition decides; index.ts wires the others. */
type Settings<Args, Wired extends PropertyKey> = Readonly<Omit<Args, Wired>>;

/** What a stack is: how big, how safe, which capabilities. Where it runs is in its Pulumi.<stack>.yaml. */
export interface StackDefinition {
  /** Tags that every resource carries. */
  tags: {
    project: string;
    environment: Environment;
    owner: string;
    "cost-center": string;
    "data-class": "public" | "internal" | "confidential";
  };
  /** Whether what holds data or identity refuses to be deleted, in AWS and in Pulumi. */
  deletionProtection: boolean;
  /** Days that log groups keep their events. */
  logRetentionInDays: number;
  /** Address plan, zones, NAT, endpoints and flow logs. */
  network: Settings<VpcArgs, "account" | "clusterNames" | "flowLogs"> & { flowLogs: FlowLogDestination["destination"] };
  /** Kubernetes version, way to the API server and node groups. */
  cluster: Settings<
    ClusterArgs,
    Common | "network" | "clusterName" | "deployer" | "administrators" | "endpointAccess" | "tags"
  > & {
    clusterName: string;
    /** Who reaches the API server: the VPC alone, or besides it the addresses that the stack's configuration lists. */
    endpointAccess: EndpointAccess["kind"];
  };
  /** PostgreSQL: engine, size, names and backups. */
  database: Settings<DatabaseArgs, Common | "network" | "admit">;
  /** Valkey or Redis: size, availability, users and backups. */
  cache: Settings<CacheArgs, Common | "network" | "admit">;
  /** Routes and web application firewall. */
  gateway: Settings<GatewayArgs, Common | "network" | "exposure" | "domain" | "targets" | "callers">;
  /** Monthly cost in US dollars, and the shares of it at which somebody is told. */
  budget: {
    amountUsd: number;
    notifications: readonly (Pick<BudgetNotification, "thresholdPercent" | "kind"> & { severity: Severity })[];
  };
}
