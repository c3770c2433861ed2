import { at, list, number, text } from "../../../commands/inputs.ts";
import type { Resource } from "../../section.ts";
import { month } from "../price.ts";
import { assumed, type Charge, fixed, type Line, type Setting } from "./charge.ts";

const subnet = "aws:ec2/subnet:Subnet";

/** Subnets of an input; a plan knows their number by what the input comes from. */
function subnets(resource: Resource, input: string, { used }: Setting): number {
  return list(resource.inputs, input).length || used(resource, input, subnet).length;
}

/** An internet-facing load balancer has a public address in each subnet. */
function loadBalancer(resource: Resource, setting: Setting): Line[] {
  const open = at(resource.inputs, "internal") !== true;
  return [
    fixed("Application Load Balancer", month),
    { price: "Load balancer capacity", use: "capacityUnits", quantity: setting.usage("capacityUnits") * month },
    ...(open
      ? [
          fixed("Public IPv4 address", subnets(resource, "subnets", setting) * month),
          assumed("Data to the internet", "internetData", setting),
        ]
      : []),
  ];
}

function endpoint(resource: Resource, setting: Setting): Line[] {
  if (text(resource.inputs, "vpcEndpointType") !== "Interface") return [];
  return [
    fixed("Interface endpoint", Math.max(subnets(resource, "subnetIds", setting), 1) * month),
    assumed("Interface endpoint data", "endpointData", setting),
  ];
}

/** HTTPS, a text to find, latency and a short interval are options; checks of load balancers are checks of AWS. */
function healthCheck({ inputs }: Resource): Line[] {
  const type = text(inputs, "type") ?? "";
  const options = [
    type.startsWith("HTTPS"),
    type.endsWith("STR_MATCH"),
    at(inputs, "measureLatency") === true,
    number(inputs, "requestInterval") === 10,
  ].filter(Boolean).length;
  return [fixed("Health check of another endpoint"), fixed("Health check option of another endpoint", options)];
}

/** How the network and the edge are charged. */
export const network: readonly Charge[] = [
  {
    type: "aws:ec2/natGateway:NatGateway",
    by: "each; data",
    lines: (_, setting) => [fixed("NAT gateway", month), assumed("NAT gateway data", "natData", setting)],
  },
  { type: "aws:ec2/eip:Eip", by: "each", lines: () => [fixed("Public IPv4 address", month)] },
  { type: "aws:ec2/vpcEndpoint:VpcEndpoint", by: "subnetIds of an interface endpoint; data", lines: endpoint },
  { type: "aws:lb/loadBalancer:LoadBalancer", by: "each; subnets, capacity units, data", lines: loadBalancer },
  {
    type: "aws:cloudfront/distribution:Distribution",
    by: "data and requests",
    lines: (_, setting) => [
      assumed("CloudFront data", "cdnData", setting),
      assumed("CloudFront requests", "cdnRequests", setting),
    ],
  },
  {
    type: "aws:wafv2/webAcl:WebAcl",
    by: "rules; requests",
    lines: ({ inputs }, setting) => [
      fixed("Web ACL"),
      fixed("Web ACL rule", list(inputs, "rules").length),
      assumed("Web ACL requests", "webRequests", setting),
    ],
  },
  { type: "aws:route53/healthCheck:HealthCheck", by: "type, requestInterval, measureLatency", lines: healthCheck },
  {
    type: "aws:ec2/flowLog:FlowLog",
    by: "data",
    lines: (_, setting) => [assumed("Log delivery to S3", "flowLogs", setting)],
  },
];
