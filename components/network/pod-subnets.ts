import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import type { SubnetTier } from "./subnet-tier.ts";

/** The secondary block of the pods. */
export function podBlock(
  name: string,
  vpc: aws.ec2.Vpc,
  cidrBlock: string,
  child: pulumi.CustomResourceOptions,
): aws.ec2.VpcIpv4CidrBlockAssociation {
  return new aws.ec2.VpcIpv4CidrBlockAssociation(`${name}-pods`, { vpcId: vpc.id, cidrBlock }, child);
}

/** IDs of the subnets of a tier by the name of their Availability Zone, known only with the endpoints. */
export function subnetIdByZoneName(
  account: Account,
  { subnetIdByZone }: SubnetTier,
  endpointIds: pulumi.Output<string[]>,
): Record<string, pulumi.Output<string>> {
  return Object.fromEntries(
    Object.entries(subnetIdByZone).map(([zone, id]) => [
      `${account.region}${zone}`,
      pulumi.all([id, endpointIds]).apply(([subnetId]) => subnetId),
    ]),
  );
}
