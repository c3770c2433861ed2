import assert from "node:assert/strict";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as aws from "@pulumi/aws";
import { deploy } from "../harness.ts";
import { resolveEntries } from "./entries.ts";
import { directory } from "./program.ts";

/** The example as a stack of a name. */
const stack = (name: string, others = {}) =>
  deploy(() => import(`${pathToFileURL(path.join(directory, "parts", "index.ts")).href}?${name}`), {
    stack: name,
    others,
  });

describe("the example of parts", () => {
  before(() => resolveEntries());

  it("has the network alone in one part, and hands its IDs over", async () => {
    const { of, outputs, one } = await stack("shop.network");
    assert.equal(of(aws.efs.FileSystem).length, 0);
    assert.deepEqual(Reflect.get(Object(outputs["contract"]), "vpcId"), one(aws.ec2.Vpc).id);
  });

  it("has the files alone in the other, in the subnets that it reads", async () => {
    const contract = { vpcId: "vpc-1", databaseSubnetIds: ["subnet-1", "subnet-2"] };
    const { of } = await stack("shop.files", { "organization/platform/shop.network": { contract } });
    assert.equal(of(aws.ec2.Vpc).length, 0);
    assert.deepEqual(
      of(aws.efs.MountTarget)
        .map(({ inputs }) => inputs["subnetId"])
        .sort(),
      ["subnet-1", "subnet-2"],
    );
  });

  it("has both in a whole stack", async () => {
    const { of } = await stack("shop");
    assert.deepEqual([of(aws.ec2.Vpc).length, of(aws.efs.FileSystem).length], [1, 1]);
  });
});
