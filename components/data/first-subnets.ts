import type * as pulumi from "@pulumi/pulumi";
import type { Network } from "../network/network.ts";

/** Database subnets of the first Availability Zones of a network. */
export function firstSubnets(network: Pick<Network, "databaseSubnetIds">, zones: number): pulumi.Output<string[]> {
  return network.databaseSubnetIds.apply((subnetIds) =>
    Array.from({ length: zones }, (_, zone) => subnetAt(subnetIds, zone)),
  );
}

/** The subnet of an Availability Zone by its index; throws an error where the network has fewer. */
export function subnetAt(subnetIds: readonly string[], zone: number): string {
  const subnetId = subnetIds[zone];
  if (subnetId === undefined)
    throw new Error(`${zone + 1} or more zones are asked for, but the network has ${subnetIds.length}`);
  return subnetId;
}
