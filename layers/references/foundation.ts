import { deployerNetworkFaults } from "../../components/cluster/access.ts";
import type { Config } from "../config.ts";
import type { FoundationDefinition } from "../foundation.ts";
import { worldNameFaults } from "../world-names.ts";

type Named = Parameters<typeof worldNameFaults>[1];

/** What network, cluster and world-wide names need of the configuration, one line each. */
export function foundationFaults(definition: FoundationDefinition & Named, config: Config): string[] {
  return [...whereaboutsFaults(definition, config), ...worldNameFaults(config, definition)];
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
