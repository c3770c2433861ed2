import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { waitsFor } from "../stacks/order.ts";
import { deployStack } from "../stacks/origins.ts";
import { stacks } from "../stacks/stack-settings.ts";

/** What takes minutes before the first pod runs, and what puts pods on nodes. */
const late = /^(aws:eks\/nodeGroup:NodeGroup|kubernetes:.*)$/;

describe("associations of EKS Pod Identity", function () {
  this.timeout(300_000);
  for (const stack of stacks) {
    it(`are made while the nodes of ${stack} are, so that EKS knows them when it makes the first pod`, async () => {
      const deployed = await deployStack(stack);
      const types = new Map(deployed.resources.map(({ urn, type }) => [urn, type]));
      const behind = deployed
        .of(aws.eks.PodIdentityAssociation)
        .filter((each) => [...waitsFor(deployed, each)].some((urn) => late.test(types.get(urn) ?? "")));
      assert.deepEqual(
        behind.map(({ name }) => name),
        [],
      );
    });
  }
});
