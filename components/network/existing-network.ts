import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import type { Network } from "./network.ts";

export interface ExistingNetworkArgs {
  /** ID of the VPC. */
  vpcId: pulumi.Input<string>;
  /** IDs of the public subnets; none where nothing is public. */
  publicSubnetIds: readonly pulumi.Input<string>[];
  /** IDs of the private subnets, in at least two zones. */
  privateSubnetIds: readonly pulumi.Input<string>[];
  /** IDs of the database subnets, in at least two zones. @default args.privateSubnetIds, the private subnets */
  databaseSubnetIds?: readonly pulumi.Input<string>[];
}

/** A VPC that something else made and owns, told by its IDs: from a configuration, or from another stack's outputs. */
export class ExistingNetwork extends pulumi.ComponentResource implements Network {
  /** ID of the VPC. */
  readonly vpcId: pulumi.Output<string>;
  /** IDs of the public subnets. */
  readonly publicSubnetIds: pulumi.Output<string[]>;
  /** IDs of the private subnets. */
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** IDs of the database subnets. */
  readonly databaseSubnetIds: pulumi.Output<string[]>;
  /** Name of the RDS DB subnet group, which is made here, over the database subnets. */
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
  return ids.length >= 2 ? [] : [`${argument} must be at least 2, in different zones, got ${ids.length}`];
}
