import assert from "node:assert/strict";
import { type Found, found } from "../../commands/account/finder.ts";
import { finders } from "../../commands/account/finders/index.ts";
import type { Inputs } from "../../commands/inputs.ts";
import { describeWithMoto } from "./moto.ts";
import { networkThings } from "./network-things.ts";
import { type Made, made } from "./things.ts";

describeWithMoto("the finders, asked of moto", (account) => {
  const find = (type: string, inputs: Inputs): Promise<Found | undefined> => {
    const finder = finders[type];
    if (finder === undefined) throw new Error(`no finder of ${type}`);
    return found(finder, { inputs, account: account() });
  };

  for (const [type, make] of Object.entries({ ...made, ...networkThings })) {
    it(`RC-H1: find ${type} once it exists, and nothing before`, async () => {
      const thing: Made = await make.prepare(account());
      const before = await find(type, thing.inputs);
      assert.deepEqual(before?.ids, [], `before: ${JSON.stringify(before)}`);
      const id = await make.create(account(), thing);
      const after = await find(type, thing.inputs);
      assert.deepEqual(after?.ids, [id]);
    });
  }

  it("do not ask for a name that only the update knows", async () => {
    assert.equal(await find("aws:iam/role:Role", { name: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }), undefined);
  });
});
