import { deployerNetworkFaults } from "../../components/cluster/access.ts";
import type { Config } from "../config.ts";
import type { FoundationDefinition } from "../foundation.ts";

/** What network and cluster need of the configuration, one line each. */
export function foundationFaults({ network, cluster }: FoundationDefinition, config: Config): string[] {
  if (config.existing !== undefined) return [];
  const { zones, deployerNetwork = {} } = config;
  return [
    ...(zones.length === network.zones
      ? []
      : [`platform:zones must list ${network.zones} zones, as many as the definition has, got ${zones.length}`]),
    ...(cluster === undefined ? [] : deployerNetworkFaults("platform:deployerNetwork", deployerNetwork)),
  ];
}
