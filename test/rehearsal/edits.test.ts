import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { referenceFaults } from "../../layers/references/index.ts";
import { localReferenceFaults } from "../../layers/references/local.ts";
import { applied, isOnAws } from "../../rehearsal/edits/edit.ts";
import { edits } from "../../rehearsal/edits/index.ts";
import { localSettings, settings } from "../../stacks/settings.ts";
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

  it("has edits for the stack without AWS, each of which leaves its definition without faults", () => {
    pulumi.runtime.setAllConfig({ ...configOf("local"), "platform:definition": "local" });
    const stack = localSettings();
    assert.ok(stack);
    const made = edits.flatMap((edit) => applied(edit, stack) ?? []);
    assert.ok(made.length > 0);
    for (const next of made) {
      assert.ok(!isOnAws(next));
      assert.notDeepEqual(next, stack);
      assert.deepEqual(localReferenceFaults(next.definition), []);
    }
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
