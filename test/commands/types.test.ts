import assert from "node:assert/strict";
import { finders } from "../../commands/account/finders/index.ts";
import { actionsOf, actionTable } from "../../commands/preflight/permissions/actions.ts";
import { isCreatedAgain, isSought } from "../../commands/recover/again.ts";
import { isDerived } from "../../commands/recover/derived.ts";
import { matchingActions } from "../../rehearsal/published/permissions.ts";
import { deployStack } from "../stacks/origins.ts";
import { stacks } from "../stacks/stack-settings.ts";

describe("the tables of the commands", function () {
  this.timeout(120_000);
  this.slow(60_000);
  let types: readonly string[] = [];
  before(async () => {
    const all = new Set<string>();
    for (const stack of stacks) for (const { type } of (await deployStack(stack)).resources) all.add(type);
    types = [...all].filter((type) => type.startsWith("aws:"));
    assert.ok(types.length > 150, `${types.length} types`);
  });

  it("RC-H1: know for every type of every stack how recover finds it, or where a person looks", () => {
    const ways = (type: string) =>
      [finders[type] !== undefined, isCreatedAgain(type), isDerived(type), isSought(type)].filter(Boolean).length;
    assert.deepEqual(
      types.filter((type) => ways(type) !== 1),
      [],
    );
  });

  it("know the IAM actions of every type of every stack", () => {
    assert.deepEqual(
      types.filter((type) => actionsOf(type) === undefined),
      [],
    );
  });

  it("name only actions that IAM publishes", () => {
    const unknown = Object.keys(actionTable).flatMap((type) =>
      (actionsOf(type) ?? [])
        .filter((action) => matchingActions(action)?.length !== 1)
        .map((action) => `${type}: ${action}`),
    );
    assert.deepEqual(unknown, []);
    assert.equal(matchingActions("eks:CreateKluster")?.length, 0);
  });

  it("name an action that creates, and one that reads", () => {
    const bare = Object.entries(actionTable).filter(([, [, create, read]]) => create === "" || read === "");
    assert.deepEqual(
      bare.map(([type]) => type),
      [],
    );
  });
});
