import assert from "node:assert/strict";
import { proofs } from "../../rehearsal/proofs/index.ts";
import { unproven } from "../../rehearsal/proofs/proof.ts";
import { deployStack } from "../stacks/origins.ts";
import { stacks } from "../stacks/stack-settings.ts";

describe("a stack that is up", function () {
  this.timeout(300_000);
  for (const stack of stacks) {
    it(`RC-B5, RC-B7, RC-B8, RC-B14, RC-B15, RC-B16, RC-E1, RC-J3, RC-J6, EKS Pod Identity: ${stack} works as well`, async () => {
      const { resources } = await deployStack(stack);
      assert.deepEqual(unproven(proofs, resources), []);
    });
  }
});
