import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { afterEndpoints, type EndpointSet, Endpoints } from "./endpoints.ts";
import { type FlowLogDestination, FlowLogs } from "./flow-logs.ts";
import type { FlowLogTarget, Network } from "./network.ts";
import { podBlock, subnetIdByZoneName } from "./pod-subnets.ts";
import { clusterTags } from "./subnet-tags.ts";
import { type DefaultRoute, SubnetTier } from "./subnet-tier.ts";
import { addressFaults, placedSubnets, podSubnets, type SubnetBlocks, type Tier } from "./subnets.ts";

/** Arguments of Vpc. */
export interface VpcArgs {
  /** Account of the VPC. */
  account: Account;
  /** Name tag of the VPC. @default name, the component's own */
  vpcName?: string;
  /** IPv4 CIDR block of the VPC: private (RFC 1918), /16 to /24. */
  cidrBlock: string;
  /** Letters of the Availability Zones, at least two, for example ["a", "b", "c"]; each tier has a subnet in each. */
  zones: readonly string[];
  /** CIDR blocks of the subnets by tier. @default computed for all three tiers */
  subnets?: SubnetBlocks;
  /** Secondary CIDR block for the subnets of pods, a /16 of 100.64.0.0/10; pods get no addresses of the private subnets. @default none */
  podCidrBlock?: string;
  /** NAT gateways: none, one in the first Availability Zone, or one in each; about 37 USD a month each with its address, and 0.045 USD a GB. */
  nat: "none" | "single" | "perZone";
  /** Destination of the flow logs. */
  flowLogs: FlowLogDestination;
  /** Sets of interface endpoints; the gateway endpoints of S3 and DynamoDB always exist and are free. */
  interfaceEndpoints: readonly EndpointSet[];
  /** Names of buckets of other accounts that the VPC's workloads may use. @default [] */
  trustedBuckets?: readonly string[];
  /** Names of EKS clusters in the VPC, for subnet discovery tags of load balancer controllers and, with one cluster, Karpenter. @default [] */
  clusterNames?: readonly string[];
}

/**
 * A VPC with public, private and database subnets in two or more Availability Zones, flow logs and VPC endpoints.
 *
 * @example
 * import { account } from "../iam/account.ts";
 * import { Vpc } from "./vpc.ts";
 *
 * const vpc = new Vpc("network", {
 *   account: account("111122223333", "us-east-1"),
 *   cidrBlock: "10.0.0.0/16",
 *   zones: ["a", "b", "c"],
 *   nat: "perZone",
 *   flowLogs: { destination: "s3", deletionProtection: true },
 *   interfaceEndpoints: ["eks", "observability"],
 *   clusterNames: ["main"],
 * });
 * export const privateSubnetIds = vpc.privateSubnetIds;
 */
export class Vpc extends pulumi.ComponentResource implements Network {
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
  /** IDs of the NAT gateways by Availability Zone. */
  readonly natGatewayIds: Readonly<Record<string, pulumi.Output<string>>>;
  /** Where the flow logs go. */
  readonly flowLogs: FlowLogTarget;
  /** Pods' subnets by the name of the Availability Zone, where there is a secondary block for them. */
  readonly podSubnetIdByZone?: Readonly<Record<string, pulumi.Output<string>>>;
  readonly #unroutedSubnetIds: pulumi.Output<string[]>;

  constructor(name: string, args: VpcArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:network:Vpc", name, {}, opts);
    refuse(this, name, addressFaults(args));
    const { account, cidrBlock, podCidrBlock, clusterNames = [], trustedBuckets = [] } = args;
    const child = { parent: this };
    const tags = { Name: args.vpcName ?? name };

    const vpc = new aws.ec2.Vpc(name, { cidrBlock, enableDnsSupport: true, enableDnsHostnames: true, tags }, child);
    const vpcId = vpc.id;
    const vpcCidrBlocks = podCidrBlock === undefined ? [cidrBlock] : [cidrBlock, podCidrBlock];
    const shared = { account, vpcId, vpcCidrBlocks };
    emptyDefaults(name, vpc, child);

    const placed = [...placedSubnets(args), ...podSubnets(args)];
    const pods = podCidrBlock === undefined ? undefined : podBlock(name, vpc, podCidrBlock, child);
    const tier = (tier: Tier, defaultRoute: (zone: string) => DefaultRoute | undefined) => {
      const subnets = placed.filter((subnet) => subnet.tier === tier);
      const tags = clusterTags(tier, clusterNames);
      // Subnets of pods are created after their block, which knows the VPC too.
      const within = tier === "pods" && pods !== undefined ? { ...shared, vpcId: pods.vpcId } : shared;
      return new SubnetTier(`${name}-${tier}`, { ...within, tier, subnets, defaultRoute, tags }, child);
    };
    const internet = new aws.ec2.InternetGateway(name, { vpcId, tags }, child);
    const open = tier("public", () => ({ gatewayId: internet.id }));
    const natGatewayIds = natGateways(name, args, open, child);
    const throughNat = (zone: string) => {
      const natGatewayId = natGatewayIds[zone] ?? Object.values(natGatewayIds)[0];
      return natGatewayId && { natGatewayId };
    };
    const closed = tier("private", throughNat);
    const podTier = pods === undefined ? undefined : tier("pods", throughNat);
    const sealed = placed.some((subnet) => subnet.tier === "database") ? tier("database", () => undefined) : closed;
    const databases = new aws.rds.SubnetGroup(
      name,
      { subnetIds: sealed.unroutedSubnetIds, description: `Database subnets of ${name}`, tags },
      child,
    );

    const routed = new Set([closed, sealed, ...(podTier ? [podTier] : [])]);
    const routeTableIds = [...routed].flatMap((each) => each.routeTableIds);
    const endpoints = { routeTableIds, subnetIds: closed.subnetIds, sets: args.interfaceEndpoints, trustedBuckets };
    const { endpointIds } = new Endpoints(`${name}-endpoint`, { ...shared, ...endpoints }, child);
    const flows = new FlowLogs(`${name}-flow-logs`, { account, vpcId, destination: args.flowLogs }, child);

    this.vpcId = vpcId;
    this.flowLogs = flows.target;
    this.publicSubnetIds = open.subnetIds;
    this.privateSubnetIds = afterEndpoints(closed.subnetIds, endpointIds);
    this.#unroutedSubnetIds = closed.unroutedSubnetIds;
    // Data stores connect to nothing outside their subnets, so they need neither routes nor endpoints.
    this.databaseSubnetIds = sealed.unroutedSubnetIds;
    this.databaseSubnetGroupName = databases.name;
    this.natGatewayIds = natGatewayIds;
    if (podTier !== undefined) this.podSubnetIdByZone = subnetIdByZoneName(account, podTier, endpointIds);
    this.registerOutputs(
      outputs(this, { except: ["publicSubnetIds", "databaseSubnetIds", "databaseSubnetGroupName"] }),
    );
  }

  /** Private subnets, known before their routes and endpoints: for EKS control planes. */
  get controlPlaneSubnetIds(): pulumi.Output<string[]> {
    return this.#unroutedSubnetIds;
  }
}

/** The default security group, network ACL and route table of the VPC, without rules and routes. */
function emptyDefaults(name: string, vpc: aws.ec2.Vpc, child: pulumi.CustomResourceOptions): void {
  const tags = { Name: `${name}-default` };
  const closed = { ingress: [], egress: [], tags };
  new aws.ec2.DefaultSecurityGroup(name, { vpcId: vpc.id, ...closed }, child);
  new aws.ec2.DefaultNetworkAcl(
    name,
    { defaultNetworkAclId: vpc.defaultNetworkAclId, ...closed },
    // Subnets of other tiers or stacks may use the default network ACL; AWS cannot remove them from it.
    { ...child, ignoreChanges: ["subnetIds"] },
  );
  new aws.ec2.DefaultRouteTable(name, { defaultRouteTableId: vpc.defaultRouteTableId, routes: [], tags }, child);
}

/** NAT gateways by Availability Zone, each with an Elastic IP address. */
function natGateways(
  name: string,
  { nat, zones }: VpcArgs,
  { subnetIdByZone }: SubnetTier,
  child: pulumi.CustomResourceOptions,
): Record<string, pulumi.Output<string>> {
  const count = { none: 0, single: 1, perZone: zones.length }[nat];
  return Object.fromEntries(
    Object.entries(subnetIdByZone)
      .slice(0, count)
      .map(([zone, subnetId]) => {
        const own = `${name}-${zone}`;
        const tags = { Name: own };
        const address = new aws.ec2.Eip(own, { domain: "vpc", tags }, child);
        const gateway = new aws.ec2.NatGateway(
          own,
          { allocationId: address.id, connectivityType: "public", subnetId, tags },
          // An address belongs to one NAT gateway at a time.
          { ...child, deleteBeforeReplace: true },
        );
        return [zone, gateway.id];
      }),
  );
}
