import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { callerFaults } from "../../layers/whereabouts.ts";
import { at } from "../harness.ts";
import { deployEdited } from "./stacks.ts";

const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const partDeployers = {
  foundation: role("deployer-foundation"),
  stores: role("deployer-stores"),
  objects: role("deployer-objects"),
};

describe("roles that update one part", function () {
  this.timeout(300_000);

  it("are admitted by the cluster where their part uses its API, and by the program", async () => {
    const { of } = await deployEdited("dev", ({ config, definition }) => ({
      config: { ...config, partDeployers },
      definition,
    }));
    const admitted = of(aws.eks.AccessEntry).map((each) => String(at(each, "principalArn")));
    assert.ok(admitted.includes(partDeployers.foundation) && admitted.includes(partDeployers.objects));
    assert.ok(!admitted.includes(partDeployers.stores));
    const callers = { deployer: role("deployer"), partDeployers, administrators: [], previewers: [] };
    const session = (name: string) => `arn:aws:sts::111122223333:assumed-role/${name}/session`;
    assert.deepEqual(callerFaults(callers, session("deployer-stores")), []);
    assert.equal(callerFaults(callers, session("deployer-edge")).length, 1);
  });
});
