import assert from "node:assert/strict";
import fs from "node:fs";
import { type PartName, partNames } from "../../layers/parts/order.ts";
import { environment } from "../../policy-pack/checks/environment.ts";
import { type Cloud, startCloud } from "../../rehearsal/cloud-process.ts";
import { Rehearsal } from "../../rehearsal/engine.ts";
import { existingOf, rehearseParts } from "../../rehearsal/parts.ts";
import { type Held, programOf } from "../../rehearsal/program.ts";
import type { Stage } from "../../rehearsal/stages.ts";
import { temporaryDirectory } from "../../rehearsal/temporary.ts";

describe("the parts of a stack in the engine", function () {
  this.timeout(300_000);
  let cloud: Cloud;
  let state: string;
  before(async () => {
    cloud = await startCloud();
    state = temporaryDirectory("parts");
  });
  after(() => {
    cloud.stop();
    fs.rmSync(state, { recursive: true, force: true });
  });

  const open = async (part: PartName) => {
    const held: Held = { stack: undefined };
    const args = { stack: `dev.${part}`, cloud, state, program: programOf(held) };
    return { rehearsal: await Rehearsal.open(args), held };
  };

  it("name the stack to update first, in one line", async () => {
    const { rehearsal } = await open("workloads");
    const { errors } = await rehearsal.preview().finally(() => rehearsal.close());
    assert.deepEqual(errors, ["the stack dev.foundation must be updated first, it hands nothing over yet"]);
  });

  it("are up in their order, change nothing the second time, and are destroyed in reverse", async () => {
    const existing = async () => existingOf("dev", (await cloud.account.snapshot()).things);
    const stages: Stage[] = [];
    await rehearseParts(open, existing, (stage) => stages.push(stage));
    assert.deepEqual(
      stages.flatMap(({ name, faults }) => faults.map((fault) => `${name}: ${fault}`)),
      [],
    );
    const of = (what: string) => stages.map(({ name }) => name).filter((name) => name.startsWith(what));
    assert.deepEqual(
      of("up of"),
      partNames.map((part) => `up of ${part}`),
    );
    assert.deepEqual(
      of("destroy of"),
      partNames.toReversed().map((part) => `destroy of ${part}`),
    );
    const left = await existing();
    assert.deepEqual(
      left.filter(({ state: now, by }) => now === "active" && by === "stack").map(({ urn }) => urn),
      [],
    );
  });

  it("have the environment of the whole", () => {
    for (const part of partNames) {
      assert.equal(environment({ PULUMI_STACK: `dev.${part}` }), "dev", part);
      assert.equal(environment({ PULUMI_STACK: `gen-ai-staging.${part}` }), "staging", part);
      assert.equal(environment({ PULUMI_STACK: `prod.${part}` }), "prod", part);
    }
  });
});
