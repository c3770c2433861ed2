import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { afterEndpoints, type EndpointSet, Endpoints } from "./endpoints.ts";
import { type FlowLogDestination, FlowLogs } from "./flow-logs.ts";
import type { FlowLogTarget, Network } from "./network.ts";
import { addressFaults, type SubnetBlocks } from "./subnets.ts";

/** Arguments of AwsxNetwork. */
export interface AwsxNetworkArgs {
  /** Account of the VPC. */
  account: Account;
  /** Name tag of the VPC. @default name, the component's own */
  vpcName?: string;
  /** IPv4 CIDR block of the VPC: private (RFC 1918), /16 to /24. */
  cidrBlock: string;
  /** Letters of the Availability Zones, at least two. */
  zones: readonly string[];
  /** CIDR blocks of the subnets by tier; without a database tier the data stores are in the private subnets. */
  subnets: SubnetBlocks;
  /** NAT gateways: none, one for all zones, or one in each zone. */
  nat: "none" | "single" | "perZone";
  /** Destination of the flow logs. */
  flowLogs: FlowLogDestination;
  /** Sets of interface endpoints; the gateway endpoints of S3 and DynamoDB always exist. */
  interfaceEndpoints: readonly EndpointSet[];
  /** Names of buckets of other accounts that the VPC's workloads may use. @default [] */
  trustedBuckets?: readonly string[];
}

/**
 * A VPC made by `awsx.ec2.Vpc` of the package awsx, for stacks that already have one: a transform sets what the package
 * has no argument for; endpoints, flow logs and the default resources are Vpc's.
 */
export class AwsxNetwork extends pulumi.ComponentResource implements Network {
  /** ID of the VPC. */
  readonly vpcId: pulumi.Output<string>;
  /** Public subnets in the alphabetical order of the zones. */
  readonly publicSubnetIds: pulumi.Output<string[]>;
  /** Private subnets in the alphabetical order of the zones. */
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** Database subnets in the alphabetical order of the zones; the private ones where there is no database tier. */
  readonly databaseSubnetIds: pulumi.Output<string[]>;
  /** Name of the RDS DB subnet group over the database subnets. */
  readonly databaseSubnetGroupName: pulumi.Output<string>;
  /** IDs of the NAT gateways by the letter of their Availability Zone. */
  readonly natGatewayIds: Readonly<Record<string, pulumi.Output<string>>>;
  /** Where the flow logs go. */
  readonly flowLogs: FlowLogTarget;

  constructor(name: string, args: AwsxNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:network:AwsxNetwork", name, {}, opts);
    refuse(this, name, addressFaults(args));
    const { account, subnets, trustedBuckets = [] } = args;
    const zones = args.zones.toSorted();
    const child = { parent: this };

    const vpc = new awsx.ec2.Vpc(
      name,
      {
        cidrBlock: args.cidrBlock,
        availabilityZoneNames: zones.map((zone) => `${account.region}${zone}`),
        enableDnsSupport: true,
        enableDnsHostnames: true,
        // With the strategy Exact the package refuses address ranges between subnets.
        subnetStrategy: "Auto",
        subnetSpecs: subnetSpecs(subnets),
        natGateways: { strategy: strategies[args.nat] },
        tags: { Name: args.vpcName ?? name },
      },
      { ...child, transforms: [closeSubnets] },
    );
    const closed = { ingress: [], egress: [], tags: { Name: `${name}-default` } };
    new aws.ec2.DefaultSecurityGroup(name, { vpcId: vpc.vpcId, ...closed }, child);
    const destination = args.flowLogs;
    this.flowLogs = new FlowLogs(`${name}-flow-logs`, { account, vpcId: vpc.vpcId, destination }, child).target;
    const { endpointIds } = new Endpoints(
      `${name}-endpoint`,
      {
        account,
        vpcId: vpc.vpcId,
        vpcCidrBlocks: [args.cidrBlock],
        routeTableIds: vpc.routeTables.apply((tables) => pulumi.all(tables.map((table) => table.id))),
        subnetIds: vpc.privateSubnetIds,
        sets: args.interfaceEndpoints,
        trustedBuckets,
      },
      child,
    );

    this.vpcId = vpc.vpcId;
    this.publicSubnetIds = vpc.publicSubnetIds;
    this.privateSubnetIds = afterEndpoints(vpc.privateSubnetIds, endpointIds);
    this.databaseSubnetIds = subnets.database === undefined ? this.privateSubnetIds : vpc.isolatedSubnetIds;
    const group = new aws.rds.SubnetGroup(
      name,
      { subnetIds: this.databaseSubnetIds, description: `Database subnets of ${name}`, tags: { Name: name } },
      child,
    );
    this.databaseSubnetGroupName = group.name;
    this.natGatewayIds = natGatewayIds(vpc, { ...args, zones });
    this.registerOutputs(
      outputs(this, { except: ["publicSubnetIds", "databaseSubnetIds", "databaseSubnetGroupName", "natGatewayIds"] }),
    );
  }
}

const strategies = { none: "None", single: "Single", perZone: "OnePerAz" } as const;

function subnetSpecs(subnets: SubnetBlocks): awsx.types.input.ec2.SubnetSpecArgs[] {
  return [
    { type: "Public", name: "public", cidrBlocks: [...subnets.public], tags: { tier: "public" } },
    { type: "Private", name: "private", cidrBlocks: [...subnets.private], tags: { tier: "private" } },
    ...(subnets.database === undefined
      ? []
      : [
          {
            type: "Isolated" as const,
            name: "database",
            cidrBlocks: [...subnets.database],
            tags: { tier: "database" },
          },
        ]),
  ];
}

/** The number of NAT gateways follows from the arguments, not from the package's outputs. */
function natGatewayIds(vpc: awsx.ec2.Vpc, { nat, zones }: AwsxNetworkArgs): Record<string, pulumi.Output<string>> {
  const count = { none: 0, single: 1, perZone: zones.length }[nat];
  return Object.fromEntries(
    zones
      .slice(0, count)
      .map((zone, at) => [zone, vpc.natGateways.apply((gateways) => gateways[at]?.id ?? pulumi.output(""))]),
  );
}

/** The package assigns public IPv4 addresses at launch in public subnets; the transform turns this off. */
export const closeSubnets: pulumi.ResourceTransform = ({ type, props, opts }) =>
  type === "aws:ec2/subnet:Subnet" ? { props: { ...props, mapPublicIpOnLaunch: false }, opts } : undefined;
