import type { Refusal } from "../refusal.ts";
import type { Thing } from "../thing.ts";
import { stringsAt } from "../values.ts";
import type { View } from "../view.ts";
import { api } from "./sources.ts";

/** A type that has network interfaces while it exists. */
interface Holder {
  type: string;
  /** Inputs that name its subnets and its security groups. */
  subnets?: readonly string[];
  groups: readonly string[];
  /** Where its subnets are those of a group: the group's type, and the input that names it. */
  through?: readonly [type: string, path: string];
}

const holders: readonly Holder[] = [
  { type: "aws:ec2/instance:Instance", subnets: ["subnetId"], groups: ["vpcSecurityGroupIds"] },
  { type: "aws:ec2/natGateway:NatGateway", subnets: ["subnetId"], groups: [] },
  { type: "aws:ec2/vpcEndpoint:VpcEndpoint", subnets: ["subnetIds"], groups: ["securityGroupIds"] },
  { type: "aws:ec2/networkInterface:NetworkInterface", subnets: ["subnetId"], groups: ["securityGroups"] },
  {
    type: "aws:lb/loadBalancer:LoadBalancer",
    subnets: ["subnets", "subnetMappings.subnetId"],
    groups: ["securityGroups"],
  },
  { type: "aws:efs/mountTarget:MountTarget", subnets: ["subnetId"], groups: ["securityGroups"] },
  { type: "aws:eks/cluster:Cluster", subnets: ["vpcConfig.subnetIds"], groups: ["vpcConfig.securityGroupIds"] },
  { type: "aws:eks/nodeGroup:NodeGroup", subnets: ["subnetIds"], groups: [] },
  {
    type: "aws:ecs/service:Service",
    subnets: ["networkConfiguration.subnets"],
    groups: ["networkConfiguration.securityGroups"],
  },
  { type: "aws:lambda/function:Function", subnets: ["vpcConfig.subnetIds"], groups: ["vpcConfig.securityGroupIds"] },
  { type: "aws:mq/broker:Broker", subnets: ["subnetIds"], groups: ["securityGroups"] },
  { type: "aws:opensearch/domain:Domain", subnets: ["vpcOptions.subnetIds"], groups: ["vpcOptions.securityGroupIds"] },
  { type: "aws:rds/proxy:Proxy", subnets: ["vpcSubnetIds"], groups: ["vpcSecurityGroupIds"] },
  {
    type: "aws:rds/instance:Instance",
    groups: ["vpcSecurityGroupIds"],
    through: ["aws:rds/subnetGroup:SubnetGroup", "dbSubnetGroupName"],
  },
  {
    type: "aws:rds/cluster:Cluster",
    groups: ["vpcSecurityGroupIds"],
    through: ["aws:rds/subnetGroup:SubnetGroup", "dbSubnetGroupName"],
  },
  {
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    groups: ["securityGroupIds"],
    through: ["aws:elasticache/subnetGroup:SubnetGroup", "subnetGroupName"],
  },
];

/** Things that have a network interface in a subnet. */
export function inSubnet(subnet: string, near: Thing, account: View): Thing[] {
  return holders.flatMap((holder) =>
    account.all(holder.type, near.place).filter((thing) => subnetsOf(thing, holder, account).includes(subnet)),
  );
}

/** Things that have a network interface with a security group. */
export function withGroup(group: string, near: Thing, account: View): Thing[] {
  return holders.flatMap(({ type, groups }) =>
    account
      .all(type, near.place)
      .filter(({ inputs }) => groups.some((path) => stringsAt(inputs, path).includes(group))),
  );
}

function subnetsOf(thing: Thing, { subnets = [], through }: Holder, account: View): string[] {
  const own = subnets.flatMap((path) => stringsAt(thing.inputs, path));
  if (through === undefined) return own;
  const [type, path] = through;
  const [name] = stringsAt(thing.inputs, path);
  const group = account.all(type, thing.place).find(({ outputs }) => outputs["name"] === name);
  return group === undefined ? own : [...own, ...stringsAt(group.inputs, "subnetIds")];
}

const net = { create: "aws:ec2/vpc:Vpc", as: "net", inputs: { cidrBlock: "10.0.0.0/16" } };
const subnet = { create: "aws:ec2/subnet:Subnet", as: "a", inputs: { vpcId: "<net>", cidrBlock: "10.0.0.0/24" } };
const group = { create: "aws:ec2/securityGroup:SecurityGroup", as: "db", inputs: { vpcId: "<net>" } };
const subnets = {
  create: "aws:rds/subnetGroup:SubnetGroup",
  as: "subnets",
  inputs: { name: "db", subnetIds: ["<a>"] },
};
const database = {
  create: "aws:rds/instance:Instance",
  as: "orders",
  inputs: { identifier: "orders", dbSubnetGroupName: "db", vpcSecurityGroupIds: ["<db>"], skipFinalSnapshot: true },
};
const built = [net, subnet, group, subnets, database];

/** Subnets and security groups stay while something has a network interface there. */
export const interfaces: readonly Refusal[] = [
  {
    name: "ec2-subnet-in-use",
    types: ["aws:ec2/subnet:Subnet"],
    on: ["delete"],
    code: "DependencyViolation",
    source: api("ec2", "DeleteSubnet"),
    check: ({ old }, account) =>
      old !== undefined && inSubnet(old.id, old, account).length > 0
        ? `The subnet '${old.id}' has dependencies and cannot be deleted.`
        : undefined,
    passes: { before: [...built, { delete: "orders" }], judged: { delete: "a" } },
    refused: { before: built, judged: { delete: "a" } },
  },
  {
    name: "ec2-security-group-in-use",
    types: ["aws:ec2/securityGroup:SecurityGroup"],
    on: ["delete"],
    code: "DependencyViolation",
    source: api("ec2", "DeleteSecurityGroup"),
    check: ({ old }, account) =>
      old !== undefined && (withGroup(old.id, old, account).length > 0 || admitted(old, account))
        ? `resource ${old.id} has a dependent object`
        : undefined,
    passes: { before: [...built, { delete: "orders" }], judged: { delete: "db" } },
    refused: { before: built, judged: { delete: "db" } },
  },
];

/** Whether a rule of another group admits a group. */
function admitted({ id, place }: Thing, account: View): boolean {
  return ["Ingress", "Egress"].some((way) =>
    account
      .all(`aws:vpc/securityGroup${way}Rule:SecurityGroup${way}Rule`, place)
      .some(({ inputs }) => inputs["referencedSecurityGroupId"] === id && inputs["securityGroupId"] !== id),
  );
}
