import { all, fail, is, isNot, not, oneOf, pass, set, undecided, when } from "../checks/conditions.ts";
import { type Check, levels, type ResourceRule } from "../checks/rule.ts";
import { read, word } from "../checks/values.ts";

const balancers = ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"];

const owners: Check = ({ value: props, settings }) => {
  if (settings.accounts.length === 0) return pass;
  const owner = read(props, "peerOwnerId");
  if (owner.state === "unknown") return undecided("peerOwnerId");
  return owner.state === "absent" || settings.accounts.includes(word(owner.value))
    ? pass
    : fail(`peers with account ${word(owner.value)}`);
};

const tunnelLog = { cloudwatchLogOptions: { logEnabled: true } };

/** Networks: what joins them, and load balancers across zones. */
export const joins: readonly ResourceRule[] = [
  {
    name: "peering-same-owner",
    types: ["aws:ec2/vpcPeeringConnection:VpcPeeringConnection"],
    description: "A VPC is joined to our own accounts only, and by itself to its own account only.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set peerOwnerId to one of our accounts, and leave autoAccept unset for another one",
    check: all(owners, not(all(is("autoAccept", true), set("peerOwnerId")), "joins another account without asking it")),
    ok: { peerVpcId: "vpc-2", autoAccept: true },
    bad: { peerVpcId: "vpc-2", autoAccept: true, peerOwnerId: "999900001111" },
  },
  {
    name: "tgw-no-auto-accept",
    types: ["aws:ec2transitgateway/transitGateway:TransitGateway"],
    description: "Nobody joins the network unasked.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["EC2.23", "CKV_AWS_331"],
    fix: "leave autoAcceptSharedAttachments unset",
    check: isNot("autoAcceptSharedAttachments", "enable"),
    ok: { autoAcceptSharedAttachments: "disable" },
    bad: { autoAcceptSharedAttachments: "enable" },
  },
  {
    name: "lb-cross-zone",
    types: balancers,
    description: "A network load balancer spreads over all zones alike.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: ["CKV_AWS_152"],
    fix: "set enableCrossZoneLoadBalancing to true",
    check: when(oneOf("loadBalancerType", ["network", "gateway"]), is("enableCrossZoneLoadBalancing", true)),
    ok: { loadBalancerType: "network", enableCrossZoneLoadBalancing: true },
    bad: { loadBalancerType: "network", enableCrossZoneLoadBalancing: false },
  },
  {
    name: "vpn-clients-logged",
    types: ["aws:ec2clientvpn/endpoint:Endpoint"],
    description: "Who connects to the network from outside is written down.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: ["EC2.51"],
    fix: "set connectionLogOptions.enabled to true",
    check: is("connectionLogOptions.enabled", true),
    ok: { connectionLogOptions: { enabled: true, cloudwatchLogGroup: "vpn" } },
    bad: { connectionLogOptions: { enabled: false } },
  },
  {
    name: "vpn-tunnels-logged",
    types: ["aws:ec2/vpnConnection:VpnConnection"],
    description: "Both tunnels of a VPN write down what happens to them.",
    severity: "medium",
    levels: levels("-/A/A"),
    controls: ["EC2.171"],
    fix: "set cloudwatchLogOptions.logEnabled to true in tunnel1LogOptions and tunnel2LogOptions",
    check: all(
      is("tunnel1LogOptions.cloudwatchLogOptions.logEnabled", true),
      is("tunnel2LogOptions.cloudwatchLogOptions.logEnabled", true),
    ),
    ok: { tunnel1LogOptions: tunnelLog, tunnel2LogOptions: tunnelLog },
    bad: { tunnel1LogOptions: tunnelLog },
  },
];
