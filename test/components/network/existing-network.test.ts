import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { ExistingNetwork } from "../../../components/network/existing-network.ts";
import { deploy, refusal } from "../../harness.ts";

const args = { vpcId: "vpc-1", publicSubnetIds: [], privateSubnetIds: ["subnet-a", "subnet-b"] };

describe("ExistingNetwork", () => {
  it("creates only the DB subnet group, over the private subnets by default", async () => {
    const { resources, one } = await deploy(() => new ExistingNetwork("network", args));
    assert.equal(resources.filter((each) => each.custom).length, 1);
    assert.deepEqual(one(aws.rds.SubnetGroup).inputs.subnetIds, ["subnet-a", "subnet-b"]);
    const own = { ...args, databaseSubnetIds: ["subnet-x", "subnet-y"] };
    const apart = await deploy(() => new ExistingNetwork("network", own));
    assert.deepEqual(apart.one(aws.rds.SubnetGroup).inputs.subnetIds, ["subnet-x", "subnet-y"]);
  });

  it("outputs the given IDs", async () => {
    const { outputs } = await deploy(() => {
      const { vpcId, privateSubnetIds, publicSubnetIds, databaseSubnetIds } = new ExistingNetwork("network", args);
      return { vpcId, privateSubnetIds, publicSubnetIds, databaseSubnetIds };
    });
    assert.deepEqual(outputs, { ...args, databaseSubnetIds: args.privateSubnetIds });
  });

  it("refuses subnets in one zone only, all at once", async () => {
    const one = { ...args, privateSubnetIds: ["subnet-a"], databaseSubnetIds: [] };
    const text = await refusal(() => new ExistingNetwork("network", one));
    assert.match(text, /privateSubnetIds must have at least 2 subnets, in different Availability Zones, got 1/);
    assert.match(text, /databaseSubnetIds must have at least 2 subnets, in different Availability Zones, got 0/);
  });
});
