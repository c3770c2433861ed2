import * as pulumi from "@pulumi/pulumi";

/**
 * Name of the snapshot that is taken when a data store is deleted. The ID of the store's security group ends it: it lasts as
 * long as the store, so a store that is made again under the same name leaves a snapshot of another name.
 */
export function finalSnapshot(store: string, securityGroupId: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.output(securityGroupId).apply((id) => `${store}-final-${id.slice(id.lastIndexOf("-") + 1)}`);
}
