import assert from "node:assert/strict";
import { Account } from "../../rehearsal/account/account.ts";
import { RefusedError } from "../../rehearsal/account/refusal.ts";
import { overCapacity } from "../../rehearsal/account/refusals/capacity.ts";
import { starts } from "../../rehearsal/account/starts/index.ts";
import { declared, stackFiles } from "../../rehearsal/stacks.ts";
import { deployStack } from "../stacks/origins.ts";
import { configOf, stacks } from "../stacks/stack-settings.ts";

const types = ["aws:ecs/taskDefinition:TaskDefinition", ...overCapacity.flatMap((each) => each.types)];

/** The records that refuse machines or tasks of a stack, in an account that was opened today. */
async function refusing(stack: string, tokens: readonly string[]): Promise<string[]> {
  const config = configOf(stack);
  const { "platform:region": region = "", "platform:accountId": accountId = "" } = config;
  const account = new Account(starts.fresh, overCapacity);
  account.declare(tokens);
  const { resources } = await deployStack(stack);
  const refused = new Set<string>();
  for (const type of new Set(types)) {
    for (const { name, urn, inputs } of resources.filter((each) => each.type === type)) {
      const place = { partition: "aws", region, accountId };
      const request = { operation: "create", type, name, urn, place, inputs, old: undefined, preview: false } as const;
      try {
        account.create(request);
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error;
        refused.add(error.record);
      }
    }
  }
  return [...refused].sort();
}

describe("quotas of vCPU", function () {
  this.timeout(300_000);
  for (const stack of stacks) {
    it(`RC-A9: ${stack} stays below AWS's defaults and the quotas that its configuration says were raised`, async () => {
      assert.deepEqual(await refusing(stack, declared(stackFiles().get(stack), {})), []);
    });
  }

  it("RC-A9: a new account refuses the tasks of gen-ai and the nodes of prod", async () => {
    assert.deepEqual(await refusing("gen-ai", []), ["ecs-fargate-vcpu-quota"]);
    assert.deepEqual(await refusing("prod", []), ["ec2-on-demand-vcpu-quota"]);
  });
});
