import type * as pulumi from "@pulumi/pulumi";
import type { Network } from "../network/network.ts";

/** Database subnets of the first zones of a network, for a store that wants exactly one for each of its zones. */
export function firstSubnets(network: Pick<Network, "databaseSubnetIds">, zones: number): pulumi.Output<string[]> {
  return network.databaseSubnetIds.apply((subnetIds) =>
    Array.from({ length: zones }, (_, zone) => subnetAt(subnetIds, zone)),
  );
}

/** The subnet of a zone, counted from 0 in the order of the zones; an error when the network has fewer. */
export function subnetAt(subnetIds: readonly string[], zone: number): string {
  const subnetId = subnetIds[zone];
  if (subnetId === undefined)
    throw new Error(`${zone + 1} or more zones are asked for, but the network has ${subnetIds.length}`);
  return subnetId;
}
