import type { Refusal } from "../refusal.ts";
import type { Thing } from "../thing.ts";
import { stringsAt } from "../values.ts";
import type { View } from "../view.ts";
import { api } from "./sources.ts";

const net = { create: "aws:ec2/vpc:Vpc", as: "net", inputs: { cidrBlock: "10.0.0.0/16" } };
const gateway = { create: "aws:ec2/internetGateway:InternetGateway", as: "internet", inputs: { vpcId: "<net>" } };
const subnet = { create: "aws:ec2/subnet:Subnet", as: "a", inputs: { vpcId: "<net>", cidrBlock: "10.0.0.0/24" } };
const balancer = { create: "aws:lb/loadBalancer:LoadBalancer", as: "web", inputs: { name: "web", subnets: ["<a>"] } };

/** What has public addresses in a VPC: NAT gateways, and load balancers that face the internet. */
function publicThings(vpcId: string, near: Thing, account: View): Thing[] {
  const subnets = account.all("aws:ec2/subnet:Subnet", near.place).filter(({ inputs }) => inputs["vpcId"] === vpcId);
  const ids = new Set(subnets.map(({ id }) => id));
  const nats = account
    .all("aws:ec2/natGateway:NatGateway", near.place)
    .filter(({ inputs }) => inputs["connectivityType"] !== "private" && ids.has(String(inputs["subnetId"])));
  const balancers = account
    .all("aws:lb/loadBalancer:LoadBalancer", near.place)
    .filter(({ inputs }) => inputs["internal"] !== true && stringsAt(inputs, "subnets").some((id) => ids.has(id)));
  return [...nats, ...balancers];
}

/** An internet gateway stays while something behind it has a public address. */
export const gateways: readonly Refusal[] = [
  {
    name: "ec2-internet-gateway-in-use",
    types: ["aws:ec2/internetGateway:InternetGateway"],
    on: ["delete"],
    code: "DependencyViolation",
    source: api("ec2", "DetachInternetGateway"),
    check: ({ old, inputs }, account) =>
      old !== undefined && publicThings(String(inputs["vpcId"]), old, account).length > 0
        ? `Network ${inputs["vpcId"]} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`
        : undefined,
    passes: { before: [net, gateway, subnet, balancer, { delete: "web" }], judged: { delete: "internet" } },
    refused: { before: [net, gateway, subnet, balancer], judged: { delete: "internet" } },
  },
];
