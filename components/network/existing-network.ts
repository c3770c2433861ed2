import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import type { Network } from "./network.ts";

/** Arguments of ExistingNetwork. */
export interface ExistingNetworkArgs {
  /** ID of the VPC. */
  vpcId: pulumi.Input<string>;
  /** IDs of the public subnets; empty without any. */
  publicSubnetIds: readonly pulumi.Input<string>[];
  /** IDs of the private subnets, in at least two Availability Zones. */
  privateSubnetIds: readonly pulumi.Input<string>[];
  /** IDs of the database subnets, in at least two Availability Zones. @default args.privateSubnetIds, the private subnets */
  databaseSubnetIds?: readonly pulumi.Input<string>[];
}

/** An existing VPC, given by its IDs. */
export class ExistingNetwork extends pulumi.ComponentResource implements Network {
  /** ID of the VPC. */
  readonly vpcId: pulumi.Output<string>;
  /** IDs of the public subnets. */
  readonly publicSubnetIds: pulumi.Output<string[]>;
  /** IDs of the private subnets. */
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** IDs of the database subnets. */
  readonly databaseSubnetIds: pulumi.Output<string[]>;
  /** Name of the RDS DB subnet group that the component creates over the database subnets. */
  readonly databaseSubnetGroupName: pulumi.Output<string>;

  constructor(name: string, args: ExistingNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:network:ExistingNetwork", name, {}, opts);
    const { databaseSubnetIds = args.privateSubnetIds } = args;
    refuse(this, name, [
      ...twoOrMore("privateSubnetIds", args.privateSubnetIds),
      ...(args.databaseSubnetIds === undefined ? [] : twoOrMore("databaseSubnetIds", args.databaseSubnetIds)),
    ]);
    const child = { parent: this };

    const group = new aws.rds.SubnetGroup(
      name,
      { subnetIds: [...databaseSubnetIds], description: `Database subnets of ${name}`, tags: { Name: name } },
      child,
    );
    this.vpcId = pulumi.output(args.vpcId);
    this.publicSubnetIds = pulumi.output([...args.publicSubnetIds]);
    this.privateSubnetIds = pulumi.output([...args.privateSubnetIds]);
    this.databaseSubnetIds = pulumi.output([...databaseSubnetIds]);
    this.databaseSubnetGroupName = group.name;
    this.registerOutputs(outputs(this, { except: ["publicSubnetIds", "privateSubnetIds", "databaseSubnetIds"] }));
  }
}

function twoOrMore(argument: string, ids: readonly unknown[]): string[] {
  return ids.length >= 2
    ? []
    : [`${argument} must have at least 2 subnets, in different Availability Zones, got ${ids.length}`];
}
