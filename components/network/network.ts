import type * as pulumi from "@pulumi/pulumi";

/** Bucket or log group that flow logs go to, by name. */
export type FlowLogTarget =
  | { kind: "bucket"; bucketName: pulumi.Output<string> }
  | { kind: "logGroup"; logGroupName: pulumi.Output<string> };

/** A VPC with its subnets by tier, as other components use it. */
export interface Network {
  /** ID of the VPC. */
  readonly vpcId: pulumi.Output<string>;
  /** IDs of the public subnets, one in each Availability Zone, for load balancers and NAT gateways. */
  readonly publicSubnetIds: pulumi.Output<string[]>;
  /** IDs of the private subnets, one in each Availability Zone, for compute. */
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** IDs of the private subnets, known before their routes and endpoints: for EKS control planes, which need neither. */
  readonly controlPlaneSubnetIds?: pulumi.Output<string[]>;
  /** IDs of the subnets for data stores, one in each Availability Zone; without a route to the internet where there is a database tier. */
  readonly databaseSubnetIds: pulumi.Output<string[]>;
  /** Name of the RDS DB subnet group over the database subnets. */
  readonly databaseSubnetGroupName: pulumi.Output<string>;
  /** Where the flow logs go; an existing network has its own. */
  readonly flowLogs?: FlowLogTarget;
  /** IDs of the subnets of pods by the name of their Availability Zone; pods are in the subnets of their nodes without any. */
  readonly podSubnetIdByZone?: Readonly<Record<string, pulumi.Output<string>>>;
}
