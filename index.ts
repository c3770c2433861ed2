import * as layers from "./layers/index.ts";
import { each } from "./layers/table.ts";
import { localSettings, type Settings, settings } from "./stacks/settings.ts";

/** The platform on one page: definition, providers, layers, outputs; of the stack that is given, or that Pulumi runs. */
export default async function platform(given?: Settings) {
  const withoutAws = given === undefined ? localSettings() : undefined;
  if (withoutAws !== undefined) return layers.local(withoutAws.config, withoutAws.definition);
  const { config, definition } = given ?? settings();

  const context = layers.context(config, definition);
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
  layers.deployments(context, definition, { ...stack, ...addons });
  layers.telemetry(context, definition, stack, { ...addons, prometheusCrds });
  const operations = layers.operations(context, definition, stack);
  layers.cost(context, definition, stack, operations);
  layers.recovery(context, definition, stack, operations);

  const outputs = {
    vpcId: stack.network.vpcId,
    kubeconfigCommand:
      definition.cluster &&
      `aws eks update-kubeconfig --name ${definition.cluster.clusterName} --region ${config.region}`,
    gatewayUrl: stack.gateway?.url,
    cdnUrl: stack.cdn?.url,
    siteUrls: each(stack.sites, (_, site) => site.url),
    tokenUrl: stack.userPool?.tokenUrl,
    userPoolId: stack.userPool?.userPoolId,
    databases: each(stack.databases, (_, { endpoint, masterSecretArn }) => ({ endpoint, masterSecretArn })),
    caches: each(stack.caches, (_, { primaryEndpoint }) => primaryEndpoint),
    repositories: each(stack.repositories, (_, { repositoryUrl }) => repositoryUrl),
    identities: each(stack.identities, (_, { roleArn }) => roleArn),
    secretCommands: each(stack.secrets, (_, { putValueCommand }) => putValueCommand),
    bastionCommands: stack.bastion?.commands,
    dashboardName: operations.observability.dashboardName,
  };
  // An output of something that the stack does not have is left out: Pulumi warns about undefined outputs.
  return Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined));
}
