import { isWorld, prefixLength } from "../../checks/cidr.ts";
import {
  all,
  each,
  either,
  fail,
  is,
  isNot,
  not,
  onType,
  pass,
  set,
  undecided,
  value,
  when,
} from "../../checks/conditions.ts";
import { type Check, levels, service } from "../../checks/rule.ts";
import { read, word } from "../../checks/values.ts";

const route = "aws:ec2/route:Route";

const routeTables = ["aws:ec2/routeTable:RouteTable", "aws:ec2/defaultRouteTable:DefaultRouteTable"];

/** A route to a peered VPC has a destination narrower than the private ranges; the names differ in inline routes. */
const narrowPeering = (ipv4: string, ipv6: string): Check =>
  when(
    set("vpcPeeringConnectionId"),
    all(
      value(ipv4, (cidr) => (prefixLength(cidr) ?? 0) > 8, "pass"),
      value(ipv6, (cidr) => !isWorld(cidr), "pass"),
    ),
  );

const hasListedOwner: Check = ({ value: props, settings }) => {
  if (settings.accounts.length === 0) return pass;
  const owner = read(props, "peerOwnerId");
  if (owner.state === "unknown") return undecided("peerOwnerId");
  return owner.state === "absent" || settings.accounts.includes(word(owner.value))
    ? pass
    : fail(`peers with account ${word(owner.value)}`);
};

export const vpcRoutes = service("Amazon VPC", [
  {
    name: "route-peering-least-access",
    types: [route, ...routeTables],
    description: "VPC peering routes have destinations narrower than /8, or /7 in IPv6.",
    why: "A route for all of 10.0.0.0/8 sends traffic for unrelated private networks to the peer, and opens a path to more of the peer's network than the workload uses.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["CIS AWS 3.0 5.5", "CKV2_AWS_44"],
    fix: "set destinationCidrBlock or destinationIpv6CidrBlock, or cidrBlock or ipv6CidrBlock of an inline route, to the CIDR block of the peer",
    check: all(
      onType([route], narrowPeering("destinationCidrBlock", "destinationIpv6CidrBlock")),
      onType(routeTables, each("routes", narrowPeering("cidrBlock", "ipv6CidrBlock"))),
    ),
    ok: { destinationCidrBlock: "10.9.3.0/24", vpcPeeringConnectionId: "pcx-1" },
    bad: { destinationCidrBlock: "10.0.0.0/8", vpcPeeringConnectionId: "pcx-1" },
    clauses: [
      { controls: ["CIS AWS 3.0 5.5", "CKV2_AWS_44"], bad: { destinationCidrBlock: "0.0.0.0/0" } },
      {
        controls: ["CKV2_AWS_44"],
        type: "aws:ec2/routeTable:RouteTable",
        ok: { routes: [{ cidrBlock: "10.9.3.0/24", vpcPeeringConnectionId: "pcx-1" }] },
        bad: { routes: [{ ipv6CidrBlock: "::/0", vpcPeeringConnectionId: "pcx-1" }] },
      },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "nat-public-eip-owned",
    types: ["aws:ec2/natGateway:NatGateway"],
    description: "NAT gateways set an Elastic IP allocation unless they are regional or private.",
    why: "A zonal public NAT gateway needs an Elastic IP address. Partners that allow the stack's egress address on their firewall drop its traffic once that address changes.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set allocationId, or availabilityMode to regional",
    check: either(set("allocationId"), is("availabilityMode", "regional"), is("connectivityType", "private")),
    ok: { allocationId: "eipalloc-1" },
    bad: { subnetId: "subnet-1" },
    absent: "fail",
    unknown: "pass",
  },
  {
    name: "peering-same-owner",
    types: ["aws:ec2/vpcPeeringConnection:VpcPeeringConnection"],
    description: "VPC peering connections join listed accounts and auto-accept only within one account.",
    why: "Peering with a foreign account opens a private route to another organization, and autoAccept fails when the other account must accept the request.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set peerOwnerId to one of the listed accounts, and leave autoAccept unset when peerOwnerId is set",
    check: all(
      hasListedOwner,
      not(all(is("autoAccept", true), set("peerOwnerId")), "accepts peering with another account automatically"),
    ),
    ok: { peerVpcId: "vpc-2", autoAccept: true },
    bad: { peerVpcId: "vpc-2", autoAccept: true, peerOwnerId: "999900001111" },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "tgw-no-auto-accept",
    types: ["aws:ec2transitgateway/transitGateway:TransitGateway"],
    description: "Transit gateways do not automatically accept shared attachments.",
    why: "Each account with which the transit gateway is shared can otherwise attach a VPC and reach the connected networks without approval.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["EC2.23", "CKV_AWS_331"],
    fix: "leave autoAcceptSharedAttachments unset",
    check: isNot("autoAcceptSharedAttachments", "enable"),
    ok: { autoAcceptSharedAttachments: "disable" },
    bad: { autoAcceptSharedAttachments: "enable" },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "eni-source-dest-check",
    types: ["aws:ec2/networkInterface:NetworkInterface"],
    description: "EC2 network interfaces keep source/destination checks, unless tagged role=router.",
    why: "With the check off, an instance can send and receive packets for addresses that are not its own, so a compromised host can spoof or intercept the traffic of others.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["EC2.180"],
    fix: "leave sourceDestCheck unset, or set the tag role to router",
    check: either(isNot("sourceDestCheck", false), is("tags.role", "router")),
    ok: { sourceDestCheck: true },
    bad: { sourceDestCheck: false, tags: {} },
    absent: "pass",
    unknown: "undecided",
  },
]);
