import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Account, account, iamArn } from "./components/account.ts";
import { Cluster } from "./components/cluster/cluster.ts";
import { Budget, type BudgetArgs } from "./components/cost/budget.ts";
import { Cache } from "./components/data/cache.ts";
import { Database } from "./components/data/database.ts";
import { Gateway } from "./components/gateway/gateway.ts";
import { Vpc } from "./components/network/vpc.ts";
import { alarmPublishers, type Subscription } from "./components/observability/alarm-topic.ts";
import type { Monitored } from "./components/observability/monitored.ts";
import { Observability } from "./components/observability/observability.ts";
import { EncryptionKey, type EncryptionKeyArgs } from "./components/security/encryption-key.ts";
import { settings } from "./stacks/config.ts";
import type { StackDefinition } from "./stacks/definition.ts";

/** The platform on one page: definition, providers, components, outputs. */
export default async function platform() {
  const { config, definition } = settings();
  const { deletionProtection } = definition;
  const home = account(config.accountId, config.region);
  const provider = new aws.Provider("aws", {
    region: home.region,
    allowedAccountIds: [home.accountId],
    defaultTags: { tags: definition.tags },
  });
  const shared = { providers: { aws: provider } };
  const stateful = { ...shared, protect: deletionProtection };

  const keys = encryptionKeys(home, stateful);
  const logs = { retentionInDays: definition.logRetentionInDays, kmsKeyArn: keys.logs.arn };
  const common = { account: home, deletionProtection, logs, kmsKeyArn: keys.data.arn };

  const network = new Vpc(
    "network",
    {
      ...definition.network,
      account: home,
      clusterNames: [definition.cluster.clusterName],
      flowLogs:
        definition.network.flowLogs === "s3" ? { destination: "s3" } : { destination: "cloudwatch", retention: logs },
    },
    shared,
  );
  const cluster = new Cluster(
    "cluster",
    {
      ...common,
      ...definition.cluster,
      network,
      deployer: config.deployer,
      administrators: config.administrators,
      endpointAccess:
        definition.cluster.endpointAccess === "public"
          ? { kind: "public", cidrs: config.endpointCidrs }
          : { kind: "private" },
      tags: definition.tags,
    },
    stateful,
  );
  const admit = { cluster: cluster.securityGroupId };
  const database = new Database("database", { ...common, ...definition.database, network, admit }, stateful);
  const cache = new Cache("cache", { ...common, ...definition.cache, network, admit }, stateful);
  const gateway = new Gateway(
    "gateway",
    {
      ...common,
      ...definition.gateway,
      network,
      exposure: config.domain === undefined ? "internal" : "public",
      domain: config.domain === undefined ? undefined : { name: config.domain, hostedZoneId: config.hostedZoneId },
      targets: admit,
    },
    stateful,
  );
  const observability = new Observability(
    "observability",
    {
      account: home,
      logs,
      kmsKeyArn: keys.alarms.arn,
      monitored: monitored(definition, { network, cluster, database, cache, gateway }),
      notifications: {
        critical: subscriptions(config.contacts.critical),
        warning: subscriptions(config.contacts.warning),
      },
      runbookBaseUrl: config.runbookBaseUrl,
      dashboardName: `${definition.tags.project}-${definition.tags.environment}`,
    },
    shared,
  );
  new Budget("budget", budget(definition, observability), shared);

  return {
    kubeconfigCommand: `aws eks update-kubeconfig --name ${definition.cluster.clusterName} --region ${home.region}`,
    vpcId: network.vpcId,
    clusterName: cluster.clusterName,
    databaseEndpoint: database.endpoint,
    databaseSecretArn: database.masterSecretArn,
    cacheEndpoint: cache.primaryEndpoint,
    gatewayUrl: gateway.url,
    dashboardName: observability.dashboardName,
  };
}

/** One key for each kind of data, so that who may read logs or alarms has no way into the stores. */
function encryptionKeys(home: Account, opts: pulumi.ComponentResourceOptions) {
  const key = (name: string, description: string, users: Pick<EncryptionKeyArgs, "services" | "roles">) =>
    new EncryptionKey(name, { account: home, description, ...users }, opts);
  const autoscaling = "aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
  return {
    data: key("data", "Data stores, volumes and Kubernetes secrets", { roles: [iamArn(home, `role/${autoscaling}`)] }),
    logs: key("logs", "Log groups", { services: [`logs.${home.region}.amazonaws.com`] }),
    alarms: key("alarms", "Alarm topics", { services: alarmPublishers }),
  };
}

/** What gets alarms and graphs: everything that the platform runs. */
function monitored(definition: StackDefinition, made: Made): readonly Monitored[] {
  const { engine } = definition.database;
  const { identifier } = made.database;
  return [
    { kind: "cluster", name: "main", clusterName: made.cluster.clusterName },
    engine.kind === "instance"
      ? {
          kind: "database",
          name: "main",
          identifier,
          instanceClass: engine.instanceClass,
          allocatedStorageGib: engine.allocatedStorage,
        }
      : {
          kind: "auroraCluster",
          name: "main",
          identifier,
          size:
            engine.capacity.kind === "serverless"
              ? { minCapacity: engine.capacity.min, maxCapacity: engine.capacity.max }
              : { instanceClass: engine.capacity.instanceClass },
        },
    {
      kind: "cache",
      name: "main",
      nodes: Object.fromEntries(made.cache.memberClusterIds.map((id) => [id.slice(-3), id])),
    },
    {
      kind: "gateway",
      name: "main",
      loadBalancer: made.gateway.loadBalancerArnSuffix,
      targetGroups: made.gateway.targetGroupArnSuffixes,
    },
    ...Object.entries(made.network.natGatewayIds).map(
      ([name, natGatewayId]): Monitored => ({ kind: "natGateway", name, natGatewayId }),
    ),
  ];
}

interface Made {
  network: Vpc;
  cluster: Cluster;
  database: Database;
  cache: Cache;
  gateway: Gateway;
}

/** The definition's budget, with each share told to those who hear alarms of its severity. */
function budget({ budget: { amountUsd, notifications } }: StackDefinition, heard: Observability): BudgetArgs {
  const topics = { critical: heard.criticalTopicArn, warning: heard.warningTopicArn };
  return {
    amountUsd,
    notifications: notifications.map(({ severity, ...share }) => ({ ...share, topicArn: topics[severity] })),
  };
}

/** A contact is an e-mail address or an https URL; such a URL often carries a key of its receiver. */
function subscriptions(contacts: Readonly<Record<string, string>>): Subscription[] {
  return Object.entries(contacts).map(([name, contact]) =>
    contact.startsWith("https:")
      ? { name, protocol: "https", endpoint: pulumi.secret(contact) }
      : { name, protocol: "email", endpoint: contact },
  );
}
