import type * as pulumi from "@pulumi/pulumi";
import type { Network } from "../network/network.ts";

/** Database subnets of the first zones of a network, for a store that wants exactly one for each of its zones. */
export function firstSubnets(network: Pick<Network, "databaseSubnetIds">, zones: number): pulumi.Output<string[]> {
  return network.databaseSubnetIds.apply((subnetIds) => {
    if (subnetIds.length < zones)
      throw new Error(`${zones} zones are asked for, but the network has database subnets in ${subnetIds.length}`);
    return subnetIds.slice(0, zones);
  });
}
