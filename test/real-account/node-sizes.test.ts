import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { nodesNeeded } from "../kubernetes/requests.ts";
import { deployStack } from "../stacks/origins.ts";
import { stacks } from "../stacks/stack-settings.ts";

describe("the nodes of a cluster", () => {
  for (const stack of stacks) {
    it(`RC-J4: those that ${stack} starts with hold the requests of its pods when one of them fails`, async () => {
      const deployed = await deployStack(stack);
      if (deployed.of(aws.eks.NodeGroup).length === 0) return;
      const { nodes, desired } = nodesNeeded(deployed);
      assert.ok(desired >= nodes, `the pods of ${stack} need ${nodes} nodes, got ${desired}`);
    });
  }
});
