import assert from "node:assert/strict";
import { finders } from "../../commands/account/finders/index.ts";
import { actionsOf, actionTable } from "../../commands/preflight/permissions/actions.ts";
import { isCreatedAgain, isSought, whereToLook } from "../../commands/recover/again.ts";
import { derivedId, isDerived } from "../../commands/recover/derived.ts";
import { matchingActions } from "../../rehearsal/published/permissions.ts";
import type { Registered } from "../harness.ts";
import { deployStack } from "../stacks/origins.ts";
import { stacks } from "../stacks/stack-settings.ts";

describe("the tables of the commands", function () {
  this.timeout(120_000);
  this.slow(60_000);
  const resources: Registered[] = [];
  let types: readonly string[] = [];
  before(async () => {
    for (const stack of stacks) resources.push(...(await deployStack(stack)).resources);
    types = [...new Set(resources.map(({ type }) => type))].filter((type) => type.startsWith("aws:"));
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

  it("RC-H1: know the name, the ID or the command for every resource of every stack, from what the provider is given", () => {
    const where = { region: "us-east-1", account: "333344445555" };
    const nameless = resources.filter(({ type, inputs, outputs }) => {
      // A pending create has the name that the provider has chosen among its inputs; here it is among the outputs.
      const given = { ...outputs, ...inputs };
      if (isDerived(type)) return derivedId(type, given, where) === undefined;
      if (isSought(type)) return whereToLook(type, given, where).includes("{");
      return finders[type] !== undefined && finders[type].name(given) === undefined;
    });
    assert.deepEqual([...new Set(nameless.map(({ type, name }) => `${type} ${name}`))], []);
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
