import type { Thing, Values } from "./thing.ts";
import type { View } from "./view.ts";

/** Inputs that a service fills in after the creation, so that a read returns more than was asked for; by type. */
export const fills: Readonly<Record<string, (thing: Thing, account: View) => Values>> = {
  // Without a strategy or a launch type, a service takes its cluster's default strategy: pulumi-aws issue 5903.
  "aws:ecs/service:Service": ({ inputs, place }, account) => {
    const { cluster, launchType, capacityProviderStrategies } = inputs;
    if (launchType !== undefined || capacityProviderStrategies !== undefined) return {};
    const name = String(cluster).split("/").at(-1);
    const providers = account.all("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders", place);
    const found = providers.find((each) => each.inputs["clusterName"] === name);
    const strategies = found?.inputs["defaultCapacityProviderStrategies"];
    return strategies === undefined ? {} : { capacityProviderStrategies: strategies };
  },
};
