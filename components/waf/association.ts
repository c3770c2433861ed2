import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Associates a web ACL with a load balancer or user pool.
 * Disassociation names the resource alone, so the old association is deleted first: later, its deletion would take off the new web ACL.
 */
export function webAclAssociation(
  name: string,
  args: aws.wafv2.WebAclAssociationArgs,
  opts: pulumi.CustomResourceOptions,
): aws.wafv2.WebAclAssociation {
  return new aws.wafv2.WebAclAssociation(name, args, { ...opts, deleteBeforeReplace: true });
}
