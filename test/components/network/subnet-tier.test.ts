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

/** What a network ACL says to a TCP packet from outside the VPC, by AWS's rule: the lowest number that matches decides. */
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
  it("keeps the internet from the administration ports, and lets answers in", async () => {
    for (const tier of ["public", "private"] as const) {
      for (const port of [22, 445, 3389]) assert.equal(await verdict(tier, port), "deny");
      for (const port of [443, 1024, 40000, 65535]) assert.equal(await verdict(tier, port), "allow");
    }
  });

  it("lets nobody but the VPC talk to the database subnets, either way", async () => {
    const all = [{ ruleNo: 100, action: "allow", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "10.0.0.0/16" }];
    const { ingress, egress } = (await made(of("database"))).one(aws.ec2.NetworkAcl).inputs;
    assert.deepEqual([ingress, egress], [all, all]);
  });

  it("never blocks traffic within the VPC", async () => {
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

  it("takes every subnet out of the default network ACL", async () => {
    const { one } = await made(of("private"));
    assert.deepEqual(
      one(aws.ec2.NetworkAcl).propertyDependencies.subnetIds?.toSorted(),
      [one(aws.ec2.Subnet, "tier-a").urn, one(aws.ec2.Subnet, "tier-b").urn].toSorted(),
    );
  });

  it("gives a zone a default route only where there is one", async () => {
    const natGatewayId = "nat-1";
    const { one } = await made({
      ...of("private"),
      defaultRoute: (zone) => (zone === "b" ? { natGatewayId } : undefined),
    });
    const route = one(aws.ec2.Route);
    assert.deepEqual([route.name, route.inputs.natGatewayId], ["tier-b", natGatewayId]);
    assert.deepEqual(route.propertyDependencies.routeTableId, [one(aws.ec2.RouteTable, "tier-b").urn]);
  });

  it("tells its subnets only once route and network ACL stand", async () => {
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

  it("says in a tag what the subnets are for, whatever tags are added", async () => {
    const { one } = await made({ ...of("public"), tags: { "kubernetes.io/role/elb": "1" } });
    assert.deepEqual(at(one(aws.ec2.Subnet, "tier-a"), "tags"), {
      "kubernetes.io/role/elb": "1",
      Name: "tier-a",
      tier: "public",
    });
  });
});
