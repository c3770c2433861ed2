import * as layers from "./layers/index.ts";
import { each } from "./layers/table.ts";
import { localSettings, type Settings, settings } from "./stacks/settings.ts";

/** The platform on one page: definition, providers, layers, outputs; of the stack that is given, or that Pulumi runs. */
export default async function platform(given?: Settings) {
  const withoutAws = given === undefined ? localSettings() : undefined;
  if (withoutAws !== undefined) return layers.local(withoutAws.config, withoutAws.definition);
  const { config, definition } = given ?? settings();

  const context = await layers.context(config, definition);
  const foundation = layers.foundation(context, definition);
  const stores = layers.stores(context, definition, foundation);
  const intelligence = layers.intelligence(context, definition);
  const edge = layers.edge(context, definition, foundation);
  const identity = layers.identity(context, definition, edge);
  const parts = { ...foundation, ...stores, ...intelligence, ...edge, ...identity };
  const workloads = layers.workloads(context, definition, parts);
  const stack = { ...parts, ...workloads };
  const prometheusCrds = layers.prometheusCrds(context, definition, foundation);
  const addons = layers.addons(context, definition, stack, prometheusCrds);
  const users = layers.databaseUsers(context, definition, stack, addons.ready);
  layers.deployments(context, definition, { ...stack, ...addons, ready: [...addons.ready, ...users.ready] });
  const telemetry = layers.telemetry(context, definition, stack, { ...addons, prometheusCrds });
  const operations = layers.operations(context, definition, { ...stack, ...telemetry });
  layers.cost(context, definition, stack, operations);
  layers.recovery(context, definition, stack, operations);

  const outputs = {
    vpcId: stack.network.vpcId,
    addresses: layers.addressSums(config, definition),
    kubeconfigCommand:
      definition.cluster &&
      `aws eks update-kubeconfig --name ${definition.cluster.clusterName} --region ${config.region}`,
    gatewayUrl: stack.gateway?.url,
    cdnUrl: stack.cdn?.url,
    siteUrls: each(stack.sites, (_, site) => site.url),
    tokenUrl: stack.userPool?.tokenUrl,
    userPoolId: stack.userPool?.userPoolId,
    databases: each(stack.databases, (_, { endpoint, master }) => ({ endpoint, masterSecretArn: master.secretArn })),
    caches: each(stack.caches, (_, { primaryEndpoint }) => primaryEndpoint),
    repositories: each(stack.repositories, (_, { repositoryUrl }) => repositoryUrl),
    identities: each(stack.identities, (_, { roleArn }) => roleArn),
    secretCommands: each(stack.secrets, (_, { putValueCommand }) => putValueCommand),
    rolloutCommands: each(stack.services, (_, { rolloutCommand }) => rolloutCommand),
    databaseUserCommands: users.commands,
    bastionCommands: stack.bastion?.commands,
    dashboardName: operations.observability.dashboardName,
  };
  // An output of something that the stack does not have is left out: Pulumi warns about undefined outputs.
  const has = (value: unknown) => typeof value !== "object" || value === null || Object.keys(value).length > 0;
  return Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined && has(value)));
}
