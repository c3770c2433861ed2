import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";

/** ARN of a Route 53 hosted zone; it has no Region and no account ID. */
export function zoneArn({ partition }: Pick<Account, "partition">, zone: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.interpolate`arn:${partition}:route53:::hostedzone/${zone}`;
}
