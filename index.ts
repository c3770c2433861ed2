import { clusterAddons } from "./layers/addons.ts";
import { context } from "./layers/context.ts";
import { kubernetesWorkloads } from "./layers/deployments.ts";
import { edge } from "./layers/edge.ts";
import { foundation } from "./layers/foundation.ts";
import { intelligence, userPool } from "./layers/identity.ts";
import { local } from "./layers/local.ts";
import { operations } from "./layers/operations.ts";
import { recovery } from "./layers/recovery.ts";
import { each, stores } from "./layers/stores.ts";
import { clusterTelemetry, prometheusCrds } from "./layers/telemetry.ts";
import { workloads } from "./layers/workloads.ts";
import { localSettings, type Settings, settings } from "./stacks/settings.ts";

/** The platform on one page: definition, providers, layers, outputs; of the stack that is given, or that Pulumi runs. */
export default async function platform(given?: Settings) {
  const withoutAws = given === undefined ? localSettings() : undefined;
  if (withoutAws !== undefined) return local(withoutAws.config, withoutAws.definition);
  const { config, definition } = given ?? settings();
  const base = context(config, definition);

  const ground = foundation(base);
  const kept = { ...stores(base, ground), ...intelligence(base) };
  const entry = edge(base, ground);
  const users = userPool(base, { ...kept, ...entry });
  const running = workloads(base, ground, kept, entry);
  const made = { ...ground, ...kept, ...entry, ...running };
  const crds = prometheusCrds(base, ground);
  const { ready, secretStore } = clusterAddons(base, made, definition.clusterAddons, crds);
  kubernetesWorkloads(base, { ...made, users, secretStore, addons: ready });
  clusterTelemetry(base, made, { crds, secretStore, addons: ready });
  const watched = operations(base, made);
  recovery(base, made, watched);

  const outputs = {
    vpcId: made.network.vpcId,
    kubeconfigCommand:
      definition.cluster &&
      `aws eks update-kubeconfig --name ${definition.cluster.clusterName} --region ${config.region}`,
    gatewayUrl: made.gateway?.url,
    cdnUrl: made.cdn?.url,
    siteUrls: each(made.sites, (_, site) => site.url),
    tokenUrl: users?.tokenUrl,
    userPoolId: users?.userPoolId,
    databases: each(made.databases, (_, { endpoint, masterSecretArn }) => ({ endpoint, masterSecretArn })),
    caches: each(made.caches, (_, { primaryEndpoint }) => primaryEndpoint),
    repositories: each(made.repositories, (_, { repositoryUrl }) => repositoryUrl),
    identities: each(made.identities, (_, { roleArn }) => roleArn),
    secretCommands: each(made.secrets, (_, { putValueCommand }) => putValueCommand),
    bastionCommands: made.bastion?.commands,
    dashboardName: watched.observability.dashboardName,
  };
  // What the stack does not have has no output, and no warning about one.
  return Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined));
}
