import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { account } from "../../../components/iam/account.ts";
import { SubnetTier, type SubnetTierArgs } from "../../../components/network/subnet-tier.ts";
import type { Tier } from "../../../components/network/subnets.ts";
import { at, deploy } from "../../harness.ts";

const of = (tier: Tier): SubnetTierArgs => ({
  account: account("111122223333", "us-east-1"),
  vpcId: "vpc-1",
  vpcCidrBlock: "10.0.0.0/16",
  tier,
  subnets: [
    { tier, zone: "a", cidrBlock: "10.0.1.0/24" },
    { tier, zone: "b", cidrBlock: "10.0.2.0/24" },
  ],
  defaultRoute: () => undefined,
});
const made = (args: SubnetTierArgs) => deploy(() => new SubnetTier("tier", args));

/** Whether a network ACL allows a TCP packet from outside the VPC: the rule with the lowest matching number decides. */
async function verdict(tier: Tier, port: number): Promise<unknown> {
  const { one } = await made(of(tier));
  const ingress = at(one(aws.ec2.NetworkAcl), "ingress") as Record<string, number | string>[];
  const matching = ingress.filter(
    ({ cidrBlock, protocol, fromPort, toPort }) =>
      cidrBlock === "0.0.0.0/0" && (protocol === "-1" || (Number(fromPort) <= port && port <= Number(toPort))),
  );
  return matching.sort((a, b) => Number(a.ruleNo) - Number(b.ruleNo))[0]?.action ?? "deny";
}

describe("SubnetTier", () => {
  it("denies administration ports from the internet, and allows responses", async () => {
    for (const tier of ["public", "private"] as const) {
      for (const port of [22, 445, 3389]) assert.equal(await verdict(tier, port), "deny");
      for (const port of [443, 1024, 40000, 65535]) assert.equal(await verdict(tier, port), "allow");
    }
  });

  it("allows only the VPC for the database subnets, in both directions", async () => {
    const all = [{ ruleNo: 100, action: "allow", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "10.0.0.0/16" }];
    const { ingress, egress } = (await made(of("database"))).one(aws.ec2.NetworkAcl).inputs;
    assert.deepEqual([ingress, egress], [all, all]);
  });

  it("never denies traffic within the VPC", async () => {
    const { one } = await made(of("private"));
    assert.deepEqual(at(one(aws.ec2.NetworkAcl), "ingress.0"), {
      ruleNo: 100,
      action: "allow",
      protocol: "-1",
      fromPort: 0,
      toPort: 0,
      cidrBlock: "10.0.0.0/16",
    });
  });

  it("replaces the default network ACL of every subnet", async () => {
    const { one } = await made(of("private"));
    assert.deepEqual(
      one(aws.ec2.NetworkAcl).propertyDependencies.subnetIds?.toSorted(),
      [one(aws.ec2.Subnet, "tier-a").urn, one(aws.ec2.Subnet, "tier-b").urn].toSorted(),
    );
  });

  it("creates a default route only for zones that have one", async () => {
    const natGatewayId = "nat-1";
    const { one } = await made({
      ...of("private"),
      defaultRoute: (zone) => (zone === "b" ? { natGatewayId } : undefined),
    });
    const route = one(aws.ec2.Route);
    assert.deepEqual([route.name, route.inputs.natGatewayId], ["tier-b", natGatewayId]);
    assert.deepEqual(route.propertyDependencies.routeTableId, [one(aws.ec2.RouteTable, "tier-b").urn]);
  });

  it("outputs its subnets after route and network ACL", async () => {
    const { one } = await deploy(() => {
      const tier = new SubnetTier("tier", { ...of("public"), defaultRoute: () => ({ gatewayId: "igw-1" }) });
      new aws.ec2.NetworkInterface("late", { subnetId: tier.subnetIds.apply(([first = ""]) => first) });
      new aws.ec2.NetworkInterface("later", { subnetId: pulumi.output(tier.subnetIdByZone).apply(({ a = "" }) => a) });
    });
    for (const name of ["late", "later"]) {
      const { dependencies } = one(aws.ec2.NetworkInterface, name);
      assert.ok(dependencies.includes(one(aws.ec2.NetworkAcl).urn));
      assert.ok(dependencies.includes(one(aws.ec2.Route, "tier-a").urn));
      assert.ok(dependencies.includes(one(aws.ec2.RouteTableAssociation, "tier-a").urn));
    }
  });

  it("tags subnets with their tier, beside the given tags", async () => {
    const { one } = await made({ ...of("public"), tags: { "kubernetes.io/role/elb": "1" } });
    assert.deepEqual(at(one(aws.ec2.Subnet, "tier-a"), "tags"), {
      "kubernetes.io/role/elb": "1",
      Name: "tier-a",
      tier: "public",
    });
  });
});
