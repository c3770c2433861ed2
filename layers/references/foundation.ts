import { deployerNetworkFaults } from "../../components/cluster/access.ts";
import { addressFaults } from "../addresses.ts";
import type { Config } from "../config.ts";
import type { StackDefinition } from "../definition.ts";
import type { FoundationDefinition } from "../foundation.ts";
import { imageCacheFaults } from "../images.ts";
import { worldNameFaults } from "../world-names.ts";

/** What network, cluster and world-wide names need of the configuration, one line each. */
export function foundationFaults(definition: StackDefinition, config: Config): string[] {
  return [
    ...whereaboutsFaults(definition, config),
    ...worldNameFaults(config, definition),
    ...networkFaults(definition, config),
    ...imageCacheFaults(definition, config),
  ];
}

function whereaboutsFaults({ network, cluster }: FoundationDefinition, config: Config): string[] {
  if (config.existing !== undefined) return [];
  const { zones, deployerNetwork = {} } = config;
  return [
    ...(zones.length === network.zones
      ? []
      : [`platform:zones must list ${network.zones} zones, as many as the definition has, got ${zones.length}`]),
    ...(cluster === undefined ? [] : deployerNetworkFaults("platform:deployerNetwork", deployerNetwork)),
  ];
}

/** Whether everything that the definition can grow to has an address. */
function networkFaults(definition: StackDefinition, { existing }: Config): string[] {
  if (existing !== undefined) return [];
  const { madeBy, podCidrBlock } = definition.network;
  return madeBy === "awsx" && podCidrBlock !== undefined
    ? [`network.podCidrBlock needs network.madeBy "platform", got "${madeBy}"`]
    : addressFaults(definition);
}
