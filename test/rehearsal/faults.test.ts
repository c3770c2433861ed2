import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { type Cloud, startCloud } from "../../rehearsal/cloud-process.ts";
import { Rehearsal } from "../../rehearsal/engine.ts";
import { sweep } from "../../rehearsal/faults/sweep.ts";
import { hows } from "../../rehearsal/faults/sweeps.ts";

describe("faults at each resource", function () {
  this.timeout(300_000);
  this.slow(60_000);
  let cloud: Cloud;
  before(async () => {
    cloud = await startCloud();
  });
  after(() => cloud.stop());

  /** A role, a queue, and what stands on them: names that are fixed, names that are not, and a chain of three. */
  const program = (owner: string) => () => {
    const tags = { owner };
    const provider = new aws.Provider("aws", { region: "us-east-1", allowedAccountIds: ["111122223333"] });
    const options = { provider };
    const Statement = [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }];
    const assumeRolePolicy = JSON.stringify({ Version: "2012-10-17", Statement });
    const role = new aws.iam.Role("reader", { name: "reader", assumeRolePolicy, tags }, options);
    new aws.iam.InstanceProfile("reader", { role: role.name, tags }, options);
    const vpc = new aws.ec2.Vpc("net", { cidrBlock: "10.0.0.0/16", tags }, options);
    new aws.ec2.Subnet("a", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24", tags }, options);
    new aws.sqs.Queue("orders", { tags }, options);
  };

  for (const how of hows) {
    it(`RC-H1: a stack is created, changed and destroyed although every operation ${how} once`, async () => {
      let current = program("one");
      const run = async () => current();
      const checkpoints = how === "kills";
      const rehearsal = await Rehearsal.open({ stack: "faults", program: run, policyPack: "none", cloud, checkpoints });
      try {
        const args = { rehearsal, account: cloud.account, how, every: 1 };
        const created = await sweep({ ...args, operation: "create", run: () => rehearsal.update() });
        current = program("two");
        const changed = await sweep({ ...args, operation: "update", run: () => rehearsal.update() });
        const destroyed = await sweep({ ...args, operation: "delete", run: () => rehearsal.destroy() });
        for (const { faults, summary } of [created, changed, destroyed])
          assert.deepEqual([faults, summary["faults"]], [[], 5]);
        assert.deepEqual(rehearsal.resources(), []);
      } finally {
        rehearsal.close();
      }
    });
  }
});
