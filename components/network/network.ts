import type * as pulumi from "@pulumi/pulumi";

/** A VPC with its subnets by tier, as other components use it. */
export interface Network {
  /** ID of the VPC. */
  readonly vpcId: pulumi.Output<string>;
  /** IDs of the public subnets, one in each Availability Zone, for load balancers and NAT gateways. */
  readonly publicSubnetIds: pulumi.Output<string[]>;
  /** IDs of the private subnets, one in each Availability Zone, for compute. */
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** IDs of the subnets for data stores, one in each Availability Zone; without a route to the internet where there is a database tier. */
  readonly databaseSubnetIds: pulumi.Output<string[]>;
  /** Name of the RDS DB subnet group over the database subnets. */
  readonly databaseSubnetGroupName: pulumi.Output<string>;
}
