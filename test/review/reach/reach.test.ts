import assert from "node:assert/strict";
import type { Made } from "../../../rehearsal/proofs/graph.ts";
import { made } from "../../../rehearsal/proofs/proof.ts";
import { reachOf, ways } from "../../../review/reach/reach.ts";

const vpc = "vpc-1";
const tier = (name: string, cidrBlock: string) =>
  made("aws:ec2/subnet:Subnet", name, { vpcId: vpc, cidrBlock, tags: { tier: name } }, { id: `subnet-${name}` });
const group = (name: string) => made("aws:ec2/securityGroup:SecurityGroup", name, {}, { id: `sg-${name}` });
const rule = (direction: "Ingress" | "Egress", of: string, port: number, to: object) =>
  made(`aws:vpc/securityGroup${direction}Rule:SecurityGroup${direction}Rule`, `${of}-${port}`, {
    securityGroupId: `sg-${of}`,
    ipProtocol: "tcp",
    fromPort: port,
    toPort: port,
    ...to,
  });
const from = (name: string) => ({ referencedSecurityGroupId: `sg-${name}` });
const anywhere = { cidrIpv4: "0.0.0.0/0" };

const definition = "arn:aws:ecs:us-east-1:111122223333:task-definition/orders:1";
const environment = [
  { name: "DATABASE_URL", value: "postgresql://orders@db.example.com:5432/orders" },
  { name: "PAYMENTS_URL", value: "https://payments.example.com" },
];
const balancer = "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/main/1";
const targets = "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/orders/1";

/** A load balancer before a service before a database, each in its subnets, with the rules that let them through. */
const shop: readonly Made[] = [
  tier("public", "10.0.0.0/24"),
  tier("private", "10.0.1.0/24"),
  tier("database", "10.0.2.0/24"),
  ...["public", "private"].flatMap((name) => [
    made("aws:ec2/routeTableAssociation:RouteTableAssociation", name, {
      subnetId: `subnet-${name}`,
      routeTableId: `rtb-${name}`,
    }),
    made("aws:ec2/route:Route", name, {
      routeTableId: `rtb-${name}`,
      destinationCidrBlock: "0.0.0.0/0",
      ...(name === "public" ? { gatewayId: "igw-1" } : { natGatewayId: "nat-1" }),
    }),
  ]),
  ...["balancer", "orders", "main"].map(group),
  rule("Ingress", "balancer", 443, anywhere),
  rule("Egress", "balancer", 8000, from("orders")),
  rule("Ingress", "orders", 8000, from("balancer")),
  rule("Egress", "orders", 443, anywhere),
  rule("Egress", "orders", 5432, from("main")),
  rule("Ingress", "main", 5432, from("orders")),
  made(
    "aws:lb/loadBalancer:LoadBalancer",
    "gateway",
    { securityGroups: ["sg-balancer"], subnets: ["subnet-public"], internal: false },
    { arn: balancer },
  ),
  made("aws:lb/listener:Listener", "gateway", {
    loadBalancerArn: balancer,
    defaultActions: [{ type: "forward", targetGroupArn: targets }],
  }),
  made("aws:lb/targetGroup:TargetGroup", "orders", { port: 8000 }, { arn: targets }),
  made(
    "aws:ecs/taskDefinition:TaskDefinition",
    "orders",
    { containerDefinitions: JSON.stringify([{ name: "orders", environment }]) },
    { arn: definition },
  ),
  made("aws:ecs/service:Service", "orders", {
    taskDefinition: definition,
    loadBalancers: [{ targetGroupArn: targets }],
    networkConfiguration: { securityGroups: ["sg-orders"], subnets: ["subnet-private"] },
  }),
  made("aws:rds/subnetGroup:SubnetGroup", "main", { subnetIds: ["subnet-database"] }, { name: "main-1" }),
  made(
    "aws:rds/instance:Instance",
    "main",
    { vpcSecurityGroupIds: ["sg-main"], dbSubnetGroupName: "main-1" },
    { address: "db.example.com" },
  ),
];

/** What is told and blocked, one line each. */
function blocked(stack: readonly Made[]): string[] {
  const { told, outside } = reachOf(stack);
  const lines = [
    ...told.map(({ from: end, to, faults }) => ({ name: `${end.label} → ${to.label}`, faults })),
    ...outside.map(({ from: end, host, faults }) => ({ name: `${end.label} → ${host}`, faults })),
  ];
  return lines.flatMap(({ name, faults }) => faults.map((fault) => `${name}: ${fault}`));
}

const without = (type: RegExp, name: string) => shop.filter((each) => !(type.test(each.type) && each.name === name));

describe("reach", () => {
  it("follows requests from the internet to the store", () => {
    const reach = reachOf(shop);
    assert.deepEqual(blocked(shop), []);
    const paths = ways(reach).map(({ opening, hops }) =>
      [opening.entry, ...hops.map(({ to }) => to)].map(({ label }) => label),
    );
    assert.deepEqual(paths.at(-1), ["load balancer gateway", "service orders", "database main"]);
    assert.deepEqual(reach.open, []);
  });

  it("blocks a call that a security group does not admit, or does not let out", () => {
    assert.deepEqual(blocked(without(/IngressRule/, "main-5432")), [
      "service orders → database main: no security group of database main admits it on port 5432",
    ]);
    assert.deepEqual(blocked(without(/EgressRule/, "orders-5432")), [
      "service orders → database main: no security group of service orders lets it out on port 5432",
    ]);
  });

  it("blocks a call that a network ACL stops in either direction", () => {
    const acl = (ingress: object[], egress: object[]) => [
      ...shop,
      made("aws:ec2/networkAcl:NetworkAcl", "database", { subnetIds: ["subnet-database"], ingress, egress }),
    ];
    const all = { ruleNo: 200, action: "allow", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0" };
    const deny = { ...all, ruleNo: 100, action: "deny", cidrBlock: "10.0.1.0/24" };
    const stopped = ["service orders → database main: the network ACLs of private and database subnets stop port 5432"];
    assert.deepEqual(blocked(acl([all], [all])), []);
    assert.deepEqual(blocked(acl([all, deny], [all])), stopped);
    assert.deepEqual(blocked(acl([all], [deny, all])), stopped);
    assert.deepEqual(blocked(acl([{ ...deny, protocol: "tcp", fromPort: 22, toPort: 22 }, all], [all])), []);
  });

  it("blocks a call to the outside without a default route, unless a VPC endpoint answers", () => {
    const cut = without(/:Route$/, "private");
    assert.match(
      blocked(cut).join(),
      /service orders → payments.example.com: the subnets of service orders have no default route/,
    );
  });

  it("shows what is open although nothing tells it to connect", () => {
    const [open] = reachOf([
      ...shop,
      rule("Ingress", "main", 9_000, from("orders")),
      rule("Egress", "orders", 9_000, from("main")),
    ]).open;
    assert.deepEqual([open?.from.label, open?.to.label, open?.port], ["service orders", "database main", 9_000]);
  });

  it("takes a load balancer for public only with a route to the internet and a rule for everyone", () => {
    const isPublic = (stack: readonly Made[]) => reachOf(stack).openings.map((each) => each.isPublic);
    assert.deepEqual(isPublic(shop), [true]);
    assert.deepEqual(isPublic(without(/:Route$/, "public")), [false]);
    const listed = [
      ...without(/IngressRule/, "balancer-443"),
      rule("Ingress", "balancer", 443, { prefixListId: "pl-1" }),
    ];
    assert.deepEqual(isPublic(listed), [false]);
  });
});
