import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import { outputs } from "../outputs.ts";
import type { PlacedSubnet, Tier } from "./subnets.ts";

/** Target of the default route. */
export type DefaultRoute =
  | {
      /** ID of the internet gateway. */
      gatewayId: pulumi.Input<string>;
    }
  | {
      /** ID of the NAT gateway. */
      natGatewayId: pulumi.Input<string>;
    };

/** Arguments of SubnetTier. */
export interface SubnetTierArgs {
  /** Account of the VPC. */
  account: Account;
  /** VPC of the subnets. */
  vpcId: pulumi.Input<string>;
  /** CIDR blocks of the VPC. */
  vpcCidrBlocks: readonly string[];
  /** Tier of the subnets. */
  tier: Tier;
  /** Subnets, one in each Availability Zone. */
  subnets: readonly PlacedSubnet[];
  /** Default route of an Availability Zone; without one there is no egress to the internet. */
  defaultRoute: (zone: string) => DefaultRoute | undefined;
  /** Tags of the subnets, for example for subnet discovery of load balancer controllers. @default {} */
  tags?: Readonly<Record<string, string>>;
}

/** Subnets of one tier with route tables and a network ACL. */
export class SubnetTier extends pulumi.ComponentResource {
  /** IDs of the subnets by Availability Zone, known when route and network ACL exist. */
  readonly subnetIdByZone: Readonly<Record<string, pulumi.Output<string>>>;
  /** IDs of the subnets in the order of the Availability Zones. */
  readonly subnetIds: pulumi.Output<string[]>;
  /** The same, known when route table and network ACL are associated, before the default route: for what needs no egress. */
  readonly unroutedSubnetIds: pulumi.Output<string[]>;
  /** IDs of the route tables in the order of the Availability Zones. */
  readonly routeTableIds: pulumi.Output<string>[];

  constructor(name: string, args: SubnetTierArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:network:SubnetTier", name, {}, opts);
    const { tags = {} } = args;
    const child = { parent: this };
    const labels = (of: string) => ({ Name: of, tier: args.tier });

    const zones = args.subnets.map(({ zone, cidrBlock }) => {
      const own = `${name}-${zone}`;
      const subnet = new aws.ec2.Subnet(
        own,
        {
          vpcId: args.vpcId,
          cidrBlock,
          availabilityZone: `${args.account.region}${zone}`,
          // Off in the public tier as well; load balancers and NAT gateways have their own addresses.
          mapPublicIpOnLaunch: false,
          tags: { ...tags, ...labels(own) },
        },
        child,
      );
      const table = new aws.ec2.RouteTable(own, { vpcId: args.vpcId, tags: labels(own) }, child);
      const on = { routeTableId: table.id };
      const associated = new aws.ec2.RouteTableAssociation(own, { ...on, subnetId: subnet.id }, child);
      const target = args.defaultRoute(zone);
      const route = target && new aws.ec2.Route(own, { ...on, destinationCidrBlock: anywhere, ...target }, child);
      return { zone, subnet, table, associated, route };
    });
    const acl = new aws.ec2.NetworkAcl(
      name,
      {
        vpcId: args.vpcId,
        subnetIds: zones.map(({ subnet }) => subnet.id),
        ...(args.tier === "database" ? within(args.vpcCidrBlocks) : worldly(args.vpcCidrBlocks)),
        tags: labels(name),
      },
      child,
    );

    const unrouted = zones.map(({ subnet, associated }) =>
      pulumi.all([subnet.id, acl.id, associated.id]).apply(([id]) => id),
    );
    const ready = zones.map(({ zone, route }, at): [string, pulumi.Output<string>] => [
      zone,
      pulumi.all([unrouted[at] ?? "", route?.id]).apply(([id]) => id),
    ]);
    this.subnetIdByZone = Object.fromEntries(ready);
    this.subnetIds = pulumi.all(ready.map(([, id]) => id));
    this.unroutedSubnetIds = pulumi.all(unrouted);
    this.routeTableIds = zones.map(({ table }) => table.id);
    this.registerOutputs(outputs(this, { except: ["subnetIdByZone", "unroutedSubnetIds"] }));
  }
}

const anywhere = "0.0.0.0/0";
/** Ports of SSH, SMB and RDP. */
const adminPorts = [22, 445, 3389];

type Rules = Pick<aws.ec2.NetworkAclArgs, "ingress" | "egress">;

function allow(ruleNo: number, cidrBlock: string): aws.types.input.ec2.NetworkAclIngress {
  return { ruleNo, action: "allow", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock };
}

/**
 * Traffic of data stores is limited to the VPC, even with a route to the internet. This excludes S3, since network ACL rules
 * cannot name the prefix list of a gateway endpoint; a data store that imports from S3 needs a rule here.
 */
function within(vpcCidrBlocks: readonly string[]): Rules {
  const own = vpcCidrBlocks.map((block, index) => allow(100 + index, block));
  return { ingress: own, egress: own };
}

/**
 * Denies administration ports from outside the VPC and allows the rest. Rules are evaluated by number, so denials come first;
 * the last rule must be wide, because network ACLs are stateless and responses use any ephemeral port. A connection with
 * source port 3389 of a NAT gateway (1 in 64,512) times out, which FSBP EC2.21 and CIS 5.1 imply.
 */
function worldly(vpcCidrBlocks: readonly string[]): Rules {
  const own = vpcCidrBlocks.map((block, index) => allow(100 + index, block));
  const denials = adminPorts.map((port, index) => ({
    ruleNo: 200 + index,
    action: "deny",
    protocol: "tcp",
    fromPort: port,
    toPort: port,
    cidrBlock: anywhere,
  }));
  return { ingress: [...own, ...denials, allow(300, anywhere)], egress: [allow(100, anywhere)] };
}
