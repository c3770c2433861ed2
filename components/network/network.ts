import type * as pulumi from "@pulumi/pulumi";

/** A VPC with its subnets by tier: what every other component needs to know of a network, whoever made it. */
export interface Network {
  /** ID of the VPC. */
  readonly vpcId: pulumi.Output<string>;
  /** Public subnets, one in each zone: load balancers and NAT gateways live here. */
  readonly publicSubnetIds: pulumi.Output<string[]>;
  /** Private subnets, one in each zone: compute lives here. */
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** Subnets of the data stores, one in each zone; without a route to the internet where the network has a database tier. */
  readonly databaseSubnetIds: pulumi.Output<string[]>;
  /** Name of the RDS DB subnet group over the database subnets. */
  readonly databaseSubnetGroupName: pulumi.Output<string>;
}
