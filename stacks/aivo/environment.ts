import type { Part, StackDefinition } from "../../layers/definition.ts";
import { aivoKubernetes } from "./kubernetes.ts";
import { aivoIdentities, aivoRepositories, aivoRoutes, aivoSecrets } from "./services.ts";
import type { AivoSize, Nodes } from "./size.ts";
import { aivoBuckets, aivoCache, aivoDatabase, aivoRecovery } from "./stores.ts";
import { aivoTelemetry } from "./telemetry.ts";

/** One environment of AIVO. */
export function aivoEnvironment(size: AivoSize): StackDefinition {
  const { name, logRetentionInDays } = size;
  return {
    tags: {
      project: "aivo",
      environment: size.environment,
      owner: "platform-infrastructure",
      "cost-center": "aivo",
      "data-class": "confidential",
    },
    deletionProtection: size.deletionProtection,
    logRetentionInDays,
    network: network(size),
    cluster: {
      madeBy: "platform",
      clusterName: `aivo-${name}-eks`,
      // The newest minor that Kyverno supports; EKS has 1.36 too.
      version: "1.35",
      nodeGroups: nodeGroups(size),
    },
    databases: { main: aivoDatabase(size) },
    caches: { main: aivoCache(size) },
    buckets: aivoBuckets(size),
    repositories: aivoRepositories(name),
    secrets: aivoSecrets(name),
    identities: aivoIdentities(name),
    ...aivoKubernetes(size),
    telemetry: aivoTelemetry(size),
    gateway: {
      routes: aivoRoutes,
      firewall: { rateLimit: { limit: 2000, windowSeconds: 300 } },
      accessLogRetentionDays: logRetentionInDays,
    },
    cdn: {
      subdomain: "learn",
      firewall: { rateLimit: { limit: 2000, windowSeconds: 300 } },
      accessLogRetentionDays: logRetentionInDays,
      reach: { priceClass: "PriceClass_100" },
    },
    recovery: aivoRecovery(size),
    dashboardName: `aivo-${name}`,
    events: ["account-health", "planned-change", "database-failover", "database-failure", "spot-interruption"],
    ...cost(size),
  };
}

function network({ addresses, nat, interfaceEndpoints }: AivoSize): Part<"network"> {
  const tier = (first: number) => [0, 1, 2].map((zone) => `${addresses}.${first + zone}.0/24`);
  return {
    madeBy: "platform",
    cidrBlock: `${addresses}.0.0/16`,
    zones: 3,
    subnets: { private: tier(1), public: tier(101), database: tier(201) },
    podCidrBlock: "100.64.0.0/16",
    nat,
    flowLogs: "s3",
    interfaceEndpoints,
  };
}

/** Nodes for core services, interruptible work, and memory-intensive work. */
function nodeGroups({ nodes }: AivoSize): Part<"cluster">["nodeGroups"] {
  const sized = ([minSize, maxSize, desiredSize = minSize]: Nodes) => ({ minSize, desiredSize, maxSize });
  const system = { amiFamily: "AL2023", diskSize: 50 } as const;
  const pool = (value: string) => ({
    labels: { "platform/pool": value },
    taints: [{ key: "platform/pool", value, effect: "NO_SCHEDULE" }] as const,
  });
  return {
    general: {
      instanceTypes: ["m6i.large", "m6i.xlarge"],
      capacityType: "ON_DEMAND",
      ...sized(nodes.general),
      ...system,
    },
    spot: {
      instanceTypes: ["m6i.large", "m5.large"],
      capacityType: "SPOT",
      ...sized(nodes.spot),
      ...system,
      ...pool("spot"),
    },
    memory: {
      instanceTypes: ["r6i.large", "r6i.xlarge"],
      capacityType: "ON_DEMAND",
      ...sized(nodes.memory),
      ...system,
      ...pool("memory"),
    },
  };
}

/** Budget and spending alerts: a warning to the channel, an e-mail to the team's mailbox, and a page. */
function cost({ name, budgetUsd, offHours }: AivoSize) {
  const budgets: Part<"budgets"> = {
    monthly: {
      amountUsd: budgetUsd,
      budgetName: `aivo-${name}-monthly`,
      notifications: [
        { thresholdPercent: 50, kind: "FORECASTED", severity: "warning" },
        { thresholdPercent: 80, kind: "FORECASTED", mailed: ["platform"] },
        { thresholdPercent: 90, kind: "ACTUAL", severity: "critical" },
      ],
    },
  };
  const days = ["MON", "TUE", "WED", "THU", "FRI"] as const;
  const workHours = { timeZone: "America/New_York", days, start: "07:00", stop: "20:00" };
  return {
    budgets,
    costAnomalies: { thresholdUsd: 50, thresholdPercent: 20 },
    ...(offHours && { workHours }),
  };
}
