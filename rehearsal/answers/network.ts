import type { Answer, Answers, Creation } from "./answer.ts";

/** VPC, subnets, routes, network ACLs, security groups, endpoints and flow logs. */
export const network: Answers = {
  "aws:ec2/vpc:Vpc": (r) => {
    const id = r.id("vpc");
    return {
      ...owned(r, "vpc", id),
      // AWS makes the three defaults with the VPC; their ids share its digits here.
      mainRouteTableId: id.replace("vpc-", "rtb-"),
      defaultRouteTableId: id.replace("vpc-", "rtb-"),
      defaultNetworkAclId: id.replace("vpc-", "acl-"),
      defaultSecurityGroupId: id.replace("vpc-", "sg-"),
      dhcpOptionsId: r.id("dopt"),
      instanceTenancy: "default",
    };
  },
  "aws:ec2/subnet:Subnet": (r) => owned(r, "subnet", r.id("subnet")),
  "aws:ec2/internetGateway:InternetGateway": (r) => owned(r, "internet-gateway", r.id("igw")),
  "aws:ec2/eip:Eip": (r) => {
    const allocationId = r.id("eipalloc");
    const octets = [0, 2, 4].map((at) => Number.parseInt(r.hex(6).slice(at, at + 2), 16));
    const publicIp = `54.${octets.join(".")}`;
    return {
      id: allocationId,
      allocationId,
      arn: r.arn("ec2", `elastic-ip/${allocationId}`),
      publicIp,
      publicDns: `ec2-${publicIp.replaceAll(".", "-")}.${r.place.region}.compute.amazonaws.com`,
      publicIpv4Pool: "amazon",
      networkBorderGroup: r.place.region,
    };
  },
  "aws:ec2/natGateway:NatGateway": (r) => ({
    id: r.id("nat"),
    associationId: r.id("eipassoc"),
    networkInterfaceId: r.id("eni"),
    availabilityMode: "zonal",
  }),
  "aws:ec2/routeTable:RouteTable": (r) => owned(r, "route-table", r.id("rtb")),
  "aws:ec2/route:Route": (r) => ({
    id: `r-${r.inputs["routeTableId"]}${r.hex(10)}`,
    origin: "CreateRoute",
    state: "active",
  }),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": (r) => ({ id: r.id("rtbassoc") }),
  "aws:ec2/networkAcl:NetworkAcl": (r) => owned(r, "network-acl", r.id("acl")),
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": adopted("network-acl", "defaultNetworkAclId"),
  "aws:ec2/defaultRouteTable:DefaultRouteTable": adopted("route-table", "defaultRouteTableId"),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": (r) => ({
    ...owned(r, "security-group", String(r.inputs["vpcId"]).replace("vpc-", "sg-")),
    name: "default",
    description: "default VPC security group",
  }),
  "aws:ec2/securityGroup:SecurityGroup": (r) => ({
    ...owned(r, "security-group", r.id("sg")),
    name: r.named("name"),
  }),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": securityGroupRule,
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": securityGroupRule,
  "aws:ec2/vpcEndpoint:VpcEndpoint": (r) => {
    const endpoint = { ...owned(r, "vpc-endpoint", r.id("vpce")), state: "available" };
    const service = String(r.inputs["serviceName"]).split(".").slice(3).reverse().join(".");
    return r.inputs["vpcEndpointType"] === "Interface"
      ? {
          ...endpoint,
          dnsEntries: [
            { dnsName: `${service}.${r.place.region}.amazonaws.com`, hostedZoneId: `Z${r.hex(20).toUpperCase()}` },
          ],
          ipAddressType: "ipv4",
        }
      : { ...endpoint, prefixListId: `pl-${r.hex(8)}`, cidrBlocks: ["52.216.0.0/15"] };
  },
  "aws:ec2/flowLog:FlowLog": (r) => {
    const id = r.id("fl");
    return { id, arn: r.arn("ec2", `vpc-flow-log/${id}`) };
  },
  "aws:rds/subnetGroup:SubnetGroup": (r) => {
    const name = r.named("name");
    return { id: name, name, arn: r.arn("rds", `subgrp:${name}`), supportedNetworkTypes: ["IPV4"] };
  },
};

function owned(r: Creation, kind: string, id: string) {
  return { id, arn: r.arn("ec2", `${kind}/${id}`), ownerId: r.place.accountId };
}

/** What AWS made with the VPC keeps its id. */
function adopted(kind: string, key: string): Answer {
  return (r) => owned(r, kind, String(r.inputs[key]));
}

function securityGroupRule(r: Creation) {
  const id = r.id("sgr");
  return { id, securityGroupRuleId: id, arn: r.arn("ec2", `security-group-rule/${id}`) };
}
