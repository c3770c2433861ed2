import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { referenceFaults } from "../../layers/references/index.ts";
import { edits } from "../../rehearsal/edits/index.ts";
import { settings } from "../../stacks/settings.ts";
import { onAws } from "../real-account/stacks.ts";
import { configOf } from "../stacks/stack-settings.ts";

describe("the edit table", () => {
  it("names each edit once", () => {
    const names = edits.map(({ name }) => name);
    assert.deepEqual(
      names.filter((name, at) => names.indexOf(name) !== at),
      [],
    );
  });

  for (const { stack } of onAws) {
    it(`has at least twelve edits for ${stack}, each of which leaves its definition without faults`, async () => {
      pulumi.runtime.setAllConfig(configOf(stack));
      await pulumi.runtime.setMocks(
        { newResource: () => ({ id: "", state: {} }), call: () => ({}) },
        "platform",
        stack,
      );
      let held = settings();
      const made: string[] = [];
      for (const edit of edits) {
        const next = edit.apply(held);
        if (next === undefined) continue;
        made.push(edit.name);
        held = next;
        assert.deepEqual(referenceFaults(held.definition, held.config), [], edit.name);
      }
      assert.ok(made.length >= 12, `${made.length}: ${made.join(", ")}`);
    });
  }
});
