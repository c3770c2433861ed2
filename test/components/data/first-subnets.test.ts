import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { firstSubnets, subnetAt } from "../../../components/data/first-subnets.ts";
import { deploy } from "../../harness.ts";

describe("firstSubnets", () => {
  it("returns as many subnets as there are zones, in their order", async () => {
    const databaseSubnetIds = pulumi.output(["subnet-a", "subnet-b", "subnet-c"]);
    const { outputs } = await deploy(() => ({ two: firstSubnets({ databaseSubnetIds }, 2) }));
    assert.deepEqual(outputs.two, ["subnet-a", "subnet-b"]);
  });

  it("throws an error where the network has fewer zones", () => {
    assert.equal(subnetAt(["subnet-a"], 0), "subnet-a");
    assert.throws(() => subnetAt(["subnet-a"], 1), new Error("2 or more zones are asked for, but the network has 1"));
  });
});
