import { isWorld, prefixLength } from "../checks/cidr.ts";
import {
  all,
  atMost,
  either,
  is,
  matches,
  not,
  oneOf,
  only,
  pass,
  set,
  unset,
  value,
  when,
} from "../checks/conditions.ts";
import { admitsAnyone, isConfined, onEverything, type Statement } from "../checks/iam-policy.ts";
import { document } from "../checks/policy-document.ts";
import { levels, type ResourceRule } from "../checks/rule.ts";
import { word } from "../checks/values.ts";

const flowLog = "aws:ec2/flowLog:FlowLog";
const route = "aws:ec2/route:Route";
const endpoint = "aws:ec2/vpcEndpoint:VpcEndpoint";
/** By its name, a route that is meant to lead to the internet. */
const toInternet = /^(?!.*(?:private|isolated)).*(?:public|internet|igw)/i;
/** Neither an internet gateway nor a machine that somebody has to look after; a VPN's gateway leads home. */
const led = all(
  value("gatewayId", (id) => /^vgw-/.test(word(id)), "pass"),
  unset("networkInterfaceId"),
);
/** Whose resources may be reached confines an endpoint as well as who may call. */
const staysInside = (statement: Statement) =>
  isConfined(statement) ||
  statement.conditions.some(
    ({ operator, key, values }) =>
      /^String(?:Equals|Like)$/i.test(operator) &&
      /^aws:Resource(?:Account|OrgID|OrgPaths)$/i.test(key) &&
      values.every((each) => each !== "*"),
  );
const isInterface = is("vpcEndpointType", "Interface");

/** Where traffic may go, and who writes it down: routes, NAT gateways, endpoints and flow logs. */
export const routing: readonly ResourceRule[] = [
  {
    name: "vpce-policy-not-wildcard",
    types: [endpoint],
    description:
      "A gateway endpoint is no way out to anybody's buckets: its policy names the own account or organization.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set policy with a condition such as aws:PrincipalAccount",
    check: when(
      oneOf("vpcEndpointType", ["Gateway"], "pass"),
      document(
        "policy",
        (statement) =>
          statement.allows && admitsAnyone(statement) && onEverything(statement) && !staysInside(statement)
            ? "admits everyone to everything in its policy"
            : undefined,
        "fail",
      ),
    ),
    ok: {
      policy: JSON.stringify({
        Statement: [
          {
            Effect: "Allow",
            Principal: "*",
            Action: "*",
            Resource: "*",
            Condition: { StringEquals: { "aws:PrincipalAccount": "111122223333" } },
          },
        ],
      }),
    },
    bad: { vpcEndpointType: "Gateway" },
  },
  {
    name: "vpce-private-dns",
    types: [endpoint],
    description: "An interface endpoint answers under the service's own name.",
    severity: "low",
    levels: levels("M/M/M"),
    controls: ["EC2.10"],
    fix: "set privateDnsEnabled to true",
    check: when(
      all(isInterface, not(matches("serviceName", /\.vpce-svc-/), "is a service of others")),
      is("privateDnsEnabled", true),
    ),
    ok: { vpcEndpointType: "Interface", privateDnsEnabled: true },
    bad: { vpcEndpointType: "Interface", privateDnsEnabled: false },
  },
  {
    name: "vpce-sg-attached",
    types: [endpoint],
    description: "An interface endpoint has a security group of its own, not the VPC's default one.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set securityGroupIds",
    check: when(isInterface, set("securityGroupIds")),
    ok: { vpcEndpointType: "Interface", securityGroupIds: ["sg-1"] },
    bad: { vpcEndpointType: "Interface", securityGroupIds: [] },
  },
  {
    name: "route-default-not-igw-in-private",
    types: [route],
    description: "A default route to the internet gateway exists in public route tables only.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CKV2_AWS_35"],
    fix: "set natGatewayId instead of gatewayId, or say by the route's name (public, internet, igw) that its table is public",
    check: (scope) =>
      toInternet.test(scope.resource.name)
        ? pass
        : all(
            ...["destinationCidrBlock", "destinationIpv6CidrBlock"].map((to) => when(value(to, isWorld, "fail"), led)),
          )(scope),
    ok: { destinationCidrBlock: "0.0.0.0/0", natGatewayId: "nat-1" },
    bad: { destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-1" },
  },
  {
    name: "route-peering-least-access",
    types: [route],
    description: "A route to a peer names the network it needs, not every private address.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["CIS AWS 3.0 5.5", "CKV2_AWS_44"],
    fix: "set destinationCidrBlock to the peer's block, longer than /8",
    check: when(
      set("vpcPeeringConnectionId"),
      value("destinationCidrBlock", (cidr) => (prefixLength(cidr) ?? 0) > 8, "pass"),
    ),
    ok: { destinationCidrBlock: "10.9.3.0/24", vpcPeeringConnectionId: "pcx-1" },
    bad: { destinationCidrBlock: "10.0.0.0/8", vpcPeeringConnectionId: "pcx-1" },
  },
  {
    name: "nat-public-eip-owned",
    types: ["aws:ec2/natGateway:NatGateway"],
    description: "A NAT gateway has an address that is known to others, or covers the region.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set allocationId, or availabilityMode to regional",
    check: either(set("allocationId"), is("availabilityMode", "regional"), is("connectivityType", "private")),
    ok: { allocationId: "eipalloc-1" },
    bad: { subnetId: "subnet-1" },
  },
  {
    name: "flowlog-traffic-all",
    types: [flowLog],
    description: "Flow logs record accepted and rejected traffic, in prod by the minute.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["EC2.6", "CIS AWS 3.0 3.7", "CKV2_AWS_11"],
    fix: "set trafficType to ALL and maxAggregationInterval to 60",
    check: all(
      when(not(set("transitGatewayId"), "is of a transit gateway"), is("trafficType", "ALL")),
      only(["prod"], atMost("maxAggregationInterval", 60)),
    ),
    ok: { trafficType: "ALL", maxAggregationInterval: 60 },
    bad: { trafficType: "ACCEPT", maxAggregationInterval: 60 },
  },
];
