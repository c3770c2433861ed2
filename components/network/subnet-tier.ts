import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import { outputs } from "../outputs.ts";
import type { PlacedSubnet, Tier } from "./subnets.ts";

/** Where the traffic that leaves the VPC goes. */
export type DefaultRoute =
  | {
      /** ID of the internet gateway. */
      gatewayId: pulumi.Input<string>;
    }
  | {
      /** ID of the NAT gateway. */
      natGatewayId: pulumi.Input<string>;
    };

export interface SubnetTierArgs {
  /** Account of the VPC. */
  account: Account;
  /** VPC of the subnets. */
  vpcId: pulumi.Input<string>;
  /** CIDR block of the VPC. */
  vpcCidrBlock: string;
  /** What the subnets are for. */
  tier: Tier;
  /** The subnets, one in each zone. */
  subnets: readonly PlacedSubnet[];
  /** Where a zone's traffic to the internet goes; without a route there is no way out of the VPC. */
  defaultRoute: (zone: string) => DefaultRoute | undefined;
  /** Tags of the subnets, for example those that load balancer controllers look for. @default {} */
  tags?: Readonly<Record<string, string>>;
}

/** The subnets of one tier, each with its route table, behind a network ACL of their own. */
export class SubnetTier extends pulumi.ComponentResource {
  /** IDs of the subnets by zone, known only once route and network ACL stand: what lives here starts after them and goes before them. */
  readonly subnetIdByZone: Readonly<Record<string, pulumi.Output<string>>>;
  /** The same IDs in the order of the zones. */
  readonly subnetIds: pulumi.Output<string[]>;
  /** IDs of the route tables in the order of the zones. */
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
          // Not in the public tier either: what needs a public address there asks for it (load balancers, NAT gateways).
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
      return { zone, subnet, table, standing: pulumi.all([associated.id, route?.id]) };
    });
    const acl = new aws.ec2.NetworkAcl(
      name,
      {
        vpcId: args.vpcId,
        subnetIds: zones.map(({ subnet }) => subnet.id),
        ...(args.tier === "database" ? within(args.vpcCidrBlock) : worldly(args.vpcCidrBlock)),
        tags: labels(name),
      },
      child,
    );

    const ready = zones.map(({ zone, subnet, standing }): [string, pulumi.Output<string>] => [
      zone,
      pulumi.all([subnet.id, acl.id, standing]).apply(([id]) => id),
    ]);
    this.subnetIdByZone = Object.fromEntries(ready);
    this.subnetIds = pulumi.all(ready.map(([, id]) => id));
    this.routeTableIds = zones.map(({ table }) => table.id);
    this.registerOutputs(outputs(this, { except: ["subnetIdByZone"] }));
  }
}

const anywhere = "0.0.0.0/0";
/** SSH, SMB and RDP. */
const adminPorts = [22, 445, 3389];

type Rules = Pick<aws.ec2.NetworkAclArgs, "ingress" | "egress">;

function allow(ruleNo: number, cidrBlock: string): aws.types.input.ec2.NetworkAclIngress {
  return { ruleNo, action: "allow", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock };
}

/**
 * Data stores talk to the VPC and to nobody else, even if a route to the internet were added by mistake. S3 stays out of
 * reach too: its gateway endpoint is on these route tables, but a network ACL cannot name a prefix list. A data store that
 * imports from S3 needs a rule here, and nothing else.
 */
function within(vpcCidrBlock: string): Rules {
  return { ingress: [allow(100, vpcCidrBlock)], egress: [allow(100, vpcCidrBlock)] };
}

/**
 * Everything but the administration ports from outside the VPC. Rules are tried by number, so the denials go before the
 * last allow; that one must be wide, because a network ACL is stateless and answers from the internet come to any
 * ephemeral port. A NAT gateway that picks 3389 as a source port (1 connection in 64,512) loses the answer and the
 * connection times out: the price of the rule in FSBP EC2.21 and CIS 5.1.
 */
function worldly(vpcCidrBlock: string): Rules {
  const denials = adminPorts.map((port, index) => ({
    ruleNo: 200 + index,
    action: "deny",
    protocol: "tcp",
    fromPort: port,
    toPort: port,
    cidrBlock: anywhere,
  }));
  return { ingress: [allow(100, vpcCidrBlock), ...denials, allow(300, anywhere)], egress: [allow(100, anywhere)] };
}
