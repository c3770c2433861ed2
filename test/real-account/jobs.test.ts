import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import { at } from "../harness.ts";
import { deployStack } from "../stacks/origins.ts";
import { stacks } from "../stacks/stack-settings.ts";

/** Pulumi waits so long for a Job (pulumi-kubernetes, provider/pkg/await/job.go: DefaultJobTimeoutMins). */
const defaultMinutes = 10;

describe("Jobs", function () {
  this.timeout(300_000);
  for (const stack of stacks) {
    it(`of ${stack} end before Pulumi stops waiting, so that the update says why they failed`, async () => {
      const { of } = await deployStack(stack);
      const longer = of(kubernetes.batch.v1.Job).filter((job) => {
        const minutes = job.createTimeout === "" ? defaultMinutes : Number.parseInt(job.createTimeout, 10);
        return Number(at(job, "spec.activeDeadlineSeconds")) >= minutes * 60;
      });
      assert.deepEqual(
        longer.map(({ name }) => name),
        [],
      );
    });
  }
});
